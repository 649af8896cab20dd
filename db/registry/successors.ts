import { sql } from 'kysely'
import type { IsoDay } from '#db/shared/day.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'

/**
 * Where the people of what was closed went, by row numbers: what was merged into another one, or closed with its members
 * sent to another one, by the day. Of several decisions the last one counts.
 */
export function readSuccessors(connection: Connection, day: IsoDay): ReadonlyMap<number, number> {
  const rows = connection
    .prepare<[{ day: IsoDay }], [org: number, other: number]>(statement)
    .raw()
    .all({ day })
  return new Map(rows)
}

const statement = `
  SELECT org.no, heir.no FROM decision AS d
  CROSS JOIN org ON org.id = d.org
  CROSS JOIN org AS heir ON heir.id = d.other
  WHERE d.act IN ('merge', 'close') AND d.effective <= @day AND org.closed IS NOT NULL
  ORDER BY d.effective, d.id`

export type Successor = { readonly id: string; readonly code: string | null; readonly name: string }

/** Into which others these were merged by the day, however often: the last one of each way. One query for all. */
export async function successorsOf(
  reader: Reader,
  orgs: readonly string[],
  day: IsoDay,
): Promise<ReadonlyMap<string, Successor>> {
  if (orgs.length === 0) return new Map()
  const rows = await reader
    .withRecursive('heir(first, org, depth)', db =>
      db
        .selectFrom(sql<{ value: string }>`json_each(${JSON.stringify(orgs)})`.as('given'))
        .select(['given.value as first', 'given.value as org', sql<number>`0`.as('depth')])
        .union(
          db
            .selectFrom('heir')
            .crossJoin('decision as d')
            .crossJoin('org')
            .whereRef('d.org', '=', 'heir.org')
            .whereRef('org.id', '=', 'd.org')
            .where('d.act', '=', 'merge')
            .where('d.effective', '<=', day)
            .where('org.closed', 'is not', null)
            .where('d.other', 'is not', null)
            .where('heir.depth', '<', 32)
            .select(['heir.first', 'd.other as org', sql<number>`heir.depth + 1`.as('depth')])
            .$narrowType<{ org: string }>(),
        ),
    )
    .selectFrom('heir')
    .crossJoin('org')
    .whereRef('org.id', '=', 'heir.org')
    .where('heir.depth', '>', 0)
    .orderBy('heir.depth')
    .select(['heir.first', 'org.id', 'org.code', sql<string>`coalesce(org.short_name, org.name)`.as('name')])
    .execute()
  return new Map(rows.map(({ first, ...successor }) => [first, successor]))
}
