import type { AliasedExpression, RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Reader } from '#db/sqlite/tables.ts'

/** How many such rows an organization has in all, in a column `total`. */
export function totalBy(org: string): RawBuilder<number> {
  return sql<number>`count(*) OVER (PARTITION BY ${sql.ref(org)})`
}

/** The place of a row among its organization's, in a column `place`. */
export function placeBy(org: string, order: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`row_number() OVER (PARTITION BY ${sql.ref(org)} ORDER BY ${order})`
}

/** Of rows so numbered, the first `most` of each organization, in the order of their places. */
export function firstRows<Row extends { readonly org: string; readonly place: number }>(
  reader: Reader,
  numbered: { readonly as: (name: 'row') => AliasedExpression<Row, 'row'> },
  most: number,
) {
  return reader
    .selectFrom(numbered.as('row'))
    .where(sql<boolean>`row.place <= ${most}`)
    .orderBy(sql`row.org`)
    .orderBy(sql`row.place`)
    .selectAll()
    .execute()
}
