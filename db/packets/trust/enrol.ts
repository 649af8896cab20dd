import { join } from 'node:path'
import { writeDurably } from '#db/files/durable-file.ts'
import { makePrivateFolder } from '#db/files/private-folder.ts'
import { versionOf } from '#db/journal/change.ts'
import type { ChangeSet } from '#db/journal/change-set.ts'
import type { Journal } from '#db/journal/journal.ts'
import { inspectPacket } from '#db/packets/format/inspect-packet.ts'
import { approvedChain } from '#db/packets/format/keys/approval.ts'
import { issueCertificate } from '#db/packets/format/keys/certificate.ts'
import {
  type EnrolRequest,
  enrolRequestText,
  isRequestText,
  parseEnrolRequest,
  requestText,
} from '#db/packets/format/keys/enrol-request.ts'
import { fingerprint, isSameFingerprint } from '#db/packets/format/keys/fingerprint.ts'
import { generateKeys } from '#db/packets/format/keys/keys.ts'
import { type OpenedPacket, openPacket } from '#db/packets/format/open-packet.ts'
import { requestName } from '#db/packets/format/packet-name.ts'
import { readingJournal } from '#db/registry/conflicts/conflicts.ts'
import { findOrg } from '#db/registry/find-org.ts'
import type { Session } from '#db/session.ts'
import type { Report } from '#db/shared/long-work.ts'
import { plural } from '#db/shared/plural.ts'
import { Refusal, refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { tidyText, wellFormed } from '#db/shared/tidy-text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { exportPacket } from '../offers/export-packet.ts'
import type { Peer } from '../offers/offers.ts'
import { readPeer, savePeer } from '../offers/peer-store.ts'
import { endIncoming } from '../opening/incoming.ts'
import { learnCertificates } from '../opening/placing.ts'
import { surveyPacket } from '../opening/survey.ts'
import { inboxOf, senderOf, takeSurveyed } from '../opening/take-one.ts'
import { certificateFields } from './certificates.ts'
import { noteCertified } from './renewing.ts'
import { knownName, nameInSentence, standingOf } from './standing.ts'

/** Writes this PC's request, and keeps it in `outbox/` too. In an empty folder it makes keys and a registry that waits for its approval. */
export async function requestEnrolment(session: Session, name: string) {
  const keys = session.exists() ? session.writing().keys : await generateKeys()
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

/** A stranger wrote it: without what turns the line around it, or hides in it. */
function shownName(name: string): string {
  return tidyText(wellFormed(name))
}

/** Tells whose a request or an approval says it is, with the fingerprint to be compared over the telephone. */
export async function inspectEnrolment(session: Session, file: File) {
  if (await isRequestText(file)) {
    const text = await requestText(file)
    const request = parseEnrolRequest(text, file.name)
    return {
      kind: 'request' as const,
      replica: request.replica,
      name: shownName(request.orgName),
      fingerprint: request.fingerprint,
    }
  }
  const keys = await session.keys()
  const workFolder = await inboxOf(session)
  const summary = await inspectPacket({ source: file, keys, workFolder })
  return {
    kind: 'approval' as const,
    replica: summary.manifest.from.replica,
    name: shownName(summary.manifest.from.name),
    fingerprint: summary.rootFingerprint,
  }
}

/**
 * As whose PC a replica is known here: by a certificate that counts today, or by one whose key was revoked since; null for
 * a new one. Asks over a connection with temporary tables.
 */
export function knownAs(db: Connection, replica: string) {
  const { certificates } = standingOf(db, readingJournal(db))
  const revoked = certificates.isRevoked(replica)
  const org = revoked ? certificates.of(replica).at(-1)?.org : certificates.officesOf(replica, 'today')[0]
  return org === undefined ? null : { org, name: nameInSentence(db, org), revoked }
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
  const { certificates } = standingOf(db, journal)
  if (!certificates.isAtOrAbove(office, org.id, 'today')) {
    refuse(
      'org-not-yours',
      `“${org.name}”不在本单位之下，不能由本单位批准。请让它的上级批准。`,
      `"${org.name}" does not lie below yours, so you cannot approve it. The office above it has to.`,
      { org: org.id },
    )
  }
  refuseOtherOrg(session, request, org)
  const name = org.short_name ?? org.name
  const known = certificates.of(request.replica).findLast(c => c.issuer === keys.replica && c.org === org.id)
  const subject = {
    replica: request.replica,
    org: org.id,
    name,
    signKey: request.signKey,
    recipient: request.recipient,
  }
  const certificate = known ?? issueCertificate(keys, subject)
  const direction = org.id === office ? 'beside' : 'down'
  const label = { what: 'enrol-approve', name }
  if (certificate !== known) {
    await journal.write({ label, actor: options.by, dryRun: options.dryRun }, set => {
      set.create('certificate', certificateFields(certificate))
      savePeer(db, certificate, direction)
    })
    if (!options.dryRun) noteCertified(session)
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
  const { db, journal } = session.writing()
  const { certificates } = standingOf(db, journal)
  if (certificates.isRevoked(request.replica)) {
    refuse(
      'enrol-revoked',
      '这台电脑的密钥已被吊销，不能再批准。请让对方在新的文件夹里重新申请。',
      'The key of this PC was revoked and cannot be approved again. Ask for a new request from a new folder.',
      { replica: request.replica },
    )
  }
  const [other] = certificates.officesOf(request.replica, 'today').filter(id => id !== org.id)
  if (other === undefined) return
  const name = nameInSentence(db, other)
  refuse(
    'enrol-other-org',
    `这台电脑已经批准给“${name.zh}”。要改给“${org.name}”，请先吊销，再让对方重新申请。`,
    `This PC was approved for "${name.en}". To give it to "${org.name}", revoke it first and have the office ask to join anew.`,
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
  const { keys } = session.writing()
  const workFolder = await inboxOf(session)
  const expect = options.expect
  await using packet = await openPacket({
    source: file,
    keys,
    workFolder,
    trust: { trustsRoot: root => expect === undefined || isSameFingerprint(expect, fingerprint(root)) },
  })
  return await joinBy(session, packet, file, options, report)
}

/** Joins by an approval that was opened and verified. */
export async function joinBy(
  session: Session,
  packet: OpenedPacket,
  file: File,
  options: { readonly by: string; readonly dryRun: boolean },
  report: Report,
) {
  const { keys, db, journal } = session.writing()
  const before = session.identity()
  const chain = approvedChain(packet, keys)
  const [own] = chain
  if (own === undefined) throw new Error('invariant broken: an approval brings a certificate')
  const { manifest, root } = packet
  refuseSecondRoot(session, own.org, root.replica)
  const sender = senderOf(packet)
  const standing = standingOf(db, journal, root.replica)
  const put = prepareOnce(db, 'INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)')
  const isJoining = before?.state === 'ready' && before.office !== own.org
  try {
    const survey = await surveyPacket(packet, db, journal, report)
    await learnCertificates(packet, survey, standing, report)
    standing.certificates.add(own)
    const relation = sender.org === own.org ? ('beside' as const) : ('above' as const)
    const result = await takeSurveyed(
      session,
      {
        ...{ packet, source: file, survey, standing, sender, relation, joins: own.org },
        ...{ isAgain: false, believed: new Set() },
      },
      { by: options.by, preview: options.dryRun, again: true },
      report,
      {
        called: shownName(packet.certificates[0]?.name ?? manifest.from.name),
        begin: () => {
          put.run('office', own.org)
          put.run('root', fingerprint(root))
          put.run('root_replica', root.replica)
          // A name of its own the registry has from its tables; until they are filled it is what the approval says.
          put.run('name', shownName(own.name))
        },
        // What this PC called its organization before is the same as what the office above calls it.
        finish: set => {
          if (isJoining) joinOwnRoot(set, journal, before.office, own.org)
        },
      },
    )
    if (result.status === 'refused') throw new Refusal(result.code, result.message)
    if (!options.dryRun) refuseUnjoined(session, own.org, packet.name)
    if (!options.dryRun) noteCertified(session)
    const doubles = isJoining && !options.dryRun ? countDoubles(session) : 0
    const warnings: Text[] = []
    if (doubles > 0) {
      warnings.push({
        zh: `有 ${doubles} 人本机和上级都登记了（身份证号相同），请核对后合并。`,
        en: `${plural(doubles, 'person was', 'people were')} registered both here and above (same ID number). Check and merge them.`,
      })
    }
    const name = knownName(db, own.org) ?? shownName(own.name)
    return {
      replica: keys.replica,
      name,
      fingerprint: fingerprint(root),
      org: own.org,
      orgName: name,
      parent: knownName(db, sender.org) ?? shownName(manifest.from.name),
      changes: survey.total,
      warnings: [...warnings, ...result.warnings],
    }
  } finally {
    endIncoming(db)
  }
}

/** An approval of which nothing went in, as of one that goes on from what this PC never had, makes it no office: nobody is to believe that it joined. */
function refuseUnjoined(session: Session, org: string, file: string): void {
  const now = session.identity()
  if (now?.state === 'ready' && now.office === org) return
  refuse(
    'approval-incomplete',
    `批准文件 ${file} 不完整，本机还没有加入。请上级用本机的入网申请再批准一次，换一份新的批准文件。`,
    `The approval ${file} is incomplete, and this PC has not joined. Ask the office above to approve this PC's request once more and send the new approval.`,
    { file },
  )
}

/** The root is confirmed once, and never replaced by a packet; and a PC works for one organization. */
function refuseSecondRoot(session: Session, org: string, root: string): void {
  const { db, keys, journal } = session.writing()
  const known = journal.changes.root()
  if (known === undefined || known === keys.replica) return
  const office = session.office()
  if (office !== org) {
    const name = nameInSentence(db, office)
    refuse(
      'enrol-already',
      `本机已经加入“${name.zh}”的台账，不能再加入别的单位。`,
      `This PC has joined as "${name.en}" already; it cannot join as another office.`,
    )
  }
  if (known === root) return
  refuse(
    'enrol-other-root',
    '这份批准文件来自另一个区的密钥，本机已经确认过自己的区级密钥，不能更换。',
    'This approval comes from another district key than the one that this PC confirmed, which cannot be replaced.',
  )
}

/** What this PC called its organization before it was enrolled is the same as what the office above calls it. */
function joinOwnRoot(set: ChangeSet, journal: Journal, was: string, is: string): void {
  const [kept, lost] = was < is ? [was, is] : [is, was]
  const heads = Object.values(journal.absorber.headsOf(lost) ?? {}).flat()
  // All of it, also what was corrected since: offices above take it as the same only where nothing of it could count again.
  const written = journal.changes.ofThing(lost).map(versionOf)
  const saw = [...new Set([...heads, ...written])].sort()
  set.create('merge', { of_entity: 'org', kept, lost, saw })
}

function countDoubles(session: Session): number {
  const { db } = session.writing()
  const row = db
    .prepare<[], { n: number }>(
      'SELECT count(*) AS n FROM (SELECT id_number FROM person WHERE id_number IS NOT NULL GROUP BY id_number HAVING count(*) > 1)',
    )
    .get()
  return row?.n ?? 0
}
