import { sql } from 'kysely'
import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { holdsOn } from '../subtree.ts'

/** No tree is deeper; a circle ends here. */
const deepest = 50

/** The topmost street or department under which each of these organizations lies on a day: one statement for all. */
export async function streetsOf(
  reader: Reader,
  orgs: readonly string[],
  asOf: IsoDay,
): Promise<ReadonlyMap<string, string>> {
  const found = sql<{ id: string; street: string }>`(
    WITH RECURSIVE up (id, org, depth) AS (
      SELECT DISTINCT value, value, 0 FROM json_each(${JSON.stringify(orgs)})
      UNION SELECT up.id, placement.parent, up.depth + 1 FROM up JOIN placement ON placement.org = up.org
        WHERE placement.parent IS NOT NULL AND up.depth < ${deepest}
          AND ${holdsOn('placement', asOf, 'starts')}
    ),
    placed AS (
      SELECT up.id, coalesce(above.short_name, above.name) AS street,
        row_number() OVER (PARTITION BY up.id ORDER BY up.depth DESC, above.id) AS place
      FROM up JOIN org above ON above.id = up.org
      WHERE above.tier IN ('street', 'organ') AND above.kind <> 'branch'
    )
    SELECT id, street FROM placed WHERE place = 1
  )`
  const rows = await reader.selectFrom(found.as('found')).selectAll().execute()
  return new Map(rows.map(({ id, street }) => [id, street]))
}
