import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { handed } from '#db/packets/status/packet-log.ts'
import type { Session } from '#db/session.ts'
import { refuse } from '#db/shared/refusal.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Peer } from './offers.ts'

type Step = {
  readonly replica: string
  readonly number: number
  /** It is about to be written to a stick, lies there whole, or could not be written. */
  readonly how: 'leaving' | 'there' | 'stayed'
  readonly sha256?: string | undefined
}

/**
 * Notes how far a packet has come. One that began to leave and was not heard of again may lie anywhere. Refuses one that was
 * made anew meanwhile, as in another window of this PC: of two files under one number only the last is ever given away.
 */
export function noteHanded(session: Session, { replica, number, how, sha256 }: Step): { known: boolean } {
  const { db } = session.writing()
  const kept = prepareOnce<[string, number], { sha256: string }>(
    db,
    'SELECT sha256 FROM sent WHERE peer = ? AND number = ?',
  ).get(replica, number)
  if (how !== 'stayed' && sha256 !== undefined && kept?.sha256 !== sha256) {
    refuse(
      'packet-remade',
      `第 ${number} 号数据包在另一个窗口重新制作过，这个文件已经作废，没有保存。请关闭这里，从收发记录里保存新的一个。`,
      `Packet no. ${number} was made anew in another window; this file is void and was not saved. Close this and save the new one under "Sent and received".`,
      { number },
    )
  }
  const [from, to] = {
    leaving: [[handed.kept], handed.leaving] as const,
    there: [[handed.kept, handed.leaving], handed.there] as const,
    stayed: [[handed.leaving], handed.kept] as const,
  }[how]
  db.prepare(
    `UPDATE sent SET handed = ? WHERE peer = ? AND number = ? AND handed IN (SELECT value FROM json_each(?))`,
  ).run(to, replica, number, JSON.stringify(from))
  return { known: kept !== undefined }
}

/**
 * Takes back the last packet for a peer if it never left this PC, so that the next one has its number: a number that
 * nobody ever sees would be asked for. The list of offers is as it was before it.
 */
export function withdraw(db: Connection, peer: string): string | undefined {
  const last = prepareOnce<[string], { number: number; file: string; handed: number }>(
    db,
    'SELECT number, file, handed FROM sent WHERE peer = +? ORDER BY number DESC LIMIT 1',
  ).get(peer)
  if (last?.handed !== handed.kept) return undefined
  prepareOnce(db, 'DELETE FROM sent WHERE peer = ? AND number = ?').run(peer, last.number)
  prepareOnce(
    db,
    `DELETE FROM offer WHERE peer = @peer AND pos > (SELECT coalesce(max(pos), 0) FROM sent WHERE peer = @peer)`,
  ).run({ peer })
  return last.file
}

/** The same, with its file in the outbox; packets before it that never left go with it. */
export async function withdrawUnhanded(session: Session, peer: Peer): Promise<void> {
  const { db } = session.writing()
  for (;;) {
    const file = db.transaction(() => withdraw(db, peer.replica))()
    if (file === undefined) return
    await rm(join(session.folder, 'outbox', file), { force: true })
  }
}
