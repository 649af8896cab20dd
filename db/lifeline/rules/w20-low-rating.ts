import { starWords } from '#db/records/words/org-words.ts'
import { ruleWords } from '#db/records/words/rule-words.ts'
import type { Kept, RatingFacts } from '../facts.ts'
import type { Pack } from '../packs/pack.ts'
import { closedYear } from '../periods.ts'
import type { Judgement, Rule } from '../rule.ts'
import { dueDay, isYearOver } from './w12-unfinished-appraisal.ts'

/**
 * 对标定级偏低: the newest result is below 60 points, vetoed or 不予定级 (软弱涣散): red; 60 to 69 or two stars (后进):
 * orange; none for the last closed year: yellow, which is ours, once half of all were rated: one star typed in for one
 * branch is no word about the others.
 */
export const lowRating: Rule = {
  id: 'W20',
  name: ruleWords.W20,
  basis: {
    zh: '《基层团组织规范化建设工作实施方案》（中青办发〔2019〕6号）：60至69分为后进团支部；不足60分或存在“一票否决”事项的为软弱涣散团支部。上一年度没有定级结果为黄色，有一半以上团支部有结果后才判定，均系本规则包所定。',
    en: 'Plan on standardizing basic organizations (2019, no. 6): 60 to 69 points is a lagging branch; fewer than 60, or a veto, one needing rectification. That a missing result is yellow, once half of the branches have one, is our own.',
  },
  whenExempt: 'skip',
  evidenceOf: 'ratings',
  keeps: {
    areKept: (kept, pack, asOf) => kept.ratings !== null && isYearOver(kept.ratings, pack, asOf),
    unkept: {
      zh: '本台账还没有上一年度的对标定级结果，暂不判定。',
      en: 'No ratings of a closed year are recorded in this registry yet, so nobody is judged by them.',
    },
    partly: {
      holds: (kept, pack, asOf) =>
        !areMissed(kept, pack, closedYear(asOf, pack.thresholds.closesAfterMonths)),
      says: () => ({
        zh: '对标定级只录入了少数团支部的结果：有结果的照常判定，没有结果的暂不判定。',
        en: 'Ratings are recorded of few branches so far: those that have one are judged by it, the others are not.',
      }),
      // an older result may be low; that the newest is missing it asks below
      isOwn: ({ rating }) => rating !== null,
    },
  },
  judge(facts, pack, asOf) {
    if (facts.kind !== 'branch' && facts.kind !== 'general-branch') return undefined
    const limits = pack.thresholds.W20
    const { rating } = facts
    const low = rating === null ? undefined : lowness(rating, limits)
    if (rating !== null && low !== undefined) {
      const points = rating.score === null ? null : rating.score / 10
      const star = starWords.values.find(one => one === rating.star)
      const zh = [
        ...(points === null ? [] : [`${points}分`]),
        ...(star === undefined ? [] : [starWords.wordFor(star)]),
        ...(rating.veto === null ? [] : [`一票否决：${rating.veto}`]),
      ].join('，')
      return {
        ...low,
        since: dueDay(rating.year, pack) <= asOf ? dueDay(rating.year, pack) : null,
        measured: points ?? 0,
        unit: 'points',
        worsens: null,
        why: {
          zh: `${rating.year}年度对标定级：${zh}，属${low.severity === 'red' ? '软弱涣散' : '后进'}团支部。`,
          en: `Rated for ${rating.year}: ${points === null ? 'no score' : `${points} points`}${rating.veto === null ? '' : ', vetoed'}; ${low.severity === 'red' ? 'a branch needing rectification' : 'a lagging branch'}.`,
        },
        clears: {
          zh: '按“五评”逐项整改，在下一次对标定级中达到三星级以上。',
          en: 'Put each of the five items right and reach three stars or more at the next rating.',
        },
      }
    }
    const year = closedYear(asOf, pack.thresholds.closesAfterMonths)
    if (rating !== null && rating.year >= year) return undefined
    // set up after 06-01 it was not rated; nor is it asked for where nobody was rated yet
    if (!areMissed(facts.kept, pack, year)) return undefined
    if (facts.founded !== null && facts.founded > `${year}-06-01`) return undefined
    return {
      severity: 'yellow',
      since: dueDay(year, pack),
      measured: 0,
      threshold: 1,
      unit: 'points',
      worsens: null,
      why: { zh: `没有${year}年度对标定级结果。`, en: `There is no rating for ${year}.` },
      clears: {
        zh: `完成${year}年度对标定级复核并录入。`,
        en: `Review the rating for ${year} and record it.`,
      },
    }
  },
}

/** Whether so many were rated, for a year that is over, that it is told who was not. */
export function areMissed({ rated }: Kept, { thresholds }: Pack, year: number): boolean {
  return rated.years.some(
    one => one.year <= year && one.results * 100 >= thresholds.W20.missedFromPercent * rated.of,
  )
}

type Limits = { readonly redBelowScore: number; readonly orangeBelowScore: number }

function lowness(
  { score, star, veto }: RatingFacts,
  { redBelowScore, orangeBelowScore }: Limits,
): Pick<Judgement, 'severity' | 'threshold'> | undefined {
  const isBelow = (points: number) => score !== null && score < points * 10
  if (veto !== null || star === 'none' || isBelow(redBelowScore))
    return { severity: 'red', threshold: redBelowScore }
  if (star === 'two' || isBelow(orangeBelowScore)) return { severity: 'orange', threshold: orangeBelowScore }
  return undefined
}
