import { sql } from 'kysely'
import type { Holder } from '#contract/trash.ts'
import type { Reader } from '#db/sqlite/tables.ts'

/**
 * Which other offices hold a record, as far as is known here: what was offered to each, in which packet it went, up to
 * where their receipts reach, and what came from there.
 */
export async function readHolders(reader: Reader, thing: string): Promise<Holder[]> {
  const rows = sql<{
    replica: string
    org: string
    name: string
    direction: 'up' | 'down'
    offered: number
    last: number | null
    acked: number
    sent: number | null
    at: string | null
    sent_pos: number | null
    changes: number
    taken: number
  }>`(
    SELECT p.replica, p.org, p.name, p.direction, p.acked_pos AS acked,
      (SELECT count(*) FROM change c WHERE c.thing = ${thing}) AS changes,
      (SELECT count(*) FROM change c JOIN offer o ON o.peer = p.replica AND o.change = c.no WHERE c.thing = ${thing})
        AS offered,
      (SELECT max(o.pos) FROM change c JOIN offer o ON o.peer = p.replica AND o.change = c.no
        WHERE c.thing = ${thing}) AS last,
      (SELECT count(*) FROM change c JOIN taken t ON t.peer = p.replica AND t.change = c.no WHERE c.thing = ${thing})
        AS taken,
      (SELECT max(s.number) FROM sent s WHERE s.peer = p.replica) AS sent,
      (SELECT s.at FROM sent s WHERE s.peer = p.replica ORDER BY s.number DESC LIMIT 1) AS at,
      (SELECT max(s.pos) FROM sent s WHERE s.peer = p.replica) AS sent_pos
    FROM peer p
  )`
  const found = await reader
    .selectFrom(rows.as('row'))
    .selectAll()
    .orderBy('direction', 'desc')
    .orderBy('name')
    .execute()
  const holders: Holder[] = []
  for (const { org, name, direction, last, acked, sent_pos, taken, offered, changes, replica } of found) {
    const isSent = last !== null && sent_pos !== null
    if (!isSent && taken === 0) continue
    const packet = isSent
      ? await reader
          .selectFrom('sent')
          .where('peer', '=', replica)
          .where('pos', '>=', Math.min(last, sent_pos))
          .select(['number', 'at'])
          .orderBy('number')
          .executeTakeFirst()
      : undefined
    holders.push({
      org,
      name,
      direction,
      how: isSent && last <= acked ? 'confirmed' : taken > 0 ? 'theirs' : 'sent',
      isWhole: offered + taken >= changes,
      number: packet?.number ?? null,
      at: packet?.at ?? null,
    })
  }
  return holders
}
