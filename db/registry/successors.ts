import type { IsoDay } from '#db/shared/day.ts'
import type { Connection } from '#db/sqlite/connection.ts'

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
