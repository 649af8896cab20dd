import { addMonths, dayOf, firstOfMonth, type IsoDay } from '#db/shared/day.ts'
import { Recent } from '#db/shared/made-once.ts'

/** Quarters and months are named by their first day. The one in which the day lies still runs: it is not completed. */

export function quarterOf(day: IsoDay): IsoDay {
  const month = Number(day.slice(5, 7))
  return dayOf(Number(day.slice(0, 4)), month - ((month - 1) % 3), 1) ?? day
}

/** A scan asks the same for each of its organizations. */
const periods = new Recent<string, readonly IsoDay[]>(64)

/** The last `count` quarters that were over by the day, the oldest first. */
export function completedQuarters(asOf: IsoDay, count: number): readonly IsoDay[] {
  return periods.get(`${asOf} quarters ${count}`, () => {
    const running = quarterOf(asOf)
    return Array.from({ length: count }, (_, n) => addMonths(running, 3 * (n - count)))
  })
}

/** The last `count` months that were over by the day, the oldest first. */
export function completedMonths(asOf: IsoDay, count: number): readonly IsoDay[] {
  return periods.get(`${asOf} months ${count}`, () => {
    const running = firstOfMonth(asOf)
    return Array.from({ length: count }, (_, n) => addMonths(running, n - count))
  })
}

/** The last year whose appraisal, registration and rating are asked for by the day. */
export function closedYear(asOf: IsoDay, closesAfterMonths: number): number {
  return Number(addMonths(asOf, -closesAfterMonths).slice(0, 4)) - 1
}

/** Months on a line without gaps, for counting between them. */
export function monthNumber(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
}
