import { ruleWords } from '#db/records/words/rule-words.ts'
import { addMonths, firstOfMonth } from '#db/shared/day.ts'
import { plural } from '#db/shared/plural.ts'
import type { Rule } from '../rule.ts'
import { feesKept } from './w14-fee-arrears.ts'

/**
 * 满六个月未交未处置: somebody has not paid for six months in a row, which is 自行脱团 (团章第八条), and his 团籍状态 is
 * still 正常: nothing has been opened.
 */
export const undealtArrears: Rule = {
  id: 'W15',
  name: ruleWords.W15,
  basis: {
    zh: '《中国共产主义青年团章程》（2023）第八条：没有正当理由，连续六个月不交纳团费的，按自行脱团处理，由支部大会决定除名，报上级委员会批准。',
    en: 'League charter (2023), article 8: whoever without good reason pays no fees for six months in a row counts as drifted away; the branch decides, the committee above approves.',
  },
  whenExempt: 'skip',
  evidenceOf: 'drifting',
  keeps: feesKept,
  judge(facts, pack, asOf) {
    const { drifting, longest } = facts.fees
    if (facts.kind !== 'branch' || drifting === 0) return undefined
    const { months } = pack.thresholds.W15
    return {
      severity: 'orange',
      since: addMonths(firstOfMonth(asOf), months - longest),
      measured: drifting,
      threshold: 1,
      unit: 'members',
      worsens: null,
      why: {
        zh: `${drifting}人连续${months}个月以上未交团费，团籍状态仍为正常，没有处置。`,
        en: `${plural(drifting, 'member has', 'members have')} not paid for ${plural(months, 'month')} or more and ${drifting === 1 ? 'is' : 'are'} still in normal standing: nothing was done.`,
      },
      clears: {
        zh: '催交并录入；确属自行脱团的，召开支部大会决定，把团籍状态改为自行脱团待审核，报上级批准。',
        en: 'Collect the fees and record them; or let the branch decide that the member has drifted away, set the membership to "drifted away, pending", and ask the committee above.',
      },
    }
  },
}
