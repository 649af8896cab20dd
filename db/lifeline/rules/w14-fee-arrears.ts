import { ruleWords } from '#db/records/words/rule-words.ts'
import { addMonths, firstOfMonth } from '#db/shared/day.ts'
import { plural } from '#db/shared/plural.ts'
import type { Judgement, Keeps, Rule } from '../rule.ts'
import { partlyOf } from './partly-kept.ts'
import { percentOf } from './w12-unfinished-appraisal.ts'

/** Of the rules that ask for how long somebody has not paid. */
export const feesKept: Keeps = {
  areKept: ({ fees }, _, asOf) => fees !== null && fees <= asOf,
  unkept: {
    zh: '本台账还没有团费交纳记录，暂不判定。录入第一笔团费后，从那个月起判定。',
    en: 'No fees are recorded in this registry yet, so nobody is judged by them. From the first month that was paid for on they are.',
  },
  partly: partlyOf(
    { zh: '团费', en: 'Fees', of: 'people' },
    ({ shares }) => shares.fees,
    ({ fees }) => fees.known > 0,
  ),
}

/**
 * 团费连续欠交: the share of those who are to pay and have not for three months in a row up to now. 2 % is the bar for a
 * 团支部 (Shenzhen 2021), 5 % that for a 团委, 50 % ours.
 */
export const feeArrears: Rule = {
  id: 'W14',
  name: ruleWords.W14,
  basis: {
    zh: '评优条件“团员连续3个月未交团费比例”：团支部低于2%、团委低于5%（深圳2021，广东2021、2022）；保留团籍的党员自愿交纳，不计入。50%为红色，系本规则包所定。',
    en: 'Conditions for honours: fewer than 2% of a branch, 5% of a committee, unpaid for 3 months in a row (Shenzhen 2021, Guangdong 2021 and 2022); Party members pay of their own will. That 50% is red is our own.',
  },
  whenExempt: 'skip',
  evidenceOf: 'unpaid',
  keeps: feesKept,
  judge(facts, pack, asOf) {
    const { liable, behind, longest, next } = facts.fees
    if (facts.kind !== 'branch' || behind === 0) return undefined
    const { months, ...limits } = pack.thresholds.W14
    const lamp = lampOf(limit => behind * 100 >= limit * liable, limits)
    if (lamp === undefined) return undefined
    const then = lampOf(limit => next.behind * 100 >= limit * next.liable, limits)
    const isWorse = then !== undefined && then.threshold > lamp.threshold
    return {
      ...lamp,
      since: addMonths(firstOfMonth(asOf), months - longest),
      measured: percentOf(behind, liable),
      unit: 'percent',
      worsens: isWorse ? { on: addMonths(firstOfMonth(asOf), 1), to: then.severity } : null,
      why: {
        zh: `应交团费${liable}人，其中${behind}人连续${months}个月以上未交，最长${longest}个月。`,
        en: `Of ${liable} who are to pay, ${plural(behind, 'has', 'have')} not for ${plural(months, 'month')} or more, the longest for ${longest}.`,
      },
      clears: {
        zh: `收齐这${behind}人所欠团费并录入；符合免交条件的，录入免交原因。`,
        en: `Collect what ${behind === 1 ? 'this 1 owes' : `these ${behind} owe`} and record it; record the reason where fees are let off.`,
      },
    }
  },
}

type Limits = { readonly yellowPercent: number; readonly orangePercent: number; readonly redPercent: number }

function lampOf(
  reaches: (percent: number) => boolean,
  { yellowPercent, orangePercent, redPercent }: Limits,
): Pick<Judgement, 'severity' | 'threshold'> | undefined {
  if (reaches(redPercent)) return { severity: 'red', threshold: redPercent }
  if (reaches(orangePercent)) return { severity: 'orange', threshold: orangePercent }
  return reaches(yellowPercent) ? { severity: 'yellow', threshold: yellowPercent } : undefined
}
