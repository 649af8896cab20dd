import { issueCertificate } from '#db/packets/format/keys/certificate.ts'
import type { Session } from '#db/session.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { noteWarning } from '../offers/peer-store.ts'
import { certificateFields } from './certificates.ts'
import { type Dependent, dependentsOf, partingOf, readDependents, refuseUnknownKept } from './dependents.ts'
import { noteCertified } from './renewing.ts'
import { acceptedRanges, mayRevoke } from './revoking.ts'
import { nameInSentence, standingOf } from './standing.ts'

type Options = {
  readonly by: string
  readonly dryRun: boolean
  readonly keep?: readonly string[]
  /** Lets go of the packets by these keys that wait here. */
  readonly anyway?: boolean
}

/** The PCs that work only because this one certified them, or somebody whom it certified: what a person chooses among. */
export function readCertifiedBy(session: Session, replica: string) {
  const { db, journal } = session.writing()
  const { certificates } = standingOf(db, journal)
  return readDependents(db, certificates, replica)
}

/**
 * Revokes a replica's key for ever: what it wrote beyond what lies here is held until somebody admits it. A thief may
 * have certified spare keys meanwhile, so of the PCs that this key let in, and those that these let in, only the ones
 * that a person names are kept; the others' certificates count no longer, and each of them can be approved anew.
 */
export async function revokeReplica(session: Session, replica: string, options: Options) {
  const { by, dryRun, keep = [], anyway = false } = options
  const { db, journal, keys } = session.writing()
  const { certificates } = standingOf(db, journal)
  const [certificate] = certificates.of(replica)
  if (certificate === undefined) {
    refuse(
      'replica-unknown',
      `没有编号为“${replica}”的电脑。请在往来单位的列表里查看。`,
      `There is no PC "${replica}". Look it up in the list of offices.`,
      { replica },
    )
  }
  const author = { replica: keys.replica, offices: [session.office()] }
  const nameOf = (org: string | undefined) => nameInSentence(db, org)
  const refuseNotYours = (name: { readonly zh: string; readonly en: string }): never =>
    refuse(
      'revoke-not-yours',
      `“${name.zh}”的密钥不能由本机吊销，请由它的上级吊销。`,
      `The key of "${name.en}" cannot be revoked here; the office above it has to do it.`,
      { replica },
    )
  const name = nameOf(certificates.officesOf(replica, 'ever')[0] ?? certificate.org)
  if (replica === keys.replica || !mayRevoke(replica, author, certificates)) refuseNotYours(name)
  const dependents = dependentsOf(certificates, replica)
  refuseUnknownKept(dependents, keep)
  const kept = new Set(keep)
  const { standing, renewed, revoked } = partingOf(dependents, replica, kept)
  for (const one of revoked) {
    const org = dependents.find(other => other.replica === one.replica)?.org
    if (!mayRevoke(one.replica, author, certificates)) refuseNotYours(nameOf(org))
  }
  if (!anyway) refuseWhileTheyWait(db, name, [replica, ...revoked.map(one => one.replica)])
  const certified = readDependents(db, certificates, replica).map(one => ({
    ...one,
    kept: kept.has(one.replica),
  }))
  const anew = renewed.flatMap(of => certificates.of(of).slice(-1))
  const at = session.clock.now().toISOString()
  const label = { what: 'enrol-revoke', name: name.zh }
  const { changeSet } = await journal.write({ label, actor: by, dryRun }, set => {
    set.create('revocation', { replica, accepted: acceptedRanges(db, replica), standing })
    for (const one of revoked) {
      const accepted = acceptedRanges(db, one.replica)
      set.create('revocation', { replica: one.replica, accepted, standing: one.standing })
    }
    for (const { replica: of, org, name: called, signKey, recipient } of anew) {
      const subject = { replica: of, org, name: called, signKey, recipient }
      set.create('certificate', certificateFields(issueCertificate(keys, subject)))
    }
    warnOfVoid(session, dependents, kept, at)
  })
  if (!dryRun) noteCertified(session)
  return { replica, name: name.zh, received: lastTakenIn(db, replica), changeSet, certified }
}

/** What came by a key and waits here is opened no more once the key is revoked: whoever wants it takes it in before. */
function refuseWhileTheyWait(db: Connection, name: Text, replicas: readonly string[]): void {
  const numbers = db
    .prepare<[string], number>(
      'SELECT DISTINCT number FROM waiting WHERE peer IN (SELECT value FROM json_each(?)) ORDER BY number',
    )
    .pluck()
    .all(JSON.stringify(replicas))
  if (numbers.length === 0) return
  const shown = numbers.slice(0, 10).join(', ')
  refuse(
    'revoke-packets-wait',
    `收件箱里还有这台电脑的数据包没有并入（${name.zh}，第 ${shown} 号），吊销以后就打不开了，里面的内容会丢失。请先并入，缺前面的向对方要；确实不要了的，再确认一次吊销。`,
    `Packets of this PC wait in the inbox (${name.en}, no. ${shown}): once it is revoked they cannot be opened, and what they hold is lost. Take them in first, and ask for what they wait for; if you do not want them, confirm once more.`,
    { replica: replicas[0], numbers },
  )
}

function lastTakenIn(db: Connection, replica: string): number {
  const last = prepareOnce<[string], number>(
    db,
    'SELECT coalesce(max(number), 0) FROM received WHERE peer = ?',
  )
  return last.pluck().get(replica) ?? 0
}

/** Whose certificate counts no longer is told where the offices are listed, with what to do. */
function warnOfVoid(
  session: Session,
  dependents: readonly Dependent[],
  kept: ReadonlySet<string>,
  at: string,
): void {
  const { db } = session.writing()
  const isPeer = prepareOnce(db, 'SELECT 1 FROM peer WHERE replica = ?')
  for (const { replica } of dependents) {
    if (kept.has(replica) || isPeer.get(replica) === undefined) continue
    noteWarning(
      db,
      replica,
      'certificate',
      {
        zh: '批准它的电脑已被吊销，它的证书随之无效。核实是本单位的电脑后，请重新批准。',
        en: 'The PC that approved it was revoked, so its certificate is no longer valid. Once you have made sure whose it is, approve it anew.',
      },
      at,
    )
  }
}
