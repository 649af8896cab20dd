import { type RawBuilder, sql } from 'kysely'
import { paidMonths } from '#db/records/members/fee.ts'
import { addMonths, firstOfMonth, type IsoDay } from '#db/shared/day.ts'
import type { Kept } from '../facts.ts'
import { monthNumber } from '../periods.ts'

/**
 * How far a member's fees are settled, for queries over `membership` and `person`. Months are numbers on a line
 * (periods.ts); only those count that were over by the day. A month is settled if it was paid for or fees were let off.
 */

/** The last month that was over by the day. */
const lastMonth = (asOf: IsoDay): IsoDay => addMonths(firstOfMonth(asOf), -1)

/**
 * The last settled month of a member, doubled, plus one if fees were let off in the last month that was over; null
 * where nothing is settled. Doubled, because a question within a question gives one value.
 */
export function settledMonth(asOf: IsoDay, kept: Kept): RawBuilder<number | null> {
  if (kept.fees === null) return sql<number | null>`NULL`
  const last = lastMonth(asOf)
  const [year, months] = [Number(last.slice(0, 4)), Number(last.slice(5, 7))]
  const newestPaid = (of: readonly string[]) =>
    sql`(CASE ${sql.join(
      of.map((column, at) => sql`WHEN fee.${sql.ref(column)} > 0 THEN ${sql.lit(at)}`).toReversed(),
      sql` `,
    )} END)`
  const paid = sql`2 * (fee.year * 12 + CASE WHEN fee.year < ${year}
    THEN ${newestPaid(paidMonths)} ELSE ${newestPaid(paidMonths.slice(0, months))} END)`
  // what is let off is let off within the record's own year
  const freeTo = sql`min(coalesce(fee.free_to, '9999'), fee.year || '-12', ${last.slice(0, 7)})`
  const free = sql`CASE WHEN fee.free IS NOT NULL AND max(coalesce(fee.free_from, ''), fee.year || '-01') <= ${freeTo}
    THEN 2 * ${monthIn(freeTo)} + (${freeTo} = ${last.slice(0, 7)}) END`
  const paidTo = sql`min(${monthIn(sql`person.fees_paid_to`)}, ${monthNumber(last)})`
  return sql<number | null>`nullif(max(
    coalesce(2 * ${paidTo}, -1),
    coalesce((
      SELECT max(max(coalesce(${paid}, -1), coalesce(${free}, -1)))
      FROM fee WHERE fee.person = membership.person AND fee.year <= ${year}
    ), -1)
  ), -1)`
}

/** Whether fees are let off at present, of a row with `settled`. */
export function feeFreeNow(asOf: IsoDay, kept: Kept): RawBuilder<boolean> {
  if (kept.fees === null) return sql<boolean>`true`
  return sql<boolean>`coalesce(settled, 0) = ${2 * monthNumber(lastMonth(asOf)) + 1}`
}

/** How many months up to the day were not paid for, of a row with `settled` and `joined`. */
export function unpaidMonths(asOf: IsoDay, kept: Kept): RawBuilder<number> {
  if (kept.fees === null) return sql<number>`0`
  const before = monthNumber(kept.fees) - 1
  return sql<number>`max(0, ${monthNumber(lastMonth(asOf))} - max(
    coalesce(settled / 2, 0), coalesce(${monthIn(sql`joined`)}, 0), ${before}))`
}

function monthIn(text: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`(substr(${text}, 1, 4) * 12 + substr(${text}, 6, 2) - 1)`
}
