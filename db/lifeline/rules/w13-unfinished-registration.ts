import { ruleWords } from '#db/records/words/rule-words.ts'
import { plural } from '#db/shared/plural.ts'
import type { Rule } from '../rule.ts'
import { partlyOf, widestYear } from './partly-kept.ts'
import { dueDay, isYearOver, percentOf } from './w12-unfinished-appraisal.ts'

/** 团籍注册未完成: of the last closed year fewer than 98 % of those who should be are registered; none at all is red. */
export const unfinishedRegistration: Rule = {
  id: 'W13',
  name: ruleWords.W13,
  basis: {
    zh: '团员年度团籍注册一般每年1次，评议基本合格以上方可注册，保留团籍的党员也要注册；“两制”完成率不低于98%（广东2022）。全支部无人注册为红色。',
    en: 'Membership is registered every year for all but those who failed the appraisal, Party members included; at least 98% are to be done (Guangdong, 2022). Red is nobody at all.',
  },
  whenExempt: 'skip',
  evidenceOf: 'unregistered',
  keeps: {
    areKept: (kept, pack, asOf) => kept.registrations !== null && isYearOver(kept.registrations, pack, asOf),
    unkept: {
      zh: '本台账还没有上一年度的团籍注册记录，暂不判定。',
      en: 'No registrations of a closed year are recorded in this registry yet, so nobody is judged by them.',
    },
    partly: partlyOf(
      { zh: '团籍注册', en: 'Registrations', of: 'people' },
      (kept, pack, asOf) => widestYear(kept, pack, asOf, 'registered'),
      ({ appraisal }) => appraisal.answered > 0,
    ),
  },
  judge(facts, pack) {
    const { year, registrable, registered } = facts.appraisal
    const { fewestPercent } = pack.thresholds.W13
    if (facts.kind !== 'branch' || registered * 100 >= fewestPercent * registrable) return undefined
    const left = registrable - registered
    const isRed = registered === 0
    return {
      severity: isRed ? 'red' : 'yellow',
      since: dueDay(year, pack),
      measured: percentOf(registered, registrable),
      threshold: isRed ? 0 : fewestPercent,
      unit: 'percent',
      worsens: null,
      why: {
        zh: `${year}年度应注册${registrable}人，已注册${registered}人，还有${left}人。`,
        en: `Of ${registrable} to be registered for ${year}, ${plural(registered, 'was', 'were')}; ${plural(left, 'was', 'were')} not.`,
      },
      clears: {
        zh: `为其余${left}人办理${year}年度团籍注册，并录入结果。`,
        en: `Register the other ${plural(left, 'member')} for ${year} and record it.`,
      },
    }
  },
}
