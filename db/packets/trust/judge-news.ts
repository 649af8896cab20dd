import { type Change, idOf, type Reason, rangesOf } from '#db/journal/change.ts'
import type { ChangeSet } from '#db/journal/change-set.ts'
import type { Certificate } from '#db/packets/format/certificate.ts'
import type { Session } from '#db/session.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { readPeer } from '../offers/peer-store.ts'
import type { Outcome } from '../opening/outcome.ts'
import { judgeAuthority } from './authority.ts'
import { surveyTerritory } from './territory.ts'

/**
 * Authority, judged once by the nearest office above the author, whatever the route; and that the packet's signer may
 * vouch for what came from below. What fails is returned with a reason and does not stop the others.
 */
export function judgeNews(
  session: Session,
  set: ChangeSet,
  news: readonly Change[],
  certificates: ReadonlyMap<string, Certificate>,
  sender: string,
  outcome: Outcome,
): void {
  const { db, journal } = session.writing()
  const office = session.office()
  const byReplica = Map.groupBy(news, change => change.origin.replica)
  const failed: { readonly change: Change; readonly reason: Reason }[] = []
  for (const [replica, changes] of byReplica) {
    const certificate = certificates.get(replica)
    if (certificate === undefined || certificate.issuer === replica) continue
    if (certificates.get(certificate.issuer)?.org !== office || certificate.org === office) continue
    const author = {
      office: certificate.org,
      names: namesOf(db, certificate.org, certificates),
      isTop: false,
    }
    failed.push(...judgeAuthority(db, journal, author, changes))
  }
  failed.push(...notVouchedFor(session, news, certificates, sender, new Set(failed.map(f => idOf(f.change)))))
  for (const [, same] of Map.groupBy(failed, item => item.reason.code)) {
    const reason = same[0]?.reason
    if (reason === undefined) continue
    set.giveBack(rangesOf(same.map(({ change }) => [change.origin.writer, change.n])), reason)
    for (const { change } of same) {
      const { code, zh, en } = reason
      outcome.returned.push({ entity: change.entity, id: change.thing, code, message: { zh, en } })
    }
  }
}

/** A packet from below vouches for what was written at or below its signer, and for what lies or ever lay there. */
function notVouchedFor(
  session: Session,
  news: readonly Change[],
  certificates: ReadonlyMap<string, Certificate>,
  sender: string,
  already: ReadonlySet<string>,
): { readonly change: Change; readonly reason: Reason }[] {
  const { db } = session.writing()
  const signer = certificates.get(sender)
  const peer = readPeer(db, sender)
  if (signer === undefined || peer?.direction === 'up' || signer.org === session.office()) return []
  const doubtful = news.filter(
    change => change.signature === null && change.origin.office !== signer.org && !already.has(idOf(change)),
  )
  if (doubtful.length === 0) return []
  const { ever } = surveyTerritory(db, signer.org)
  const lookUp = db.prepare<[string], { id: string }>(`SELECT id FROM ${ever} WHERE id = ?`)
  const reason: Reason = {
    code: 'not-vouched-for',
    zh: '这条内容不是送来数据包的单位或其下级写的，也不在它的范围内。',
    en: 'Neither the packet’s sender nor an office below it wrote this, and it does not lie in the sender’s part of the tree.',
  }
  return doubtful
    .filter(
      change => ![change.origin.office, change.thing, ...change.hangsOn].some(thing => lookUp.get(thing)),
    )
    .map(change => ({ change, reason }))
}

/** Under which office ids the PCs of an organization ever wrote. */
function namesOf(db: Connection, org: string, certificates: ReadonlyMap<string, Certificate>): string[] {
  const replicas = [...certificates.values()].filter(c => c.org === org).map(c => c.replica)
  const rows = db
    .prepare<[string], { office: string }>(
      `SELECT DISTINCT o.office FROM origin o JOIN writer w ON w.no = o.writer
       WHERE w.replica IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(replicas))
  return [...new Set([org, ...rows.map(row => row.office)])]
}
