import { addYears, type IsoDay } from '#db/shared/day.ts'

/** 年满二十八周岁、没有担任团内职务，应该办理离团手续 (团章 2023, 第一条). */
export const leavingAge = 28

export function leavingDay(birth: IsoDay): IsoDay {
  return addYears(birth, leavingAge)
}
