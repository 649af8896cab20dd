import type { Range } from '#db/journal/change.ts'
import { returnsInForce } from '#db/packets/status/returns-in-force.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { acceptedRanges } from '../../trust/revoking.ts'

/** How many changes of a revoked key wait for somebody to decide. */
export function heldOf(db: Connection, replica: string): number {
  return countOf(db, heldRanges(db, replica))
}

/** What of a packet is held back, and counts for nothing: whose it is, and how much of it. */
export type HeldBack = {
  readonly ranges: readonly Range[]
  readonly of: readonly { readonly replica: string; readonly changes: number; readonly isTold: boolean }[]
}

/**
 * Of the changes between these two numbers, those of keys that were revoked before they came. `isTold`: their revocation
 * came with them, and its own sentence says how much it leaves out.
 */
export function heldBetween(db: Connection, [first, last]: readonly [number, number]): HeldBack {
  const replicas = prepareOnce<[number, number], string>(
    db,
    `SELECT DISTINCT w.replica FROM revocation v JOIN writer w ON w.replica = v.replica
     WHERE EXISTS (SELECT 1 FROM change c WHERE c.writer = w.no AND c.no BETWEEN ? AND ?)`,
  )
    .pluck()
    .all(first, last)
  const told = prepareOnce<[number, number, string]>(
    db,
    `SELECT 1 FROM change c WHERE c.no BETWEEN ? AND ? AND c.entity = 'revocation'
       AND c.body ->> '$.set.all.replica' = ?`,
  )
  const all: Range[] = []
  const of = replicas.flatMap(replica => {
    const ranges = heldRanges(db, replica)
    const changes = countOf(db, ranges, [first, last])
    if (changes === 0) return []
    all.push(...ranges)
    return [{ replica, changes, isTold: told.get(first, last, replica) !== undefined }]
  })
  return { ranges: all, of }
}

/** Whether the change that a writer (its id) wrote under this number lies in ranges that are given as JSON. */
export const isWithin = (ranges: string, writer: string, n: string): string =>
  `EXISTS (SELECT 1 FROM json_each(${ranges}) held WHERE held.value ->> 0 = ${writer}
     AND ${n} BETWEEN held.value ->> 1 AND held.value ->> 2)`

/** The numbers of a revoked key's changes that no revocation of it accepts and nobody has decided about. */
export function heldRanges(db: Connection, replica: string): Range[] {
  const here = acceptedRanges(db, replica).flatMap(rangeIn)
  if (here.length === 0) return []
  const accepted = db
    .prepare<[string], string>('SELECT accepted FROM revocation WHERE replica = ?')
    .pluck()
    .all(replica)
    .map(list => (JSON.parse(list) as string[]).flatMap(rangeIn))
  const beyond = accepted.flatMap(ranges => without(here, ranges))
  if (beyond.length === 0) return []
  const decided = db
    .prepare<[{ replica: string; returns: string }], Range>(
      `WITH force AS MATERIALIZED (SELECT value AS no FROM json_each(@returns))
       SELECT n.writer, n.from_n, n.to_n FROM writer w CROSS JOIN named n INDEXED BY named_range ON n.writer = w.id
         JOIN change k ON k.no = n.change JOIN writer kw ON kw.no = k.writer
       WHERE w.replica = @replica AND kw.replica <> w.replica AND CASE k.kind
         WHEN 'return' THEN k.no IN (SELECT no FROM force)
         -- whoever took his word back has decided nothing
         ELSE NOT EXISTS (SELECT 1 FROM named b WHERE b.writer = kw.id AND k.n BETWEEN b.from_n AND b.to_n
           AND b.change IN (SELECT no FROM force)) END`,
    )
    .raw()
    .all({ replica, returns: JSON.stringify(returnsInForce(db)) })
  return without(united(beyond), decided)
}

/** `writer:from-to`, as a revocation writes it. */
function rangeIn(entry: string): Range[] {
  const found = /^(.+):(\d+)-(\d+)$/.exec(entry)
  return found === null ? [] : [[found[1] ?? '', Number(found[2]), Number(found[3])]]
}

const byPlace = (a: Range, b: Range) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1])

function united(ranges: readonly Range[]): Range[] {
  const found: [string, number, number][] = []
  for (const [writer, from, to] of ranges.toSorted(byPlace)) {
    const last = found.at(-1)
    if (last !== undefined && last[0] === writer && from <= last[2] + 1) last[2] = Math.max(last[2], to)
    else found.push([writer, from, to])
  }
  return found
}

/** What of these ranges lies in none of the others. */
function without(ranges: readonly Range[], others: readonly Range[]): Range[] {
  const perWriter = Map.groupBy(united(others), ([writer]) => writer)
  return ranges.flatMap(([writer, from, to]) => {
    const left: Range[] = []
    let at = from
    for (const [, start, end] of perWriter.get(writer) ?? []) {
      if (end < at || start > to) continue
      if (start > at) left.push([writer, at, start - 1])
      at = end + 1
    }
    if (at <= to) left.push([writer, at, to])
    return left
  })
}

/** Of these, those that somebody can decide about: who may speak for whom is never let in afterwards. */
export function countOf(
  db: Connection,
  names: readonly Range[],
  [first, last]: readonly [number, number] = [0, Number.MAX_SAFE_INTEGER],
): number {
  if (names.length === 0) return 0
  const row = db
    .prepare<[string, number, number], { n: number }>(
      `SELECT count(*) AS n FROM json_each(?) r JOIN writer w ON w.id = r.value ->> 0
         JOIN change c ON c.writer = w.no AND c.n BETWEEN r.value ->> 1 AND r.value ->> 2
       WHERE c.kind <> 'admit' AND c.entity NOT IN ('certificate', 'revocation')
         AND c.no BETWEEN ? AND ?`,
    )
    .get(JSON.stringify(names), first, last)
  return row?.n ?? 0
}
