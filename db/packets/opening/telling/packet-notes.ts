import { basename } from 'node:path'
import { replicaOf } from '#db/journal/names.ts'
import type { OpenedPacket } from '#db/packets/format/open-packet.ts'
import type { Top } from '#db/packets/format/packet-manifest.ts'
import type { PacketSource } from '#db/packets/format/packet-source.ts'
import { isSealedBy } from '#db/packets/format/range-seal.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { noteStatement, noteWarning, savePeer } from '../../offers/peer-store.ts'
import { isSealKept, noteGaps, saveSeal } from '../../trust/proof.ts'
import { refreshDirections, standingOf } from '../../trust/standing.ts'
import { keepFile, laidAsideOf } from '../aside/aside.ts'
import { placesOf } from '../incoming.ts'
import { saveCards } from '../lines/cards.ts'
import type { Outcome, Weighed } from '../outcome.ts'
import { type Awaits, WaitingAgain } from '../waiting-again.ts'

/** Whether everything before this packet's beginning is here: it begins at 0, or at a place that was reached. */
export function isCovered(
  db: Connection,
  peer: string,
  top: { readonly pos: number; readonly hash: string },
): boolean {
  if (top.pos === 0) return true
  const row = db
    .prepare<[string, number, string], { no: number }>(
      'SELECT no FROM received WHERE peer = ? AND pos = ? AND hash = ?',
    )
    .get(peer, top.pos, top.hash)
  return row !== undefined
}

/**
 * New changes under a number that was seen before: the sender's list of offers turned out otherwise than it was. A
 * backup was restored there, or two PCs work with one key. Its work is wanted; a person should know.
 */
export function warnOfOtherJournal(
  db: Connection,
  { packet: { manifest } }: Weighed,
  name: Text,
  outcome: Outcome,
): void {
  const { from, number, toTop } = manifest
  const seen = db
    .prepare<[string, number, string], { number: number }>(
      'SELECT number FROM received WHERE peer = ? AND number >= ? AND hash <> ? LIMIT 1',
    )
    .get(from.replica, number, toTop.hash)
  if (seen === undefined) return
  outcome.otherJournal = true
  outcome.warnings.push({
    zh: `“${name.zh}”的台账和以前收到的接不上：可能恢复过备份，或有两台电脑共用一套密钥。内容已并入。若是第二台电脑，请在那台电脑的“设置”里改用自己的密钥，再申请加入。`,
    en: `The registry of "${name.en}" does not follow on what came from it before: a backup was restored there, or two PCs share one key. Its changes were taken in. If it is a second PC, let it take keys of its own in its settings and ask to join.`,
  })
}

/** Notes what a packet brought beside its changes, in the same transaction. */
export function commitLocal(
  session: Session,
  weighed: Weighed,
  changeSet: number | null,
  outcome: Outcome,
  at: string,
): void {
  const { db, journal } = session.writing()
  noteHeard(session, weighed, at)
  noteReached(session, weighed, changeSet, at)
  noteWarnings(db, weighed, outcome, at)
  // What it says of placements may have moved this office, or those that it hears: all of them are asked about.
  if (changeSet !== null && saysWhereOfficesStand(db, changeSet))
    refreshDirections(session, standingOf(db, journal))
}

/** Whether a change set holds an organization or its place, or what may let such a change count or count no more. */
function saysWhereOfficesStand(db: Connection, changeSet: number): boolean {
  const found = db
    .prepare<[number]>(
      `SELECT 1 FROM change_set s CROSS JOIN change c ON c.no BETWEEN s.first_change AND s.last_change
       WHERE s.no = ? AND (c.kind IN ('return', 'admit') OR c.entity IN ('org', 'placement', 'merge', 'revocation'))
       LIMIT 1`,
    )
    .get(changeSet)
  return found !== undefined
}

function noteWarnings(db: Connection, { sender }: Weighed, outcome: Outcome, at: string): void {
  const code = outcome.otherJournal ? 'other-journal' : 'journal'
  const kept = outcome.warnings.filter(warning => !outcome.passing.has(warning))
  for (const warning of kept.slice(0, 20)) {
    noteWarning(db, sender.certificate.replica, code, warning, at)
  }
}

function noteHeard(session: Session, { packet, sender, survey }: Weighed, at: string): void {
  const { db } = session.writing()
  const { have, aside } = packet.manifest
  const { certificate, relation } = sender
  savePeer(db, certificate, relation === 'above' ? 'up' : relation === 'beside' ? 'beside' : 'down')
  noteStatement(db, certificate.replica, have, aside, at)
  // A name for something that lies elsewhere is for the office above to tell.
  if (relation === 'above' || relation === 'beside') saveCards(db, survey.cards)
}

function noteReached(
  session: Session,
  { packet: { manifest, seals }, standing: { certificates }, survey }: Weighed,
  changeSet: number | null,
  at: string,
): void {
  const { db, journal } = session.writing()
  const { from, number, fromTop, toTop } = manifest
  prepareOnce(
    db,
    'INSERT OR IGNORE INTO received (peer, pos, hash, number, at, change_set) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(from.replica, toTop.pos, toTop.hash, number, at, changeSet)
  mirrorOffers(db, from.replica, fromTop, toTop)
  // It would wait for ever where it leans on a content of which another one counts here by now.
  prepareOnce(
    db,
    `UPDATE waiting SET awaits = '${'nothing' satisfies Awaits}' WHERE peer = ? AND hash IN (SELECT value FROM json_each(?))`,
  ).run(from.replica, JSON.stringify(survey.passed))
  // A range costs what it holds: no more of them are gone through again than the packet itself could hold.
  let budget = 4 * (toTop.pos - fromTop.pos) + 10_000
  for (const seal of seals) {
    const key = certificates.signKeyOf(replicaOf(seal.writer))
    if (key === undefined) continue
    // Most of what an office below passes on was sealed here, or has come before.
    if (!isSealKept(db, seal)) {
      if (!isSealedBy(seal, key)) continue
      saveSeal(db, seal)
    }
    if (budget > 0) budget -= noteGaps(db, journal, seal)
  }
}

/**
 * The sender's list of offers as it is now: what stood beyond the place where this packet begins stands there no
 * longer, and what stood before it only if that place is one of the list which is known here.
 */
function mirrorOffers(db: Connection, peer: string, fromTop: Top, toTop: Top): void {
  const isSameList =
    db
      .prepare('SELECT 1 FROM taken_top WHERE peer = ? AND pos = ? AND hash = ?')
      .get(peer, fromTop.pos, fromTop.hash) !== undefined
  const kept = isSameList ? fromTop.pos : 0
  prepareOnce(db, 'DELETE FROM taken WHERE peer = ? AND pos > ?').run(peer, kept)
  prepareOnce(db, 'DELETE FROM taken_top WHERE peer = ? AND pos > ?').run(peer, kept)
  prepareOnce(
    db,
    `INSERT OR IGNORE INTO taken (peer, pos, change)
     SELECT ?, p.pos, c.no FROM ${placesOf} p CROSS JOIN temp.incoming_writer i ON i.no = p.writer
       CROSS JOIN writer w ON w.id = i.id CROSS JOIN change c ON c.writer = w.no AND c.n = p.n`,
  ).run(peer)
  // Where the sender says two things, or another one than counts here, nobody can lean on that: it is sent whole.
  prepareOnce(
    db,
    `DELETE FROM taken WHERE peer = ? AND change IN (
       SELECT c.no FROM temp.place_other p CROSS JOIN temp.incoming_writer i ON i.no = p.writer
         CROSS JOIN writer w ON w.id = i.id CROSS JOIN change c ON c.writer = w.no AND c.n = p.n)`,
  ).run(peer)
  prepareOnce(db, 'INSERT OR REPLACE INTO taken_top (peer, pos, hash) VALUES (?, ?, ?)').run(
    peer,
    toTop.pos,
    toTop.hash,
  )
}

/**
 * Notes a packet of which everything was known already: its sender's statement counts all the same. Its end is a place
 * that was reached only if its beginning is one, too: what lies before it may still be unknown.
 */
export function noteDuplicate(
  session: Session,
  weighed: Weighed,
  isReached: boolean,
  outcome: Outcome,
  at: string,
): void {
  const { db } = session.writing()
  noteHeard(session, weighed, at)
  if (isReached) noteReached(session, weighed, null, at)
  noteWarnings(db, weighed, outcome, at)
}

/** How many packets may wait: of one sender, of all who stand elsewhere, and of all together. */
const mostWaiting = { perPeer: 20, elsewhere: 20, all: 200 }

const noteWaiting = `INSERT INTO waiting (peer, number, hash, file, needs_pos, at, awaits) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (peer, hash) DO UPDATE SET awaits = excluded.awaits`

/**
 * The next packet to this sender repeats all that it may see. Where both sides were restored, each one's packets would
 * otherwise name what the other has no longer, and wait for each other for ever.
 */
function leanOnNothing(db: Connection, peer: string): void {
  for (const table of ['taken', 'taken_top']) prepareOnce(db, `DELETE FROM ${table} WHERE peer = ?`).run(peer)
}

/** Keeps a packet, sealed as it came, until what it builds on has come. Its sender is answered. */
export async function keepWaiting(
  session: Session,
  weighed: Weighed,
  at: string,
  awaits: Awaits,
): Promise<void> {
  const { packet, source, survey } = weighed
  const { db, journal } = session.writing()
  const { from, number, fromTop, toTop } = packet.manifest
  refuseFlood(db, from.replica, toTop.hash, packet.name)
  const file = await keepFile(session, packet, source)
  db.transaction(() => {
    noteHeard(session, weighed, at)
    if (awaits === 'lacking') leanOnNothing(db, from.replica)
    prepareOnce(db, noteWaiting).run(from.replica, number, toTop.hash, file, fromTop.pos, at, awaits)
    const again = new WaitingAgain(db, journal.changes, today(session.clock))
    again.note({ peer: from.replica, hash: toTop.hash, awaits }, survey.lacked)
  })()
}

/** Keeps a packet from elsewhere unread: it is answered nothing, and asked again when more is known. */
export async function keepUnread(
  session: Session,
  packet: OpenedPacket,
  source: PacketSource,
  at: string,
): Promise<void> {
  const { db, journal } = session.writing()
  const { from, number, toTop } = packet.manifest
  // It was read when its sender was heard here, and what is left of it lies aside.
  if (laidAsideOf(db, packet) !== undefined) return
  refuseFlood(db, from.replica, toTop.hash, packet.name, true)
  const file = await keepFile(session, packet, source)
  db.transaction(() => {
    prepareOnce(db, noteWaiting).run(from.replica, number, toTop.hash, file, unread, at, 'elsewhere')
    const again = new WaitingAgain(db, journal.changes, today(session.clock))
    again.note({ peer: from.replica, hash: toTop.hash, awaits: 'elsewhere' }, undefined)
  })()
}

/** What a packet needs that waits because of where its sender stands. */
export const unread = -1

function refuseFlood(db: Connection, peer: string, hash: string, name: string, isUnread = false): void {
  if (prepareOnce(db, 'SELECT 1 FROM waiting WHERE peer = ? AND hash = ?').get(peer, hash) !== undefined)
    return
  const count = (where: string, ...values: (string | number)[]) =>
    db
      .prepare<(string | number)[], { n: number }>(`SELECT count(*) AS n FROM waiting ${where}`)
      .get(...values)?.n ?? 0
  const isFull =
    count('') >= mostWaiting.all ||
    count('WHERE peer = ?', peer) >= (isUnread ? 3 : mostWaiting.perPeer) ||
    (isUnread && count('WHERE needs_pos = ?', unread) >= mostWaiting.elsewhere)
  if (!isFull) return
  refuse(
    'packet-too-many-wait',
    `${basename(name)} 没有放进收件箱：等待处理的数据包已经太多。请先并入前面的数据包，再打开这一个。`,
    `${basename(name)} was not kept in the inbox: too many packets wait there already. Take the earlier ones in first, then open this one again.`,
    { file: name },
  )
}

/** Which of this office's packets the sender says to have, and how much of it was laid aside there. */
export function acknowledgement(db: Connection, { packet }: Weighed, name: Text): Text[] {
  const { from, have, aside } = packet.manifest
  if (have === null) return []
  const row = db
    .prepare<[string, number, string], { number: number }>(
      'SELECT max(number) AS number FROM sent WHERE peer = +? AND pos = +? AND hash = +?',
    )
    .get(from.replica, have.pos, have.hash)
  if (!row?.number) return []
  const { number } = row
  const count = aside.reduce((sum, [, first, last]) => sum + Math.max(0, last - first + 1), 0)
  const received = {
    zh: `${name.zh}已收到本单位第 ${number} 号及以前的数据包`,
    en: `${name.en} has your packets up to no. ${number}`,
  }
  if (count === 0) return [received]
  return [
    received,
    {
      zh: `其中 ${count} 条变更对方无法证实，已另存，还没有并入`,
      en: `${count} of these changes could not be proved there and ${count === 1 ? 'was' : 'were'} laid aside`,
    },
  ]
}
