import { sql } from 'kysely'
import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { holdsOn } from '../subtree.ts'

/** The street or department under which each of these organizations lies on a day: one statement for all. */
export async function streetsOf(
  reader: Reader,
  orgs: readonly string[],
  asOf: IsoDay,
): Promise<ReadonlyMap<string, string>> {
  const found = sql<{ id: string; street: string }>`(
    WITH RECURSIVE up (id, org) AS (
      SELECT DISTINCT value, value FROM json_each(${JSON.stringify(orgs)})
      UNION SELECT up.id, placement.parent FROM up JOIN placement ON placement.org = up.org
        WHERE placement.parent IS NOT NULL AND ${holdsOn('placement', asOf, 'starts')}
    )
    SELECT up.id, min(coalesce(above.short_name, above.name)) AS street
    FROM up JOIN org above ON above.id = up.org
    WHERE above.tier IN ('street', 'organ')
    GROUP BY up.id
  )`
  const rows = await reader.selectFrom(found.as('found')).selectAll().execute()
  return new Map(rows.map(({ id, street }) => [id, street]))
}
