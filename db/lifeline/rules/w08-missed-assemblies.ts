import { ruleWords } from '#db/records/words/rule-words.ts'
import { addMonths, type IsoDay } from '#db/shared/day.ts'
import type { BranchFacts } from '../facts.ts'
import { quartersLookedAt } from '../gathering/gather-meetings.ts'
import type { Pack } from '../packs/pack.ts'
import { completedQuarters, quarterOf } from '../periods.ts'
import type { Judgement, Rule } from '../rule.ts'
import { meetingsKept, missedPeriods, quarterWords } from './missed-periods.ts'

/**
 * 支部大会未按季召开: completed quarters among the last four in which no 支部大会 is recorded (“三会两制一课”实施细则:
 * 一般每季度召开1次). How many are yellow, orange and red is ours.
 */
export const missedAssemblies: Rule = {
  id: 'W08',
  name: ruleWords.W08,
  basis: {
    zh: '《中国共产主义青年团基层组织“三会两制一课”实施细则（试行）》（中青发〔2017〕5号）：支部大会一般每季度召开1次。缺1、2、3个季度分别为黄、橙、红，系本规则包所定。',
    en: 'Rules on "three meetings, two systems, one lesson" (2017, no. 5): a general meeting every quarter as a rule. That 1, 2 and 3 missed quarters are yellow, orange and red is our own.',
  },
  whenExempt: 'skip',
  evidenceOf: 'meetings',
  keeps: meetingsKept('assemblies'),
  judge(facts, pack, asOf) {
    if (facts.kind !== 'branch') return undefined
    const limits = pack.thresholds.W08
    const completed = completedQuarters(asOf, quartersLookedAt)
    const missed = missedPeriods(facts, 'assemblies', completed, quarterOf)
    const lamp = lampOf(missed.length, limits)
    if (lamp === undefined) return undefined
    const words = quarterWords(missed)
    return {
      ...lamp,
      since: sinceWhen(missed, lamp.threshold),
      measured: missed.length,
      unit: 'quarters',
      worsens: worsening(facts, lamp.severity, limits, asOf),
      why: {
        zh: `最近4个季度中，${words.zh}没有支部大会记录。`,
        en: `Of the last 4 quarters, no general meeting is recorded in ${words.en}.`,
      },
      clears: {
        zh: `每季度召开支部大会并录入；已召开而未录入的，补录${words.zh}的记录。`,
        en: `Hold one every quarter and record it; record those of ${words.en} if they were held.`,
      },
    }
  },
}

type Limits = Pack['thresholds']['W08']

function lampOf(
  missed: number,
  { yellowQuarters, orangeQuarters, redQuarters }: Limits,
): Pick<Judgement, 'severity' | 'threshold'> | undefined {
  if (missed >= redQuarters) return { severity: 'red', threshold: redQuarters }
  if (missed >= orangeQuarters) return { severity: 'orange', threshold: orangeQuarters }
  return missed >= yellowQuarters ? { severity: 'yellow', threshold: yellowQuarters } : undefined
}

/** The day after the quarter with which the bar was reached. */
export function sinceWhen(missed: readonly IsoDay[], threshold: number, months = 3): IsoDay | null {
  const reached = missed[threshold - 1]
  return reached === undefined ? null : addMonths(reached, months)
}

const grades = ['yellow', 'orange', 'red']

/** If the quarter that runs ends without one, too; the oldest of the four is then no longer looked at. */
function worsening(
  facts: BranchFacts,
  severity: Judgement['severity'],
  limits: Limits,
  asOf: IsoDay,
): Judgement['worsens'] {
  const on = addMonths(quarterOf(asOf), 3)
  const then = missedPeriods(facts, 'assemblies', completedQuarters(on, quartersLookedAt), quarterOf)
  const to = lampOf(then.length, limits)?.severity
  return to !== undefined && grades.indexOf(to) > grades.indexOf(severity) ? { on, to } : null
}
