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

type AboveRow = Ancestor & { readonly below: string }

/** No tree is deeper. */
const deepest = 32

/**
 * The organizations above each of these on a day, from the top down, without themselves. One query for all; what stands
 * above many of them is read once.
 */
export async function pathsOf(
  reader: Reader,
  ids: readonly string[],
  asOf: IsoDay,
): Promise<ReadonlyMap<string, readonly Ancestor[]>> {
  // Written out: it is asked at every letter of a search, and to put its text together takes longer than to answer it.
  const rows = await reader
    .selectFrom(
      sql<AboveRow>`(
        WITH RECURSIVE above (org, parent) AS (
          SELECT placement.org, placement.parent FROM json_each(${JSON.stringify(ids)}) AS given
          CROSS JOIN placement ON placement.org = given.value WHERE ${holdsOn('placement', asOf, 'starts')}
          UNION
          SELECT placement.org, placement.parent FROM above CROSS JOIN placement ON placement.org = above.parent
          WHERE ${holdsOn('placement', asOf, 'starts')}
        )
        SELECT above.org AS below, org.id, org.code, org.name, org.short_name AS short
        FROM above CROSS JOIN org ON org.id = above.parent
      )`.as('found'),
    )
    .selectAll()
    .execute()
  const former = await formerOf(reader, asOf)
  const aboveOf = new Map<string, Ancestor>()
  for (const { below, id, ...row } of rows) {
    const now = { name: row.name, short_name: row.short, code: row.code }
    const { name, short_name: short, code } = former.on(id, now, asOf)
    aboveOf.set(below, { id, code, name, short })
  }
  const paths = new Map<string, Ancestor[]>()
  for (const leaf of ids) {
    const path: Ancestor[] = []
    for (let above = aboveOf.get(leaf); above && path.length < deepest; above = aboveOf.get(above.id))
      path.unshift(above)
    if (path.length > 0) paths.set(leaf, path)
  }
  return paths
}
