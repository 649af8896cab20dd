import { awaited, type PacketLogEntry } from '#contract/packets/packets.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { eachOnce, givenBackByOthers, placeOf } from './returns-in-force.ts'

/** How far a packet has come, as its row says: in the outbox only, where it was meant to lie, or somewhere on its way. */
export const handed = { kept: 0, there: 1, leaving: 2 } as const

type Common = {
  readonly peer: string
  readonly name: string
  readonly direction: string
  readonly number: number
  readonly at: string
}
type Sent = Common & {
  readonly pos: number
  readonly before: number
  readonly acked: number
  readonly file: string
  readonly sha256: string
  readonly handed: number
}
type Received = Common & { readonly first: number | null; readonly last: number; readonly own: number }
type Waiting = Common & { readonly heard: number; readonly awaits: string }

/**
 * The packets sent and received last, newest first; those that wait stand before all others. Read off what was noted
 * of them and off the journal; of a packet that was sent, its changes are those beyond the one before it.
 */
export function readPacketLog(db: Connection, limit: number): PacketLogEntry[] {
  const returned = returnedByOthers(db)
  const elsewhere = returned.filter(change => change.here === 0).map(change => change.no)
  const sent = [...Map.groupBy(sentLast(db, limit), row => row.peer)].flatMap(([peer, rows]) => {
    const positions = offersReturned(db, peer, elsewhere)
    return rows.map(row => sentEntry(row, positions))
  })
  const all = returned.map(change => change.no)
  const received = receivedLast(db, limit).map(row => receivedEntry(row, all))
  const done = [...sent, ...received].toSorted((a, b) => b.at.localeCompare(a.at))
  return [...allWaiting(db).map(waitingEntry), ...done].slice(0, limit)
}

const peerColumns = 'p.replica AS peer, p.name, p.direction'

function sentLast(db: Connection, limit: number): Sent[] {
  return db
    .prepare<[number], Sent>(
      `SELECT ${peerColumns}, s.number, s.at, s.pos, s.file, s.sha256, s.handed,
         coalesce((SELECT max(b.pos) FROM sent b WHERE b.peer = s.peer AND b.number < s.number), 0) AS before,
         s.pos <= p.acked_pos AND EXISTS (
           SELECT 1 FROM sent t WHERE t.peer = s.peer AND t.pos = p.acked_pos AND t.hash = p.acked_hash) AS acked
       FROM sent s JOIN peer p ON p.replica = s.peer ORDER BY s.at DESC, s.number DESC LIMIT ?`,
    )
    .all(limit)
}

function sentEntry(row: Sent, positions: readonly number[]): PacketLogEntry {
  return {
    ...common(row, 'sent'),
    changes: row.pos - row.before,
    state: row.acked === 1 ? 'acknowledged' : row.handed === handed.there ? 'sent' : 'kept',
    returned: countBetween(positions, row.before + 1, row.pos),
    missing: null,
    awaits: null,
    file: row.file,
    sha256: row.sha256,
  }
}

function receivedLast(db: Connection, limit: number): Received[] {
  return db
    .prepare<[number], Received>(
      `SELECT ${peerColumns}, r.number, r.at, s.first_change AS first, s.last_change AS last,
         (SELECT count(DISTINCT n.change) FROM named n JOIN change c ON c.no = n.change JOIN writer w ON w.no = c.writer
          WHERE n.change BETWEEN s.first_change AND s.last_change
            AND w.replica = (SELECT value FROM meta WHERE key = 'replica')) AS own
       FROM received r JOIN peer p ON p.replica = r.peer LEFT JOIN change_set s ON s.no = r.change_set
       ORDER BY r.no DESC LIMIT ?`,
    )
    .all(limit)
}

function receivedEntry(row: Received, returned: readonly number[]): PacketLogEntry {
  const { first, last, own } = row
  return {
    ...common(row, 'received'),
    // What was given back while it was taken in stands among its changes, and is not its own.
    changes: first === null ? 0 : last - first + 1 - own,
    state: first === null ? 'duplicate' : 'applied',
    returned: first === null ? 0 : countBetween(returned, first, last),
    missing: null,
    awaits: null,
    file: null,
    sha256: null,
  }
}

function allWaiting(db: Connection): Waiting[] {
  return db
    .prepare<[], Waiting>(
      `SELECT ${peerColumns}, q.number, q.at, q.awaits,
         coalesce((SELECT max(number) FROM received r WHERE r.peer = q.peer), 0) AS heard
       FROM waiting q JOIN peer p ON p.replica = q.peer ORDER BY q.at DESC, q.number DESC`,
    )
    .all()
}

function waitingEntry(row: Waiting): PacketLogEntry {
  const [from, to] = [row.heard + 1, row.number - 1]
  const awaits = awaited.find(one => one === row.awaits) ?? 'earlier'
  return {
    ...common(row, 'received'),
    changes: null,
    state: 'waiting',
    returned: 0,
    missing: awaits === 'earlier' && from <= to ? { from, to } : null,
    awaits,
    file: null,
    sha256: null,
  }
}

function common({ peer, name, direction, number, at }: Common, way: PacketLogEntry['direction']) {
  const peerDirection: PacketLogEntry['peerDirection'] =
    direction === 'up' ? 'up' : direction === 'down' ? 'down' : 'beside'
  return { direction: way, peer, name, peerDirection, number, at }
}

type ReturnedChange = { readonly no: number; readonly here: number }

/** The changes, by local number and in order, that somebody else than their author gave back; whether that was here. */
function returnedByOthers(db: Connection): readonly ReturnedChange[] {
  const own = db.prepare<[], string>("SELECT value FROM meta WHERE key = 'replica'").pluck().get()
  // What was given back here stays so, whoever else gave it back later.
  const given = givenBackByOthers(db).map(range => ({ ...range, here: range.by === own ? 1 : 0 }))
  const ranges = eachOnce(given.toSorted((a, b) => b.here - a.here)).map(
    ({ writer, from, to, here }) => [writer, from, to, here] as const,
  )
  return db
    .prepare<[string], ReturnedChange>(
      `SELECT t.no, e.value ->> 3 AS here FROM json_each(?) e
         CROSS JOIN change t ON t.writer = e.value ->> 0 AND t.n BETWEEN e.value ->> 1 AND e.value ->> 2
       ORDER BY t.no`,
    )
    .all(JSON.stringify(ranges))
}

/** Where in a peer's offers these changes stand, in order. */
function offersReturned(db: Connection, peer: string, changes: readonly number[]): readonly number[] {
  return db
    .prepare<[string, string], { pos: number }>(
      `SELECT o.pos FROM json_each(?) e JOIN offer o ON o.peer = ? AND o.change = e.value ORDER BY o.pos`,
    )
    .all(JSON.stringify(changes), peer)
    .map(row => row.pos)
}

function countBetween(sorted: readonly number[], from: number, to: number): number {
  return placeOf(sorted, to + 1) - placeOf(sorted, from)
}
