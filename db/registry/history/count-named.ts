import { sql } from 'kysely'
import type { Range } from '#db/journal/change.ts'
import type { Reader } from '#db/sqlite/tables.ts'

/** How many changes that lie here each return or admission names: ranges claim what they like, and overlap. */
export async function countNamed(
  reader: Reader,
  named: readonly (readonly [no: number, names: readonly Range[]])[],
): Promise<ReadonlyMap<number, number>> {
  const apart = named.flatMap(([no, names]) => rangesApart(names).map(range => [no, ...range]))
  if (apart.length === 0) return new Map()
  const counted = sql<{ no: number; n: number }>`(
    SELECT j.value ->> 0 AS no, sum((
      SELECT count(*) FROM writer w CROSS JOIN change c INDEXED BY change_id
      WHERE w.id = j.value ->> 1 AND c.writer = w.no AND c.n BETWEEN j.value ->> 2 AND j.value ->> 3)) AS n
    FROM json_each(${JSON.stringify(apart)}) j GROUP BY 1)`
  const rows = await reader.selectFrom(counted.as('counted')).select(['no', 'n']).execute()
  return new Map(rows.map(({ no, n }) => [no, n]))
}

/** The same numbers, each once. */
function rangesApart(names: readonly Range[]): readonly Range[] {
  const apart: Range[] = []
  for (const [writer, own] of Map.groupBy(names, ([writer]) => writer)) {
    let after = 0
    for (const [, from, to] of own.toSorted((a, b) => a[1] - b[1])) {
      if (to >= Math.max(from, after)) apart.push([writer, Math.max(from, after), to])
      after = Math.max(after, to + 1)
    }
  }
  return apart
}
