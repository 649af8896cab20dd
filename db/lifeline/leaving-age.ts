import { addDays, addYears, type IsoDay } from '#db/shared/day.ts'

/** 年满二十八周岁、没有担任团内职务，应该办理离团手续 (团章 2023, 第一条). */
export const leavingAge = 28

export function leavingDay(birth: IsoDay): IsoDay {
  return addYears(birth, leavingAge)
}

/**
 * A text not smaller than the birth date of anyone who is 28 on the day, and smaller than that of anyone who is not.
 * It need not be a day of the calendar: on the last day of a February it is the 29th, for those born on one.
 */
export function lastBirthOfAge(day: IsoDay): string {
  const year = String(Number(day.slice(0, 4)) - leavingAge).padStart(4, '0')
  const februaryEnds = day.slice(5, 7) === '02' && addDays(day, 1).slice(5, 7) === '03'
  return `${year}${februaryEnds ? '-02-29' : day.slice(4)}`
}
