import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import type { BranchFacts } from '../facts.ts'
import type { Keeps } from '../rule.ts'
import { partlyOf } from './partly-kept.ts'

type Meetings = 'meetings' | 'assemblies' | 'committees' | 'lessons'

const words: Readonly<Record<Meetings, Text>> = {
  meetings: { zh: '会议活动', en: 'meetings' },
  assemblies: { zh: '支部大会', en: 'general meetings' },
  committees: { zh: '支委会', en: 'committee meetings' },
  lessons: { zh: '团课', en: 'League lessons' },
}

/** Of a rule that asks when a branch last met, or in which quarters or months it did. */
export function meetingsKept(which: Meetings): Keeps {
  const { zh, en } = words[which]
  return {
    areKept: (kept, _, asOf) => (kept[which] ?? '9999') <= asOf,
    unkept: {
      zh: `本台账还没有${zh}记录，暂不判定。录入第一次以后，从那时起判定。`,
      en: `No ${en} are recorded in this registry yet, so nobody is judged by them. From the first one on they are.`,
    },
    partly: partlyOf(
      { zh, en: `${en[0]?.toUpperCase()}${en.slice(1)}`, of: 'branches' },
      ({ shares }) => shares[which],
      ({ meetings }) => (which === 'meetings' ? meetings.last !== null : meetings.ever[which]),
    ),
  }
}

/**
 * Which periods went by without what is asked for. What lies before anybody here kept records, and a period that had
 * begun before the branch was there, is not held against it.
 */
export function missedPeriods(
  { kept, meetings, existsSince }: BranchFacts,
  which: Exclude<Meetings, 'meetings'>,
  completed: readonly IsoDay[],
  periodOf: (day: IsoDay) => IsoDay,
): readonly IsoDay[] {
  const [first, held] = [kept[which], meetings[which]]
  const from = first === null ? null : periodOf(first)
  return completed.filter(
    period =>
      from !== null &&
      period >= from &&
      (existsSince === null || period >= existsSince) &&
      !held.includes(period),
  )
}

/** 2018年第1、2季度, Q1 and Q2 2018: the quarters of a year together. */
export function quarterWords(quarters: readonly IsoDay[]): Text {
  const years = [...Map.groupBy(quarters, quarter => quarter.slice(0, 4))]
  const numbers = (list: readonly IsoDay[]) => list.map(quarter => (Number(quarter.slice(5, 7)) + 2) / 3)
  return {
    zh: years.map(([year, list]) => `${year}年第${numbers(list).join('、')}季度`).join('、'),
    en: years.map(([year, list]) => `Q${numbers(list).join(', Q')} ${year}`).join('; '),
  }
}
