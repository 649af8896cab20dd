import { dayOf, type IsoDay } from '#db/shared/day.ts'

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
