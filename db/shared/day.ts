/** A calendar day, `YYYY-MM-DD`. Text order is time order. */
export type IsoDay = string & { readonly __day: unique symbol }

/** After every day that a registry knows: the tree as it hangs in the end, whatever the calendar says. */
export const lastDay = '9999-12-31' as IsoDay

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 && leap ? 29 : (monthDays[month - 1] ?? 0)
}

/** The day of these numbers, or undefined where the calendar has no such day (1900 to 2199). */
export function dayOf(year: number, month: number, day: number): IsoDay | undefined {
  if (!exists(year, month, day)) return undefined
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as IsoDay
}

function exists(year: number, month: number, day: number): boolean {
  if (!Number.isInteger(year) || !Number.isInteger(month) || !Number.isInteger(day)) return false
  if (year < 1900 || year > 2199 || month < 1 || month > 12) return false
  return day >= 1 && day <= daysInMonth(year, month)
}

const dash = '-'.charCodeAt(0)
const zero = '0'.charCodeAt(0)

/** Sign by sign: a roster of a hundred thousand people asks it of every birthday. */
export function isDay(text: string): text is IsoDay {
  return (
    text.length === 10 &&
    text.charCodeAt(4) === dash &&
    text.charCodeAt(7) === dash &&
    exists(numberIn(text, 0, 4), numberIn(text, 5, 7), numberIn(text, 8, 10))
  )
}

/** The digits from one place to another as a number; NaN where there is anything else. */
function numberIn(text: string, from: number, to: number): number {
  let number = 0
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - zero
    if (digit < 0 || digit > 9) return Number.NaN
    number = number * 10 + digit
  }
  return number
}

function partsOf(day: IsoDay): readonly [number, number, number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))]
}

/** The same day N months on, or the last day of that month (domain.md, "How the expected results count"). */
export function addMonths(day: IsoDay, months: number): IsoDay {
  const [year, month, date] = partsOf(day)
  const index = year * 12 + (month - 1) + months
  const toYear = Math.floor(index / 12)
  const toMonth = (index % 12) + 1
  const result = dayOf(toYear, toMonth, Math.min(date, daysInMonth(toYear, toMonth)))
  if (result === undefined) throw new RangeError(`${day} + ${months} months lies outside 1900 to 2199`)
  return result
}

export function addYears(day: IsoDay, years: number): IsoDay {
  return addMonths(day, years * 12)
}

/**
 * A text not smaller than the birth date of anyone who is so many years old on the day, and smaller than that of anyone
 * who is not. It need not be a day of the calendar: on the last day of a February it is the 29th, for those born on one.
 */
export function lastBirthOfAge(day: IsoDay, years: number): string {
  const year = String(Number(day.slice(0, 4)) - years).padStart(4, '0')
  const februaryEnds = day.slice(5, 7) === '02' && addDays(day, 1).slice(5, 7) === '03'
  return `${year}${februaryEnds ? '-02-29' : day.slice(4)}`
}

export function firstOfMonth(day: IsoDay): IsoDay {
  return dayOf(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 1) ?? day
}

function dayNumber(day: IsoDay): number {
  const [year, month, date] = partsOf(day)
  return Date.UTC(year, month - 1, date) / 86_400_000
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: IsoDay, to: IsoDay): number {
  return dayNumber(to) - dayNumber(from)
}

export function addDays(day: IsoDay, days: number): IsoDay {
  const date = new Date((dayNumber(day) + days) * 86_400_000)
  return date.toISOString().slice(0, 10) as IsoDay
}

export function laterDay(a: IsoDay, b: IsoDay): IsoDay {
  return a > b ? a : b
}
