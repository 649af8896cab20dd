import { type Change, digestOf } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import { replicaOf } from '#db/journal/names.ts'
import type { ReplicaKeys } from '#db/packets/format/keys/keys.ts'
import { packetLimits } from '#db/packets/format/packet-limits.ts'
import { isSealedBy, mostGaps, type RangeSeal, sealRange } from '#db/packets/format/range-seal.ts'
import { hashAfter, startHash } from '#db/packets/format/top-hash.ts'
import { inSlices } from '#db/shared/slices.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { sealCame } from '../opening/aside/tried-again.ts'
import { indexIncoming } from '../opening/incoming.ts'
import type { Certificates } from './certificates.ts'

/** How many changes are read at a time. */
const page = 1000

/** How many digests are kept: a bound on memory, whatever is exported. */
const mostDigests = 200_000

/** Digests that are asked for twice, by the seals of a packet and by its list of changes. */
export function keptDigests(): (change: Change) => string {
  const perWriter = new Map<string, Map<number, string>>()
  let kept = 0
  return change => {
    const { writer } = change.origin
    const known = perWriter.get(writer)?.get(change.n)
    if (known !== undefined) return known
    const digest = digestOf(change)
    if (kept++ < mostDigests) {
      const own = perWriter.get(writer) ?? new Map<number, string>()
      perWriter.set(writer, own.set(change.n, digest))
    }
    return digest
  }
}

/** The running hash over a writer's changes from one number to another, as they lie here; undefined where one is missing. */
export function hashOfRange(
  journal: Journal,
  writer: string,
  from: number,
  to: number,
  digest: (change: Change) => string = digestOf,
): string | undefined {
  const steps = hashing(journal, writer, from, to, digest)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

function* hashing(
  journal: Journal,
  writer: string,
  from: number,
  to: number,
  digest: (change: Change) => string,
): Generator<void, string | undefined> {
  let hash = startHash
  let next = from
  while (next <= to) {
    const some = journal.changes.someInRange(writer, next, to, page)
    if (some.length === 0) return undefined
    for (const change of some) {
      yield
      if (change.n !== next) return undefined
      hash = hashAfter(hash, writer, next, digest(change))
      next++
    }
  }
  return hash
}

/** Seals what this PC wrote since it last exported: one signature a range, which travels with the changes. */
export async function sealOwn(
  db: Connection,
  journal: Journal,
  keys: ReplicaKeys,
  digest: (change: Change) => string,
): Promise<void> {
  const ranges = db
    .prepare<[], { writer: string; from: number; to: number }>(
      'SELECT writer, from_n AS "from", to_n AS "to" FROM unsealed ORDER BY writer, from_n',
    )
    .all()
  const joined: { writer: string; from: number; to: number }[] = []
  for (const range of ranges) {
    const last = joined.at(-1)
    if (last?.writer === range.writer && last.to + 1 === range.from) last.to = range.to
    else joined.push({ ...range })
  }
  for (const { writer, from, to } of joined) {
    let hash: string | undefined
    const steps = function* () {
      hash = yield* hashing(journal, writer, from, to, digest)
    }
    await inSlices(steps())
    // What a wilful program wrote under other numbers than its own nobody seals.
    if (hash !== undefined && replicaOf(writer) === keys.replica) {
      saveSeal(db, sealRange(keys, writer, from, to, hash))
    }
  }
  db.exec('DELETE FROM unsealed')
}

export function saveSeal(db: Connection, { writer, from, to, hash, signature }: RangeSeal): void {
  const kept = prepareOnce<[string, number, number, string, string]>(
    db,
    'INSERT OR IGNORE INTO seal (writer, from_n, to_n, hash, signature) VALUES (?, ?, ?, ?, ?)',
  ).run(writer, from, to, hash, signature)
  if (kept.changes > 0) sealCame(db, writer, from, to)
}

/** Whether the very same seal is kept already: it was verified when it came. */
export function isSealKept(db: Connection, { writer, from, to, hash, signature }: RangeSeal): boolean {
  const kept = prepareOnce<[string, number, number, string, string]>(
    db,
    'SELECT 1 FROM seal WHERE writer = ? AND from_n = ? AND to_n = ? AND hash = ? AND signature = ?',
  ).get(writer, from, to, hash, signature)
  return kept !== undefined
}

/** How many hashes of missing changes one packet carries: a bound on its seals. */
const mostGapsInPacket = 20_000

type Gap = readonly [n: number, digest: string]

/**
 * The seals whose whole range has been offered to a peer, and some of it beyond this place of the list. What of a range
 * is passed on by nobody is named by its hash. A PC seals anew each time that it is used, so of a district there are a
 * million over the years: of more than a packet holds, those that prove the most go along. Who is above or beside needs none to
 * be believed; of the others the receiver lays aside what then nobody proves, and a person takes it in.
 */
export function sealsFor(
  db: Connection,
  peer: string,
  beyond: number,
  most = packetLimits.seals,
): RangeSeal[] {
  const rows = db
    .prepare<[{ peer: string; beyond: number; most: number }], RangeSeal & { missing: number }>(
      `WITH fresh AS (
         SELECT c.writer, min(c.n) AS low, max(c.n) AS high FROM offer o JOIN change c ON c.no = o.change
         WHERE o.peer = +@peer AND o.pos > @beyond GROUP BY c.writer
       ), chosen AS MATERIALIZED (
         SELECT f.writer AS no, s.* FROM fresh f JOIN writer w ON w.no = f.writer JOIN seal s ON s.writer = w.id
           AND s.from_n <= f.high AND s.to_n >= f.low
         ORDER BY s.to_n - s.from_n DESC, s.writer, s.from_n LIMIT @most)
       SELECT s.writer, s.from_n AS "from", s.to_n AS "to", s.hash, s.signature, s.to_n - s.from_n + 1 - (
         SELECT count(*) FROM change c JOIN offer o ON o.peer = @peer AND o.change = c.no
         WHERE c.writer = s.no AND c.n BETWEEN s.from_n AND s.to_n) AS missing
       FROM chosen s ORDER BY s.writer, s.from_n`,
    )
    .all({ peer, beyond, most })
  let carried = 0
  return rows.flatMap(({ missing, ...seal }) => {
    if (missing === 0) return [seal]
    if (missing > mostGaps || carried + missing > mostGapsInPacket) return []
    const gaps = gapsIn(db, seal)
    if (gaps.length !== missing) return []
    carried += missing
    return [{ ...seal, gaps }]
  })
}

/** The hashes of what lies here not of a range. */
export function gapsIn(
  db: Connection,
  { writer, from, to }: Pick<RangeSeal, 'writer' | 'from' | 'to'>,
): Gap[] {
  return db
    .prepare<[string, number, number], { n: number; digest: string }>(
      `SELECT g.n, g.digest FROM seal_gap g WHERE g.writer = ? AND g.n BETWEEN ? AND ? AND NOT EXISTS (
         SELECT 1 FROM writer w JOIN change c ON c.writer = w.no AND c.n = g.n WHERE w.id = g.writer) ORDER BY g.n`,
    )
    .all(writer, from, to)
    .map(({ n, digest }) => [n, digest])
}

/**
 * Notes, of a range that was sealed and has not come here whole, the hashes of what is missing, where a packet brought
 * them and they are the ones that its author sealed. Answers how many changes were gone through.
 */
export function noteGaps(db: Connection, journal: Journal, seal: RangeSeal): number {
  const { writer, from, to } = seal
  const missing = to - from + 1 - journal.changes.countInRange(writer, from, to)
  if (missing <= 0 || missing > mostGaps) return 1
  indexIncoming(db)
  const brought = db
    .prepare<[string, number, number], { n: number; digest: string }>(
      `SELECT n, digest FROM temp.incoming
       WHERE writer = (SELECT no FROM temp.incoming_writer WHERE id = ?) AND n BETWEEN ? AND ? AND fate <> 'take'`,
    )
    .all(writer, from, to)
  const gaps = new Map<number, string>([...(seal.gaps ?? []), ...gapsIn(db, seal)])
  for (const { n, digest } of brought) gaps.set(n, digest)
  const absent: number[] = []
  let hash = startHash
  let next = from
  const pass = (until: number): boolean => {
    for (; next < until; next++) {
      const digest = gaps.get(next)
      if (digest === undefined) return false
      absent.push(next)
      hash = hashAfter(hash, writer, next, digest)
    }
    return true
  }
  while (next <= to) {
    const some = journal.changes.someInRange(writer, next, to, page)
    for (const change of some) {
      if (!pass(change.n)) return next - from + 1
      hash = hashAfter(hash, writer, next, digestOf(change))
      next++
    }
    if (some.length === 0 && !pass(to + 1)) return next - from + 1
  }
  const cost = to - from + 1
  if (hash !== seal.hash) return cost
  const put = prepareOnce(
    db,
    `INSERT INTO seal_gap (writer, n, digest) VALUES (?, ?, ?)
     ON CONFLICT (writer, n) DO UPDATE SET digest = excluded.digest WHERE digest <> excluded.digest`,
  )
  let filled = 0
  for (const n of absent) filled += put.run(writer, n, gaps.get(n) ?? '').changes
  // Another seal that overlaps this one may be whole by that, too.
  if (filled > 0) sealCame(db, writer, 0, Number.MAX_SAFE_INTEGER)
  return cost
}

/** How many changes are gone through at most to see which seals cover what lies under the numbers of one packet. */
const mostHashed = 2_000_000

/**
 * Asks of changes that lie here whether each is proved: its author sealed a range that it is in, by a seal that is kept or
 * one that has just come. Each seal is gone through once.
 */
export function proofHere(
  db: Connection,
  journal: Journal,
  certificates: Certificates,
  came: readonly RangeSeal[],
): (change: Change) => boolean {
  const fits = new Map<string, boolean>()
  let left = mostHashed
  const covers = (seal: RangeSeal, key: string): boolean => {
    const id = JSON.stringify(seal)
    const known = fits.get(id)
    if (known !== undefined) return known
    left -= seal.to - seal.from + 1
    const isCovered =
      left >= 0 &&
      isSealedBy(seal, key) &&
      hashOfRange(journal, seal.writer, seal.from, seal.to) === seal.hash
    fits.set(id, isCovered)
    return isCovered
  }
  return ({ origin, n }) => {
    const { writer, replica } = origin
    const key = certificates.signKeyOf(replica)
    if (key === undefined) return false
    const kept = prepareOnce<[string, number, number], RangeSeal>(
      db,
      `SELECT writer, from_n AS "from", to_n AS "to", hash, signature FROM seal
       WHERE writer = ? AND from_n <= ? AND to_n >= ? LIMIT 10`,
    ).all(writer, n, n)
    return [...kept, ...sealsOver(came, writer, n)].some(seal => covers(seal, key))
  }
}

/** The seals over a number of a writer, the first ten of them. */
export function sealsOver(seals: readonly RangeSeal[], writer: string, n: number): RangeSeal[] {
  return seals.filter(seal => seal.writer === writer && seal.from <= n && seal.to >= n).slice(0, 10)
}
