import { sql } from 'kysely'
import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'

/** The organizations whose records are read, as a JSON list of their ids, and the day: found once, for all queries. */
export type AskedOrgs = { readonly orgs: string; readonly asOf: IsoDay }

/** In the order of their ids, which is that of the indexes: one step down an index lands beside the last one. */
export function askedOrgs(ids: readonly string[], asOf: IsoDay): AskedOrgs {
  return { orgs: JSON.stringify(ids.toSorted()), asOf }
}

/**
 * A query over `asked(org)`. Join it with CROSS JOIN and a where clause, which SQLite takes as an order: first the
 * organizations, then the index of the rows.
 */
export function fromAsked(reader: Reader, { orgs }: AskedOrgs) {
  const asked = sql<{ org: string }>`(SELECT value AS org FROM json_each(${orgs}))`
  return reader.selectFrom(asked.as('asked'))
}
