import { ruleWords } from '#db/records/words/rule-words.ts'
import { quartersLookedAt } from '../gathering/gather-meetings.ts'
import { completedQuarters, quarterOf } from '../periods.ts'
import type { Rule } from '../rule.ts'
import { meetingsKept, missedPeriods, quarterWords } from './missed-periods.ts'
import { sinceWhen } from './w08-missed-assemblies.ts'

/** 团课未按季开展: two or more of the last four completed quarters without a 团课 (“三会两制一课”: 每季度1次). */
export const missedLessons: Rule = {
  id: 'W10',
  name: ruleWords.W10,
  basis: {
    zh: '“三会两制一课”：基层团组织团课每季度1次。近4个季度缺2个为橙色，系本规则包所定。',
    en: '"Three meetings, two systems, one lesson": a League lesson every quarter. That 2 missed quarters of 4 are orange is our own.',
  },
  whenExempt: 'skip',
  evidenceOf: 'meetings',
  keeps: meetingsKept('lessons'),
  judge(facts, pack, asOf) {
    if (facts.kind !== 'branch') return undefined
    const threshold = pack.thresholds.W10.orangeQuarters
    const completed = completedQuarters(asOf, quartersLookedAt)
    const missed = missedPeriods(facts, 'lessons', completed, quarterOf)
    if (missed.length < threshold) return undefined
    const words = quarterWords(missed)
    return {
      severity: 'orange',
      since: sinceWhen(missed, threshold),
      measured: missed.length,
      threshold,
      unit: 'quarters',
      worsens: null,
      why: {
        zh: `最近4个季度中，${words.zh}没有团课记录。`,
        en: `Of the last 4 quarters, no League lesson is recorded in ${words.en}.`,
      },
      clears: {
        zh: '每季度开展团课并录入；已开展而未录入的，补录上述季度的记录。',
        en: 'Hold one every quarter and record it; record those of these quarters if they were held.',
      },
    }
  },
}
