import { ruleWords } from '#db/records/words/rule-words.ts'
import { addDays, daysBetween, type IsoDay } from '#db/shared/day.ts'
import { grouped, plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import type { BranchFacts } from '../facts.ts'
import type { Judgement, Rule } from '../rule.ts'

/**
 * 书记空缺, for organizations of every kind: over 90 days red, over 30 orange, else yellow. The 90 days follow the
 * Party's “书记出缺超过3个月”; the 30 are ours. A 团支部 with nobody at all in post is reported once, as W02.
 */
export const secretaryVacancy: Rule = {
  id: 'W04',
  name: ruleWords.W04,
  basis: {
    zh: '团支部书记应配备到位（福建团支部星级标准，2024）；超过90天参照整顿软弱涣散基层党组织的“书记出缺超过3个月”；30天为本规则包所定。',
    en: `The secretary must be in place (Fujian star standard, 2024); 90 days follow the Party's "vacant for more than 3 months"; the 30 days are our own.`,
  },
  whenExempt: 'skip',
  evidenceOf: 'posts',
  judge(facts, pack, asOf) {
    const { secretary, held } = facts.posts
    if (secretary.kind === 'held' || (facts.kind === 'branch' && held === 0)) return undefined
    const since = secretary.kind === 'left' ? secretary.on : facts.existsSince
    // a founding day after the day asked about is a slip: nothing is known of the vacancy's length
    const days = since === null ? 0 : Math.max(0, daysBetween(since, asOf))
    return {
      ...lamp(days, pack.thresholds.W04),
      since,
      measured: days,
      unit: 'days',
      worsens: worsening(since, days, pack.thresholds.W04),
      why: story(facts, since, days),
      clears: {
        zh: '选举或任命书记1名，并录入任职日期。',
        en: 'Elect or appoint 1 secretary and record the day of taking office.',
      },
    }
  },
  marks(facts, pack) {
    const { secretary } = facts.posts
    const since = secretary.kind === 'left' ? secretary.on : facts.existsSince
    if (secretary.kind === 'held' || since === null) return []
    const { orangeAboveDays, redAboveDays } = pack.thresholds.W04
    const limit = (days: number) =>
      ({
        day: addDays(since, days),
        what: { zh: `空缺满${days}天`, en: `Vacant for ${plural(days, 'day')}` },
        kind: 'limit',
      }) as const
    const what =
      secretary.kind === 'left'
        ? { zh: '书记离任', en: 'Secretary left' }
        : { zh: '有记录起', en: 'On record since' }
    return [{ day: since, what, kind: 'event' }, limit(orangeAboveDays), limit(redAboveDays)]
  },
}

type Limits = { readonly orangeAboveDays: number; readonly redAboveDays: number }

function worsening(since: IsoDay | null, days: number, limits: Limits): Judgement['worsens'] {
  if (since === null || days > limits.redAboveDays) return null
  const [above, to] =
    days > limits.orangeAboveDays || limits.orangeAboveDays === limits.redAboveDays
      ? ([limits.redAboveDays, 'red'] as const)
      : ([limits.orangeAboveDays, 'orange'] as const)
  return { on: addDays(since, above + 1), to }
}

function lamp(
  days: number,
  { orangeAboveDays, redAboveDays }: Limits,
): Pick<Judgement, 'severity' | 'threshold'> {
  if (days > redAboveDays) return { severity: 'red', threshold: redAboveDays }
  if (days > orangeAboveDays) return { severity: 'orange', threshold: orangeAboveDays }
  return { severity: 'yellow', threshold: 0 }
}

function story({ posts: { secretary } }: BranchFacts, since: IsoDay | null, days: number): Text {
  if (secretary.kind === 'left') {
    return {
      zh: `书记${secretary.name ?? ''}于${secretary.on}离任，至今空缺${grouped(days)}天。`,
      en: `The secretary${secretary.name === null ? '' : ` ${secretary.name}`} left on ${secretary.on}; vacant for ${plural(days, 'day')}.`,
    }
  }
  if (since === null) {
    return {
      zh: '没有书记，也没有历任书记和成立日期的记录，空缺天数不明。',
      en: 'There is no secretary, and neither a former one nor a founding day is recorded: for how long is not known.',
    }
  }
  return {
    zh: `自${since}以来没有书记的记录，空缺${grouped(days)}天。`,
    en: `No secretary is recorded since ${since}; vacant for ${plural(days, 'day')}.`,
  }
}
