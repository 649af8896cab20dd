import { addDays, dayOf, daysBetween, type IsoDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'

const first = dayOf(1970, 1, 1)
const texts = new Map<number, IsoDay>()

/** Days since 1970-01-01: a million dates are reckoned in these. */
export function dayNumber(day: IsoDay): number {
  invariant(first, '1970 is in the calendar')
  return daysBetween(first, day)
}

/** The day of such a number; each text is made once. */
export function dayAt(number: number): IsoDay {
  const known = texts.get(number)
  if (known !== undefined) return known
  invariant(first, '1970 is in the calendar')
  const text = addDays(first, number)
  texts.set(number, text)
  return text
}
