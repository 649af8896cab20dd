import { ruleWords } from '#db/records/words/rule-words.ts'
import { addMonths, type IsoDay } from '#db/shared/day.ts'
import { plural } from '#db/shared/plural.ts'
import { yearEnd } from '../gathering/gather-appraisals.ts'
import type { Pack } from '../packs/pack.ts'
import type { Rule } from '../rule.ts'
import { partlyOf, widestYear } from './partly-kept.ts'

/**
 * 教育评议未完成: of the last closed year, of those who were on the roll when it ended and are no Party members: not all
 * appraised is yellow, fewer than 60 % (ours) red; and more than 30 % 优秀 is yellow.
 */
export const unfinishedAppraisal: Rule = {
  id: 'W12',
  name: ruleWords.W12,
  basis: {
    zh: '团员教育评议一般每年1次，保留团籍的青年党员不参加；优秀不超过参评团员的30%；“两制”完成率应为100%。低于60%为红色，系本规则包所定。',
    en: 'Members are appraised every year, Party members excepted; at most 30% are excellent; all are to be done. That below 60% is red is our own.',
  },
  whenExempt: 'skip',
  evidenceOf: 'unassessed',
  keeps: {
    areKept: (kept, pack, asOf) => kept.appraisals !== null && isYearOver(kept.appraisals, pack, asOf),
    unkept: {
      zh: '本台账还没有上一年度的教育评议记录，暂不判定。',
      en: 'No appraisals of a closed year are recorded in this registry yet, so nobody is judged by them.',
    },
    partly: partlyOf(
      { zh: '教育评议', en: 'Appraisals', of: 'people' },
      (kept, pack, asOf) => widestYear(kept, pack, asOf, 'appraised'),
      ({ appraisal }) => appraisal.assessed > 0,
    ),
  },
  judge(facts, pack) {
    const { year, eligible, assessed, excellent } = facts.appraisal
    if (facts.kind !== 'branch' || eligible === 0) return undefined
    const { redBelowPercent, mostExcellentPercent } = pack.thresholds.W12
    const since = dueDay(year, pack)
    const tooExcellent = excellent * 100 > mostExcellentPercent * assessed
    if (assessed < eligible) {
      const isRed = assessed * 100 < redBelowPercent * eligible
      const left = eligible - assessed
      return {
        severity: isRed ? 'red' : 'yellow',
        since,
        measured: percentOf(assessed, eligible),
        threshold: isRed ? redBelowPercent : 100,
        unit: 'percent',
        worsens: null,
        why: {
          zh: `${year}年度应参加评议${eligible}人，已评议${assessed}人，还有${left}人${tooExcellent ? `；已评议的优秀${excellent}人，超过${mostExcellentPercent}%` : ''}。`,
          en: `Of ${eligible} to be appraised for ${year}, ${plural(assessed, 'was', 'were')}; ${plural(left, 'was', 'were')} not${tooExcellent ? `; ${excellent} of those who were are excellent, more than ${mostExcellentPercent}%` : ''}.`,
        },
        clears: {
          zh: `完成${year}年度其余${left}人的教育评议，并录入结果。`,
          en: `Appraise the other ${plural(left, 'member')} for ${year} and record the results.`,
        },
      }
    }
    if (!tooExcellent) return undefined
    return {
      severity: 'yellow',
      since,
      measured: percentOf(excellent, assessed),
      threshold: mostExcellentPercent,
      unit: 'percent',
      worsens: null,
      why: {
        zh: `${year}年度评议${assessed}人，优秀${excellent}人，超过${mostExcellentPercent}%。`,
        en: `Of ${assessed} appraised for ${year}, ${plural(excellent, 'is', 'are')} excellent: more than ${mostExcellentPercent}%.`,
      },
      clears: {
        zh: `重新审定${year}年度评议结果，优秀不超过${Math.floor((mostExcellentPercent * assessed) / 100)}人。`,
        en: `Review the results of ${year}: at most ${Math.floor((mostExcellentPercent * assessed) / 100)} may be excellent.`,
      },
    }
  },
}

/** The day from which the two systems of a year are asked for. */
export function dueDay(year: number, pack: Pack): IsoDay {
  return addMonths(`${year + 1}-01-01` as IsoDay, pack.thresholds.closesAfterMonths)
}

/** Whether a year is one of those that are asked for by the day. */
export function isYearOver(year: number, pack: Pack, asOf: IsoDay): boolean {
  return yearEnd(year) < addMonths(asOf, -pack.thresholds.closesAfterMonths)
}

/** With one decimal, rounded towards nothing done: 99.96 % is no 100. */
export function percentOf(part: number, whole: number): number {
  return Math.floor((part * 1000) / whole) / 10
}
