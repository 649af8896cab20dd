import { dayOf, type IsoDay, isDay } from '#db/shared/day.ts'
import { refuse } from '#db/shared/refusal.ts'

/**
 * As of which day a year is reviewed: the day that is named, else its last one, or today while it is still running.
 * Refuses `year-to-come`, and a day that lies in another year or has not come yet.
 */
export function dayOfYear(year: number, today: IsoDay, named?: string): IsoDay {
  const running = Number(today.slice(0, 4))
  const last = dayOf(year, 12, 31)
  if (year > running || last === undefined) {
    refuse(
      'year-to-come',
      `${year} 年度还没有开始，今天是 ${today}。请改选 ${running} 年度或者以前的年度。`,
      `The year ${year} has not begun; today is ${today}. Choose ${running} or a year before it.`,
      { year },
    )
  }
  const latest = last < today ? last : today
  if (named === undefined) return latest
  if (isDay(named) && named.startsWith(`${year}-`) && named <= latest) return named
  refuse(
    'day-not-of-year',
    `截止日期 ${named} 不在 ${year} 年度之内，或者还没有到。请选 ${year}-01-01 到 ${latest} 之间的一天。`,
    `${named} is no day of ${year}, or has not come yet. Choose a day from ${year}-01-01 to ${latest}.`,
    { day: named, year },
  )
}
