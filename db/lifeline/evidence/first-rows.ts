import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'

/** How many such rows an organization has in all, in a column `total`. */
export function totalBy(org: string): RawBuilder<number> {
  return sql<number>`count(*) OVER (PARTITION BY ${sql.ref(org)})`
}

/** The place of a row among its organization's, in a column `place`. */
export function placeBy(org: string, order: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`row_number() OVER (PARTITION BY ${sql.ref(org)} ORDER BY ${order})`
}
