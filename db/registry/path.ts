import { sql } from 'kysely'
import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { formerOf } from './former.ts'
import { holdsOn } from './subtree.ts'

export type Ancestor = {
  readonly id: string
  readonly code: string | null
  readonly name: string
  readonly short: string | null
}

type AboveRow = Ancestor & { readonly leaf: string; readonly depth: number }

/** The organizations above each of these on a day, from the top down, without themselves. One query for all. */
export async function pathsOf(
  reader: Reader,
  ids: readonly string[],
  asOf: IsoDay,
): Promise<ReadonlyMap<string, readonly Ancestor[]>> {
  // Written out: it is asked at every letter of a search, and to put its text together takes longer than to answer it.
  const rows = await reader
    .selectFrom(
      sql<AboveRow>`(
        WITH RECURSIVE above (leaf, org, depth) AS (
          SELECT value, value, 0 FROM json_each(${JSON.stringify(ids)})
          UNION
          SELECT above.leaf, placement.parent, above.depth + 1
          FROM above CROSS JOIN placement ON placement.org = above.org
          WHERE ${holdsOn('placement', asOf, 'starts')} AND placement.parent IS NOT NULL AND above.depth < 32
        )
        SELECT above.leaf, above.depth, org.id, org.code, org.name, org.short_name AS short
        FROM above CROSS JOIN org ON org.id = above.org WHERE above.depth > 0
      )`.as('found'),
    )
    .orderBy('depth', 'desc')
    .selectAll()
    .execute()
  const paths = new Map<string, Ancestor[]>()
  const former = await formerOf(reader, asOf)
  for (const { leaf, id, ...row } of rows) {
    const now = { name: row.name, short_name: row.short, code: row.code }
    const { name, short_name: short, code } = former.on(id, now, asOf)
    const ancestor = { id, code, name, short }
    const path = paths.get(leaf)
    if (path) path.push(ancestor)
    else paths.set(leaf, [ancestor])
  }
  return paths
}
