import type { IsoDay } from '#db/shared/day.ts'
import type { BranchFacts } from '../facts.ts'
import type { Keeps } from '../rule.ts'

/** Of the rules that ask in which quarters or months a branch met. */
export const meetingsKept: Keeps = {
  areKept: (kept, _, asOf) => kept.meetings !== null && kept.meetings <= asOf,
  unkept: {
    zh: '本台账还没有会议活动记录，暂不判定。录入第一次会议后，从那个季度起判定。',
    en: 'No meetings are recorded in this registry yet, so nobody is judged by it. From the quarter of the first one on they are.',
  },
}

/**
 * Which periods went by without what is asked for. What lies before anybody here kept records, and a period that had
 * begun before the branch was there, is not held against it.
 */
export function missedPeriods(
  facts: BranchFacts,
  completed: readonly IsoDay[],
  held: readonly IsoDay[],
  periodOf: (day: IsoDay) => IsoDay,
): readonly IsoDay[] {
  const { kept, existsSince } = facts
  const from = kept.meetings === null ? null : periodOf(kept.meetings)
  return completed.filter(
    period =>
      from !== null &&
      period >= from &&
      (existsSince === null || period >= existsSince) &&
      !held.includes(period),
  )
}

/** 2018年第1季度. */
export function quarterWord(quarter: IsoDay): { readonly zh: string; readonly en: string } {
  const n = (Number(quarter.slice(5, 7)) + 2) / 3
  return { zh: `${quarter.slice(0, 4)}年第${n}季度`, en: `Q${n} ${quarter.slice(0, 4)}` }
}
