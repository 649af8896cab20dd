import type { Connection } from '#db/sqlite/connection.ts'

type Naming = {
  readonly no: number
  readonly writer: string
  readonly n: number
  readonly lamport: number
  readonly names: string
  readonly from: number
  readonly to: number
}

/**
 * The local numbers of the returns that count: one that was itself taken back does not (journal.md, rule 3). Judged
 * from the highest version down, so that whatever can act on a return is settled before it.
 */
export function returnsInForce(db: Connection): readonly number[] {
  const rows = db
    .prepare<[], Naming>(
      `SELECT c.no, w.id AS writer, c.n, c.lamport, n.writer AS names, n.from_n AS "from", n.to_n AS "to"
       FROM named n JOIN change c ON c.no = n.change JOIN writer w ON w.no = c.writer
       WHERE n.kind = 'return' ORDER BY c.lamport DESC, w.id DESC`,
    )
    .all()
  const returnsOf = Map.groupBy(rows, row => row.writer)
  const takenBack = new Set<number>()
  const inForce = new Set<number>()
  for (const { no, names, from, to } of rows) {
    if (takenBack.has(no)) continue
    inForce.add(no)
    for (const named of returnsOf.get(names) ?? []) {
      if (named.n >= from && named.n <= to) takenBack.add(named.no)
    }
  }
  return [...inForce]
}

/** Something that the author of what was given back wrote on the same thing after he knew of it: `t` and `r` are theirs. */
export const correctedSince = `SELECT 1 FROM change a INDEXED BY change_thing JOIN writer aw ON aw.no = a.writer
  WHERE a.thing = t.thing AND a.no > r.no AND a.kind <> 'return' AND aw.replica = w.replica`
