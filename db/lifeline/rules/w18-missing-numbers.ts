import { ruleWords } from '#db/records/words/rule-words.ts'
import { plural } from '#db/shared/plural.ts'
import type { Rule } from '../rule.ts'
import { percentOf } from './w12-unfinished-appraisal.ts'

/**
 * 团员编号缺失或不合规: of those who joined from 2017-01 on, fewer than 98 % have a number of 12 digits that begins with
 * the year of joining (2017 and 2018 stand for each other), or one of Shandong's 16.
 */
export const missingNumbers: Rule = {
  id: 'W18',
  name: ruleWords.W18,
  basis: {
    zh: '2017年1月起入团的团员应有发展团员编号：12位数字，前四位为入团年份（2017、2018可互换；山东16位编号除外）；编号使用率不低于98%（广东2021）。',
    en: 'Whoever joined from January 2017 on has a member number of 12 digits that begins with the year of joining (2017 and 2018 stand for each other; Shandong has 16 digits); at least 98% are to have one (Guangdong, 2021).',
  },
  whenExempt: 'skip',
  evidenceOf: 'unnumbered',
  keeps: {
    areKept: kept => kept.numbers,
    unkept: {
      zh: '本台账还没有录入团员编号，暂不判定。',
      en: 'No member numbers are recorded in this registry yet, so nobody is judged by them.',
    },
  },
  judge(facts, pack) {
    const { required, valid } = facts.numbers
    const { fewestPercent } = pack.thresholds.W18
    if (facts.kind !== 'branch' || valid * 100 >= fewestPercent * required) return undefined
    const left = required - valid
    return {
      severity: 'yellow',
      since: null,
      measured: percentOf(valid, required),
      threshold: fewestPercent,
      unit: 'percent',
      worsens: null,
      why: {
        zh: `2017年以来入团的${required}人中，${left}人没有团员编号或编号不合规。`,
        en: `Of ${required} who joined since 2017, ${plural(left, 'has', 'have')} no number or one that cannot be right.`,
      },
      clears: {
        zh: `为这${left}人补录或更正团员编号（12位，前四位为入团年份）。`,
        en: `Record or correct the numbers of ${plural(left, 'member')} (12 digits that begin with the year of joining).`,
      },
    }
  },
}
