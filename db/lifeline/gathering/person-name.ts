import { type RawBuilder, sql } from 'kysely'

/** By record, or by what a packet told of people who belong elsewhere: for queries that join `person` and `card`. */
export const personName: RawBuilder<string | null> = sql<string | null>`coalesce(person.name, card.name)`
