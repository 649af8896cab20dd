import { digestOf } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import { replicaOf } from '#db/journal/names.ts'
import { isSealedBy, type RangeSeal } from '#db/packets/format/range-seal.ts'
import { hashAfter, startHash } from '#db/packets/format/top-hash.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Certificates } from '../../trust/certificates.ts'
import { gapsIn } from '../../trust/proof.ts'
import { indexIncoming, placesOf } from '../incoming.ts'

/**
 * Marks in `temp.incoming` what its authors' seals prove: one signature a range, over what the packet brings and what
 * is here. A seal costs what its range holds, and no range is gone through for nothing.
 */
export function proveBySeals(
  db: Connection,
  journal: Journal,
  certificates: Certificates,
  seals: readonly RangeSeal[],
  signer: string,
): void {
  indexIncoming(db)
  const here = (columns: string, where = '') => `SELECT ${columns} FROM temp.incoming WHERE
    writer = (SELECT no FROM temp.incoming_writer WHERE id = ?) AND n BETWEEN ? AND ? ${where}`
  const waiting = prepareOnce<[string, number, number], { n: number }>(
    db,
    here('n', 'AND proved = 0 LIMIT 1'),
  )
  const fresh = prepareOnce<[string, number, number], { n: number; digest: string }>(
    db,
    here('n, digest', 'ORDER BY n'),
  )
  const count = prepareOnce<[string, number, number], { n: number }>(db, here('count(*) AS n'))
  const prove = prepareOnce(
    db,
    `UPDATE temp.incoming SET proved = 1
     WHERE writer = (SELECT no FROM temp.incoming_writer WHERE id = ?) AND n BETWEEN ? AND ?`,
  )
  const known = prepareOnce<[string], RangeSeal>(
    db,
    'SELECT writer, from_n AS "from", to_n AS "to", hash, signature FROM seal WHERE writer = ?',
  )
  const others = db
    .prepare<[string], { writer: string }>(
      `SELECT id AS writer FROM temp.incoming_writer w
       WHERE replica <> ? AND EXISTS (SELECT 1 FROM temp.incoming i WHERE i.writer = w.no)`,
    )
    .all(signer)
  const writers = new Set(others.map(row => row.writer))
  const { lines } = prepareOnce<[], { lines: number }>(
    db,
    `SELECT count(*) AS lines FROM ${placesOf}`,
  ).get() ?? {
    lines: 0,
  }
  // What is missing of a range is known by its hash alone, from this packet or from an earlier one.
  const missingOf = (seal: RangeSeal) => {
    const isHere = (n: number) =>
      journal.changes.isKnown(seal.writer, n) || fresh.all(seal.writer, n, n).length > 0
    const told = new Map<number, string>([...gapsIn(db, seal), ...(seal.gaps ?? [])])
    return [...told].filter(([n]) => n >= seal.from && n <= seal.to && !isHere(n))
  }
  // Many seals hold one change or two each: a packet may well hold as many as it holds changes.
  let budget = 4 * lines + 10 * seals.length + 10_000
  const tried = [
    ...seals.filter(seal => writers.has(seal.writer)),
    ...[...writers].flatMap(w => known.all(w)),
  ]
  for (const seal of tried) {
    const { writer, from, to } = seal
    const key = certificates.signKeyOf(replicaOf(writer))
    if (key === undefined || waiting.get(writer, from, to) === undefined) continue
    const size = to - from + 1
    const come = (count.get(writer, from, to)?.n ?? 0) + journal.changes.countInRange(writer, from, to)
    const gaps = come === size ? [] : missingOf(seal)
    const found = come + gaps.length
    budget -= Math.min(size, found) + 10
    if (budget < 0) return
    if (found !== size || !isSealedBy(seal, key)) continue
    const digests = new Map(gaps)
    for (const row of fresh.all(writer, from, to)) digests.set(row.n, row.digest)
    for (let at = from; digests.size < size && at <= to; ) {
      const some = journal.changes.someInRange(writer, at, to, 1000)
      for (const change of some) digests.set(change.n, digestOf(change))
      const last = some.at(-1)
      if (last === undefined) break
      at = last.n + 1
    }
    let hash = startHash
    for (let n = from; n <= to; n++) hash = hashAfter(hash, writer, n, digests.get(n) ?? '')
    if (hash === seal.hash) prove.run(writer, from, to)
  }
}
