import { isDateFormat } from 'hucre'
import { dayOf, firstOfMonth, type IsoDay } from '#db/shared/day.ts'
import type { Cell } from './cell.ts'

/**
 * How a cell shows its number: as a day, as a month without a day, with two digits behind the point (2014.10), or
 * (undefined) as a number.
 */
export type ShownDate = 'day' | 'month' | 'hundredths' | undefined

/** A number of a sheet as a person sees it: a day where its cell shows one. */
export function numberAsShown(value: number, shown: ShownDate, from1904: boolean): Cell {
  if (shown === undefined) return value
  if (shown === 'hundredths') return isOctober(value) ? value.toFixed(2) : value
  const day = dayOfSerial(value, from1904)
  if (day === undefined) return value
  return { kind: 'day', day: shown === 'day' ? day : firstOfMonth(day), precision: shown }
}

/** 2014.1 of a cell that shows 2014.10: of the number alone nobody could tell October from January. */
export function isOctober(value: number): boolean {
  return value >= 1900 && value < 2200 && String(value).endsWith('.1')
}

const serials = new Map<number, IsoDay | undefined>()

/** The day of a spreadsheet's serial number, as the sheet shows it: no time zone comes into it. */
export function dayOfSerial(serial: number, from1904: boolean): IsoDay | undefined {
  const whole = Math.floor(serial + 1e-6) + (from1904 ? 1462 : 0)
  if (serials.has(whole)) return serials.get(whole)
  if (serials.size > 20_000) serials.clear()
  const date = new Date(Date.UTC(1899, 11, whole < 60 ? 31 : 30) + whole * 86_400_000)
  const day = Number.isNaN(date.getTime())
    ? undefined
    : dayOf(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())
  serials.set(whole, day)
  return day
}

/** Built-in formats that show a day; 27 to 36 and 50 to 58 are those of Chinese Excel and WPS. */
const builtInDays = new Set([14, 15, 16, 22, 28, 29, 30, 31, 51, 53, 54, 58])
const builtInMonths = new Set([17, 27, 36, 50, 52, 57])
/** 0.00 */
const hundredths = 2
/** Excel takes no longer format code; what is longer would keep its reader busy for minutes. */
export const longestFormatCode = 255

/** What a number format shows, by its number in a workbook and its code, where the workbook gives one. */
export function dateShownBy(format: number, code: string | undefined): ShownDate {
  if (code === undefined) {
    if (format === hundredths) return 'hundredths'
    if (builtInDays.has(format)) return 'day'
    return builtInMonths.has(format) ? 'month' : undefined
  }
  if (code.length > longestFormatCode) return undefined
  if (/^0\.00(?:_.)?$/.test(code)) return 'hundredths'
  const letters = code.replace(/\[[^\][]*\]|"[^"]*"|\\./g, '').toLowerCase()
  if (!/[yd]/.test(letters) || !isDateFormat(code)) return undefined
  return letters.includes('d') ? 'day' : 'month'
}
