import { join } from 'node:path'
import { writeDurably } from '#db/files/durable-file.ts'
import { makePrivateFolder } from '#db/files/private-folder.ts'
import { approvedChain } from '#db/packets/format/approval.ts'
import { issueCertificate } from '#db/packets/format/certificate.ts'
import {
  type EnrolRequest,
  enrolRequestText,
  isRequestText,
  parseEnrolRequest,
  requestText,
} from '#db/packets/format/enrol-request.ts'
import { fingerprint, isSameFingerprint } from '#db/packets/format/fingerprint.ts'
import { inspectPacket } from '#db/packets/format/inspect-packet.ts'
import { generateKeys } from '#db/packets/format/keys.ts'
import { openPacket } from '#db/packets/format/open-packet.ts'
import { requestName } from '#db/packets/format/packet-name.ts'
import { findOrg } from '#db/registry/find-org.ts'
import type { Session } from '#db/session.ts'
import type { Report } from '#db/shared/long-work.ts'
import { Refusal, refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { exportPacket } from '../offers/export-packet.ts'
import type { Peer } from '../offers/offers.ts'
import { readPeer, savePeer } from '../offers/peer-store.ts'
import { applyOpened } from '../opening/apply-packet.ts'
import { surveyPacket } from '../opening/read-packet.ts'
import { certificateFields, knownCertificates, note } from './certificate-record.ts'
import { surveyTerritory } from './territory.ts'

/** Writes this PC's request, and keeps it in `outbox/` too. In an empty folder it makes keys and a registry that waits for its approval. */
export async function requestEnrolment(session: Session, name: string) {
  const keys = session.exists() ? session.writing().keys : await generateKeys(session.newId())
  if (!session.exists()) await session.create(name, keys)
  const text = enrolRequestText(keys, { orgName: name, contact: '' }, session.clock)
  const file = new File([text], requestName(name))
  const outbox = join(session.folder, 'outbox')
  await makePrivateFolder(outbox)
  await writeDurably(join(outbox, file.name), [new TextEncoder().encode(text)], { mode: 'private' })
  const publicKeys = { signKey: keys.signPublic, recipient: keys.recipient }
  return {
    replica: keys.replica,
    name,
    fingerprint: fingerprint(publicKeys),
    file,
  }
}

/** Tells whose a request or an approval says it is, with the fingerprint to be compared over the telephone. */
export async function inspectEnrolment(session: Session, file: File) {
  if (await isRequestText(file)) {
    const text = await requestText(file)
    const request = parseEnrolRequest(text, file.name)
    return {
      kind: 'request' as const,
      replica: request.replica,
      name: request.orgName,
      fingerprint: request.fingerprint,
    }
  }
  const keys = await session.keys()
  const workFolder = await inboxOf(session)
  const summary = await inspectPacket({ source: file, keys, workFolder })
  return {
    kind: 'approval' as const,
    replica: summary.manifest.from.replica,
    name: summary.manifest.from.name,
    fingerprint: summary.rootFingerprint,
  }
}

async function inboxOf(session: Session): Promise<string> {
  const folder = join(session.folder, 'inbox')
  await makePrivateFolder(folder)
  return folder
}

/**
 * Approves a request for an organization of this registry's part of the tree: a certificate, the chain, and a first
 * packet from the beginning. Approving the same request again writes a new approval and nothing else.
 */
export async function approveEnrolment(
  session: Session,
  file: File,
  orgRef: string,
  options: { readonly by: string; readonly dryRun: boolean },
  report: Report,
) {
  const request = parseEnrolRequest(await requestText(file), file.name)
  const org = await findOrg(session.reader(), orgRef)
  const { db, journal, keys } = session.writing()
  const office = session.office()
  if (request.replica === keys.replica) {
    refuse(
      'enrol-own-request',
      `“${file.name}”是本机自己的申请。请把它交给上级团组织批准。`,
      `"${file.name}" is this PC's own request. Hand it to the office above for approval.`,
    )
  }
  const { ever } = surveyTerritory(db, office)
  if (db.prepare(`SELECT id FROM ${ever} WHERE id = ?`).get(org.id) === undefined) {
    refuse(
      'org-not-yours',
      `“${org.name}”不在本单位之下，不能由本单位批准。请让它的上级批准。`,
      `"${org.name}" does not lie below yours, so you cannot approve it. The office above it has to.`,
      { org: org.id },
    )
  }
  refuseOtherOrg(session, request, org)
  const name = org.short_name ?? org.name
  const known = knownCertificates(db).get(request.replica)
  const subject = {
    replica: request.replica,
    org: org.id,
    name,
    signKey: request.signKey,
    recipient: request.recipient,
  }
  const certificate = known?.issuer === keys.replica ? known : issueCertificate(keys, subject)
  const direction = org.id === office ? 'beside' : 'down'
  const label = { what: 'enrol-approve', name }
  if (certificate !== known) {
    await journal.write({ label, actor: options.by, dryRun: options.dryRun }, set => {
      set.create('certificate', certificateFields(certificate))
      savePeer(db, certificate, direction)
    })
  }
  const brief = { replica: request.replica, name, fingerprint: request.fingerprint, org: org.id }
  if (options.dryRun) return { ...brief, file: new File([], ''), changes: 0 }
  const peer = readPeer(db, request.replica)
  if (peer === undefined) throw new Error('invariant broken: an approved replica is a peer')
  const fresh: Peer = { ...peer, acked: { pos: 0, hash: '' } }
  const packet = await exportPacket(session, fresh, report, { approval: certificate })
  return { ...brief, file: packet.file, changes: packet.changes }
}

/** A PC that was approved for one organization cannot become another's: its key would speak for both. */
function refuseOtherOrg(
  session: Session,
  request: EnrolRequest,
  org: { readonly id: string; readonly name: string },
): void {
  const known = knownCertificates(session.writing().db).get(request.replica)
  if (known === undefined || known.issuer === known.replica || known.org === org.id) return
  refuse(
    'enrol-other-org',
    `这台电脑已经批准给“${known.name}”。要改给“${org.name}”，请先吊销，再让它重新申请。`,
    `This PC was approved for "${known.name}". To give it to "${org.name}", revoke it and let it request anew.`,
    { replica: request.replica },
  )
}

/**
 * Opens the approval: from now on this PC works for its organization under the district's root, whose fingerprint is
 * answered to be confirmed by telephone; `expect` refuses any other. What the office above sent with it is taken in.
 */
export async function acceptEnrolment(
  session: Session,
  file: File,
  options: { readonly by: string; readonly dryRun: boolean; readonly expect: string | undefined },
  report: Report,
) {
  const { keys, db } = session.writing()
  const workFolder = await inboxOf(session)
  const before = session.identity()
  const certificates = knownCertificates(db)
  const known = [...certificates.values()].find(c => c.replica === keys.replica && c.issuer !== c.replica)
  const expect = options.expect
  await using packet = await openPacket({
    source: file,
    keys,
    workFolder,
    trust: {
      trustsRoot: root => expect === undefined || isSameFingerprint(expect, fingerprint(root)),
      mayIssue: () => true,
      isRevoked: () => false,
    },
  })
  const chain = approvedChain(packet, keys)
  const [own] = chain
  if (own === undefined) throw new Error('invariant broken: an approval brings a certificate')
  if (known && known.org !== own.org) {
    refuse(
      'enrol-already',
      `本机已经加入“${known.name}”的台账，不能再加入“${own.name}”。`,
      `This PC has joined as "${known.name}" already; it cannot join as "${own.name}".`,
    )
  }
  for (const certificate of chain.toReversed()) note(certificates, certificate)
  const survey = await surveyPacket(packet, certificates, session.writing().journal.changes.isKnown, report)
  const { manifest, root } = packet
  const rootFingerprint = fingerprint(root)
  const warnings: Text[] = []
  const put = db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)')
  const result = await applyOpened(
    session,
    packet,
    file,
    certificates,
    survey,
    { by: options.by, preview: options.dryRun, again: true },
    report,
    () => {
      put.run('office', own.org)
      put.run('name', own.name)
      put.run('root', rootFingerprint)
      const sender = packet.certificates[0]
      if (sender) savePeer(db, sender, sender.org === own.org ? 'beside' : 'up')
    },
  )
  if (result.status === 'refused') throw new Refusal(result.code, result.message)
  if (before?.state === 'ready' && before.office !== own.org && !options.dryRun) {
    await joinOwnRoot(session, before.office, own.org, options.by)
    const doubles = countDoubles(session)
    if (doubles > 0) {
      warnings.push({
        zh: `有 ${doubles} 人本机和上级都登记了（身份证号相同），请核对后合并。`,
        en: `${doubles} people were recorded both here and above (same ID number). Check and merge them.`,
      })
    }
  }
  return {
    replica: keys.replica,
    name: own.name,
    fingerprint: rootFingerprint,
    org: own.org,
    orgName: own.name,
    parent: manifest.from.name,
    changes: survey.total,
    warnings: [...warnings, ...result.warnings],
  }
}

/** What this PC called its organization before it was enrolled is the same as what the office above calls it. */
async function joinOwnRoot(session: Session, was: string, is: string, by: string): Promise<void> {
  const { journal } = session.writing()
  const [kept, lost] = was < is ? [was, is] : [is, was]
  await journal.write({ label: { what: 'merge', pairs: 1 }, actor: by }, set => {
    const saw = [...new Set(Object.values(journal.absorber.headsOf(lost) ?? {}).flat())].sort()
    set.create('merge', { of_entity: 'org', kept, lost, saw })
  })
}

function countDoubles(session: Session): number {
  const row = session
    .writing()
    .db.prepare<[], { n: number }>(
      'SELECT count(*) AS n FROM (SELECT id_number FROM person WHERE id_number IS NOT NULL GROUP BY id_number HAVING count(*) > 1)',
    )
    .get()
  return row?.n ?? 0
}

/** Revokes a replica's key: what it writes after what was accepted so far is held until somebody admits it. */
export async function revokeReplica(session: Session, replica: string, by: string, dryRun: boolean) {
  const { db, journal } = session.writing()
  const certificate = knownCertificates(db).get(replica)
  if (certificate === undefined) {
    refuse(
      'replica-unknown',
      `没有编号为“${replica}”的电脑。请在往来单位的列表里查看。`,
      `There is no PC "${replica}". Look it up in the list of offices.`,
      { replica },
    )
  }
  const office = session.office()
  const { ever } = surveyTerritory(db, office)
  const isBelow = db.prepare(`SELECT id FROM ${ever} WHERE id = ?`).get(certificate.org) !== undefined
  if (!isBelow || replica === journalReplica(session)) {
    refuse(
      'revoke-not-yours',
      `“${certificate.name}”的密钥不能由本机吊销，请由它的上级吊销。`,
      `The key of "${certificate.name}" cannot be revoked here; the office above it has to do it.`,
      { replica },
    )
  }
  const accepted = db
    .prepare<[string], { entry: string }>(
      `SELECT w.id || ':' || max(c.n) AS entry FROM writer w JOIN change c ON c.writer = w.no
       WHERE w.replica = ? GROUP BY w.no ORDER BY w.id`,
    )
    .all(replica)
    .map(row => row.entry)
  const label = { what: 'enrol-revoke', name: certificate.name }
  const { changeSet } = await journal.write({ label, actor: by, dryRun }, set =>
    set.create('revocation', { replica, accepted }),
  )
  return { replica, name: certificate.name, changeSet }
}

function journalReplica(session: Session): string {
  return session.writing().keys.replica
}
