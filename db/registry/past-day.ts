import { type RawBuilder, sql } from 'kysely'
import { dayOfKind } from '#db/records/kinds.ts'
import type { AnyKind } from '#db/records/record.ts'
import type { IsoDay } from '#db/shared/day.ts'

/** A day that is asked about, and whether it is over: what is said of one that is over stays said, whatever comes later. */
export type AskedDay = { readonly asOf: IsoDay; readonly isPast?: boolean | undefined }

/** The fields that say from which day a record holds, or on which it happened. */
const begins = new Set([
  ...['since', 'founded', 'opened', 'begun', 'effective', 'decided', 'asked'],
  ...['elected', 'held_on', 'on_day', 'issued_on', 'handed_on'],
])
/** The fields that say with which day it ended. */
const ends = new Set(['until', 'ended', 'closed'])

export const isEnd = (field: string): boolean => ends.has(field)

/** The last day of what ended by the day asked about. One that is yet to come is known only while that day lasts. */
export function endBy<T>(end: T, { asOf, isPast }: AskedDay): T | undefined {
  return isPast === true && typeof end === 'string' && String(end) > asOf ? undefined : end
}

/** A row as it stood on the day: without an end that came later. */
export function asOfDay<Row extends Readonly<Record<string, unknown>>>(row: Row, day: AskedDay): Row {
  if (day.isPast !== true) return row
  const later = Object.keys(row).filter(field => isEnd(field) && endBy(row[field], day) === undefined)
  return later.length === 0 ? row : { ...row, ...Object.fromEntries(later.map(field => [field, null])) }
}

/** The condition on a row `r` that leaves out what began, happened or is of a year after a day that is over. */
export function begunBy(kind: AnyKind, { asOf, isPast }: AskedDay): RawBuilder<unknown>[] {
  const field = dayOfKind(kind)
  // What offices above lay down holds for a time to come.
  if (isPast !== true || field === undefined || kind.downwards === true) return []
  const column = sql.ref(`r.${field}`)
  if (field === 'year') return [sql`${column} <= ${Number(asOf.slice(0, 4))}`]
  return begins.has(field) ? [sql`(${column} IS NULL OR ${column} <= ${asOf})`] : []
}
