import { join } from 'node:path'
import { writeDurably } from '#db/files/durable-file.ts'
import type { OpenedPacket } from '#db/packets/format/open-packet.ts'
import type { Manifest } from '#db/packets/format/packet-manifest.ts'
import { type PacketSource, sourceBytes } from '#db/packets/format/packet-source.ts'
import type { Session } from '#db/session.ts'
import type { Text } from '#db/shared/text.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { directionOf, noteStatement, noteWarning, readPeer, savePeer } from '../offers/peer-store.ts'
import { saveCards } from './cards.ts'
import type { Outcome } from './outcome.ts'
import type { Survey } from './read-packet.ts'

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
export function warnOfOtherJournal(db: Connection, { manifest }: OpenedPacket, outcome: Outcome): void {
  const { from, number, toTop } = manifest
  const seen = db
    .prepare<[string, number, string], { number: number }>(
      'SELECT number FROM received WHERE peer = ? AND number >= ? AND hash <> ? LIMIT 1',
    )
    .get(from.replica, number, toTop.hash)
  if (seen === undefined) return
  outcome.warnings.push({
    zh: `“${from.name}”的台账和以前收到的接不上：可能恢复过备份，或有两台电脑共用一套密钥。内容已并入。若是第二台电脑，请在那台电脑上单独申请加入。`,
    en: `The journal of "${from.name}" turned out otherwise than before: a backup was restored there, or two PCs share one key. Its work was taken in. If it is a second PC, it has to ask to join on its own.`,
  })
}

/** Notes what a packet brought beside its changes, in the same transaction. */
export function commitLocal(
  session: Session,
  packet: OpenedPacket,
  survey: Survey,
  changeSet: number,
  outcome: Outcome,
  at: string,
): void {
  const { db } = session.writing()
  noteHeard(session, packet, survey, at)
  noteReached(db, packet, changeSet, at)
  for (const warning of outcome.warnings) {
    noteWarning(db, packet.manifest.from.replica, 'journal', warning, at)
  }
}

function noteHeard(session: Session, packet: OpenedPacket, survey: Survey, at: string): void {
  const { db } = session.writing()
  const { from, have } = packet.manifest
  const [sender] = packet.certificates
  if (readPeer(db, from.replica) === undefined && sender) {
    savePeer(db, sender, directionOf(session, sender.org))
  }
  noteStatement(db, from.replica, have, at)
  saveCards(db, survey.cards)
}

function noteReached(db: Connection, { manifest }: OpenedPacket, changeSet: number | null, at: string): void {
  const { from, number, toTop } = manifest
  db.prepare(
    'INSERT OR IGNORE INTO received (peer, pos, hash, number, at, change_set) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(from.replica, toTop.pos, toTop.hash, number, at, changeSet)
}

/**
 * Notes a packet of which everything was known already: its sender's statement counts all the same. Its end is a place
 * that was reached only if its beginning is one, too: what lies before it may still be unknown.
 */
export function noteDuplicate(
  session: Session,
  packet: OpenedPacket,
  survey: Survey,
  isReached: boolean,
  at: string,
): void {
  const { db } = session.writing()
  db.transaction(() => {
    noteHeard(session, packet, survey, at)
    if (isReached) noteReached(db, packet, null, at)
  })()
}

/** Keeps a packet, sealed as it came, until what it builds on has come. */
export async function keepWaiting(
  session: Session,
  packet: OpenedPacket,
  source: PacketSource,
  at: string,
): Promise<void> {
  const { db } = session.writing()
  const { from, number, fromTop, toTop, have } = packet.manifest
  const inbox = join(session.folder, 'inbox')
  const file = join(inbox, `${packet.sealed.sha256}.llb`)
  await writeDurably(file, sourceBytes(source), { mode: 'private' })
  db.transaction(() => {
    const [sender] = packet.certificates
    if (readPeer(db, from.replica) === undefined && sender)
      savePeer(db, sender, directionOf(session, sender.org))
    noteStatement(db, from.replica, have, at)
    db.prepare(
      'INSERT OR IGNORE INTO waiting (peer, number, hash, file, needs_pos, at) VALUES (?, ?, ?, ?, ?, ?)',
    ).run(from.replica, number, toTop.hash, file, fromTop.pos, at)
  })()
}

/** Which of this office's packets the sender says to have. */
export function acknowledgement(db: Connection, { from, have }: Manifest): Text[] {
  if (have === null) return []
  const row = db
    .prepare<[string, number, string], { number: number }>(
      'SELECT max(number) AS number FROM sent WHERE peer = ? AND pos = ? AND hash = ?',
    )
    .get(from.replica, have.pos, have.hash)
  if (!row?.number) return []
  const { number } = row
  return [
    {
      zh: `${from.name}已收到本单位第 ${number} 号及以前的数据包`,
      en: `${from.name} has your packets up to no. ${number}`,
    },
  ]
}
