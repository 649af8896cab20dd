const dayLength = 86_400_000

/** From one calendar day to another, in days; negative where the second comes first. */
export function daysFrom(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayLength)
}

/** Where a day lies between two others: 0 at the first, 1 at the last, and never outside. */
export function shareOf(day: string, from: string, to: string): number {
  const whole = daysFrom(from, to)
  if (whole <= 0) return 0
  return Math.min(1, Math.max(0, daysFrom(from, day) / whole))
}

/** The day so many months after another; where the month is shorter, its last day. */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10)
}

/** Whole years from one day to another, as people count their age; what is known by month or year counts from its first day. */
export function yearsFrom(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4))
  const begin = `${from}-01-01`.slice(0, 10)
  return to < monthsAfter(begin, 12 * years) ? years - 1 : years
}
