import { ruleWords } from '#db/records/words/rule-words.ts'
import { addMonths, firstOfMonth } from '#db/shared/day.ts'
import { monthsLookedAt } from '../gathering/gather-meetings.ts'
import { completedMonths } from '../periods.ts'
import type { Rule } from '../rule.ts'
import { meetingsKept, missedPeriods } from './missed-periods.ts'
import { sinceWhen } from './w08-missed-assemblies.ts'

/**
 * 支委会未按月召开: completed months among the last six without a 支委会, of a branch that has to have one, seven members
 * or more. How many are yellow and orange is ours.
 */
export const missedCommittees: Rule = {
  id: 'W09',
  name: ruleWords.W09,
  basis: {
    zh: '《中国共产主义青年团基层组织“三会两制一课”实施细则（试行）》（中青发〔2017〕5号）：支部委员会一般每月召开1次；不足7人的团支部不设支委会。近6个月缺2次为黄、4次为橙，系本规则包所定。',
    en: 'Rules on "three meetings, two systems, one lesson" (2017, no. 5): the committee meets every month as a rule; a branch below 7 has none. That 2 missed months of 6 are yellow and 4 orange is our own.',
  },
  whenExempt: 'skip',
  evidenceOf: 'meetings',
  keeps: meetingsKept('committees'),
  judge(facts, pack, asOf) {
    const { fromMembers, yellowMonths, orangeMonths } = pack.thresholds.W09
    if (facts.kind !== 'branch' || facts.members.counted < fromMembers) return undefined
    const missedBy = (day: typeof asOf) =>
      missedPeriods(facts, 'committees', completedMonths(day, monthsLookedAt), firstOfMonth)
    const missed = missedBy(asOf)
    if (missed.length < yellowMonths) return undefined
    const isOrange = missed.length >= orangeMonths
    const threshold = isOrange ? orangeMonths : yellowMonths
    const next = addMonths(firstOfMonth(asOf), 1)
    const months = missed.map(month => month.slice(0, 7))
    return {
      severity: isOrange ? 'orange' : 'yellow',
      since: sinceWhen(missed, threshold, 1),
      measured: missed.length,
      threshold,
      unit: 'months',
      worsens: !isOrange && missedBy(next).length >= orangeMonths ? { on: next, to: 'orange' } : null,
      why: {
        zh: `最近6个月中，${months.join('、')}没有支委会记录。`,
        en: `Of the last 6 months, no committee meeting is recorded in ${months.join(', ')}.`,
      },
      clears: {
        zh: '每月召开支委会并录入；已召开而未录入的，补录上述月份的记录。',
        en: 'Hold one every month and record it; record those of these months if they were held.',
      },
    }
  },
}
