import { ruleWords } from '#db/records/words/rule-words.ts'
import { addDays, daysBetween, type IsoDay, laterDay } from '#db/shared/day.ts'
import { grouped, plural } from '#db/shared/plural.ts'
import type { BranchFacts } from '../facts.ts'
import type { Rule } from '../rule.ts'
import { meetingsKept } from './missed-periods.ts'

/**
 * 长期无组织生活: for 90 days orange, for 180 red, no meeting or activity of any type. The idea is the Party's “不开展
 * 活动”, the half year that of 自行脱团; the days are ours.
 */
export const dormantBranch: Rule = {
  id: 'W11',
  name: ruleWords.W11,
  basis: {
    zh: '参照软弱涣散基层党组织“组织制度形同虚设、不开展活动”；六个月参照《团章》第八条自行脱团的期限。90天橙色、180天红色为本规则包所定。',
    en: `Follows the Party's "systems on paper, no activities"; six months follow article 8 of the charter. The 90 and 180 days are our own.`,
  },
  whenExempt: 'skip',
  evidenceOf: 'meetings',
  keeps: meetingsKept('meetings'),
  judge(facts, pack, asOf) {
    const since = quietSince(facts)
    if (facts.kind !== 'branch' || since === null) return undefined
    const { orangeDays, redDays } = pack.thresholds.W11
    const days = daysBetween(since, asOf)
    if (days < orangeDays) return undefined
    const isRed = days >= redDays
    const { last } = facts.meetings
    return {
      severity: isRed ? 'red' : 'orange',
      since: addDays(since, isRed ? redDays : orangeDays),
      measured: days,
      threshold: isRed ? redDays : orangeDays,
      unit: 'days',
      worsens: isRed ? null : { on: addDays(since, redDays), to: 'red' },
      why: {
        zh:
          last === null
            ? `自${since}以来没有任何会议活动记录，已${grouped(days)}天。`
            : `最近一次会议活动在${last}，已${grouped(days)}天没有组织生活。`,
        en:
          last === null
            ? `No meeting or activity is recorded since ${since}, for ${plural(days, 'day')}.`
            : `The last meeting or activity was on ${last}, ${plural(days, 'day')} ago.`,
      },
      clears: {
        zh: '召开支部大会、团课或主题团日，并录入会议活动记录。',
        en: 'Hold a general meeting, a League lesson or a themed day, and record it.',
      },
    }
  },
  marks(facts, pack) {
    const since = quietSince(facts)
    if (since === null) return []
    const { orangeDays, redDays } = pack.thresholds.W11
    const limit = (days: number) =>
      ({
        day: addDays(since, days),
        what: { zh: `满${days}天`, en: `${plural(days, 'day')} without` },
        kind: 'limit',
      }) as const
    const what =
      facts.meetings.last === null
        ? { zh: '有记录起', en: 'On record since' }
        : { zh: '最近一次活动', en: 'Last activity' }
    return [{ day: since, what, kind: 'event' }, limit(orangeDays), limit(redDays)]
  },
}

/** The last activity; of a branch that never had one, the day from which it could have been recorded here. */
function quietSince({ meetings, kept, existsSince }: BranchFacts): IsoDay | null {
  if (meetings.last !== null || kept.meetings === null) return meetings.last
  return existsSince === null ? kept.meetings : laterDay(kept.meetings, existsSince)
}
