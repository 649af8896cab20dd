import { addYears, type IsoDay } from '#db/shared/day.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'

/** How much of each kind there was from the first of January to the day, and in the same days of the year before. */
export type YearRow = {
  readonly what: 'joined' | 'left' | 'posts' | 'elections' | 'meetings'
  readonly now: number
  readonly before: number
}

/** One walk over each table; days that are known by their month count as its first. */
export function readYear(connection: Connection, day: IsoDay): YearRow[] {
  const before = addYears(day, -1)
  const span = {
    from: `${day.slice(0, 4)}-01-01`,
    to: day,
    fromBefore: `${before.slice(0, 4)}-01-01`,
    toBefore: before,
  }
  return kinds.map(([what, table, column, where]) => {
    const row = prepareOnce<[typeof span], { now: number; before: number }>(
      connection,
      `SELECT coalesce(sum(${column} >= @from), 0) AS now, coalesce(sum(${column} <= @toBefore), 0) AS before
         FROM ${table} WHERE ${column} >= @fromBefore AND ${column} <= @to${where}`,
    ).get(span)
    return { what, now: row?.now ?? 0, before: row?.before ?? 0 }
  })
}

const kinds = [
  ['joined', 'person', 'joined', ''],
  ['left', 'membership', 'since', ' AND org IS NULL AND since_known = 1'],
  ['posts', 'post', 'since', ''],
  ['elections', 'term', 'elected', ''],
  ['meetings', 'meeting', 'held_on', ''],
] as const
