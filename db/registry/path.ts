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

/** The organizations above each of these on a day, from the top down, without themselves. One query for all. */
export async function pathsOf(
  reader: Reader,
  ids: readonly string[],
  asOf: IsoDay,
): Promise<ReadonlyMap<string, readonly Ancestor[]>> {
  const rows = await reader
    .withRecursive('above(leaf, org, depth)', db =>
      db
        .selectFrom(sql<{ value: string }>`json_each(${JSON.stringify(ids)})`.as('given'))
        .select(['given.value as leaf', 'given.value as org', sql<number>`0`.as('depth')])
        .unionAll(
          db
            .selectFrom('above')
            .innerJoin('placement', 'placement.org', 'above.org')
            .where(holdsOn('placement', asOf, 'starts'))
            .where('placement.parent', 'is not', null)
            .where('above.depth', '<', 32)
            .select(['above.leaf', 'placement.parent as org', sql<number>`above.depth + 1`.as('depth')])
            .$narrowType<{ org: string }>(),
        ),
    )
    .selectFrom('above')
    // An order for SQLite: the path first, then each organization by its id.
    .crossJoin('org')
    .whereRef('org.id', '=', 'above.org')
    .where('above.depth', '>', 0)
    .orderBy('above.depth', 'desc')
    .select(['above.leaf', 'org.id', 'org.code', 'org.name', 'org.short_name as short'])
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
