import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { handed } from '#db/packets/status/packet-log.ts'
import type { Session } from '#db/session.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Peer } from './offers.ts'

type Step = {
  readonly replica: string
  readonly number: number
  /** It is about to be written to a stick, lies there whole, or could not be written. */
  readonly how: 'leaving' | 'there' | 'stayed'
}

/** Notes how far a packet has come. One that began to leave and was not heard of again may lie anywhere. */
export function noteHanded(session: Session, { replica, number, how }: Step): { known: boolean } {
  const { db } = session.writing()
  const [from, to] = {
    leaving: [[handed.kept], handed.leaving] as const,
    there: [[handed.kept, handed.leaving], handed.there] as const,
    stayed: [[handed.leaving], handed.kept] as const,
  }[how]
  db.prepare(
    `UPDATE sent SET handed = ? WHERE peer = ? AND number = ? AND handed IN (SELECT value FROM json_each(?))`,
  ).run(to, replica, number, JSON.stringify(from))
  return {
    known:
      prepareOnce(db, 'SELECT 1 FROM sent WHERE peer = ? AND number = ?').get(replica, number) !== undefined,
  }
}

/**
 * Takes back the last packet for a peer if it never left this PC, so that the next one has its number: a number that
 * nobody ever sees would be asked for. The list of offers is as it was before it.
 */
export function withdraw(db: Connection, peer: string): string | undefined {
  const last = prepareOnce<[string], { number: number; file: string; handed: number }>(
    db,
    'SELECT number, file, handed FROM sent WHERE peer = ? ORDER BY number DESC LIMIT 1',
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
