import { ruleWords } from '#db/records/words/rule-words.ts'
import { addDays, daysBetween, type IsoDay } from '#db/shared/day.ts'
import { grouped, plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import {
  type ElectedKind,
  type ElectionDates,
  electionDates,
  isElected,
} from '../elections/election-dates.ts'
import type { TermFacts } from '../facts.ts'
import type { Judgement, Rule } from '../rule.ts'

/**
 * 届满未换届: within 90 days yellow, overdue orange, red past the longest delay, 6 months for a 团支部 and 12 for 团总支,
 * 团委 (基层组织选举工作条例, 中青发〔2025〕1号, 第三、四条). An approved extension suspends it within that cap. `measured` is days past the due day: negative before it.
 * 团工委 and 领导机关 are appointed and have no term; without a recorded election nothing can be said. Where the term's
 * length is not recorded three years are presumed, and said to be; that a student branch has one year is not presumed,
 * because nothing on record tells a student branch from a school's staff branch.
 */
export const overdueElection: Rule = {
  id: 'W06',
  name: ruleWords.W06,
  basis: {
    zh: '《中国共产主义青年团章程》（2023）第二十二条；《中国共产主义青年团基层组织选举工作条例》（中青发〔2025〕1号）第三条、第四条：届满应当按期换届，延期支部一般不超过6个月，其他一般不超过1年。届满前90天提醒为本规则包所定。',
    en: 'League charter (2023), article 22; Regulations on elections in basic organizations (2025, no. 1), articles 3 and 4: a delay is at most 6 months for a branch and 1 year for others. The reminder 90 days ahead is our own.',
  },
  whenExempt: 'skip',
  evidenceOf: 'terms',
  judge(facts, pack, asOf) {
    if (facts.term === null || !isElected(facts.kind)) return undefined
    const limits = pack.thresholds.W06
    const days = electionDates(facts.kind, facts.term, limits)
    const late = daysBetween(days.until, asOf)
    if (late < -limits.warnDays) return undefined
    const soon = late <= 0
    return {
      ...lamp(days, limits.warnDays, asOf),
      since: soon ? addDays(days.until, -limits.warnDays) : addDays(days.until, 1),
      measured: daysBetween(days.due, asOf),
      unit: 'days',
      worsens: worsening(days, asOf),
      why: story(facts.term, limits.presumedYears, days, asOf),
      clears: meetingToHold(facts.kind, days, asOf),
    }
  },
  marks(facts, pack) {
    if (facts.term === null || !isElected(facts.kind)) return []
    const { due, until, cap } = electionDates(facts.kind, facts.term, pack.thresholds.W06)
    const extended = {
      day: until,
      what: { zh: '经批准延期至', en: 'Extended until' },
      kind: 'limit',
    } as const
    return [
      { day: facts.term.elected, what: { zh: '上次换届', en: 'Last elected' }, kind: 'event' },
      { day: due, what: { zh: '届满', en: 'Term ends' }, kind: 'limit' },
      ...(until > due ? [extended] : []),
      { day: cap, what: { zh: '延期上限', en: 'Longest delay ends' }, kind: 'limit' },
    ]
  },
}

function lamp(
  { due, until, cap }: ElectionDates,
  warnDays: number,
  asOf: IsoDay,
): Pick<Judgement, 'severity' | 'threshold'> {
  if (cap < asOf) return { severity: 'red', threshold: daysBetween(due, cap) }
  if (until < asOf) return { severity: 'orange', threshold: daysBetween(due, until) }
  return { severity: 'yellow', threshold: daysBetween(due, until) - warnDays }
}

function worsening({ until, cap }: ElectionDates, asOf: IsoDay): Judgement['worsens'] {
  if (cap < asOf) return null
  if (until < asOf || until === cap) return { on: addDays(cap, 1), to: 'red' }
  return { on: addDays(until, 1), to: 'orange' }
}

function story(facts: TermFacts, presumed: number, { due, until }: ElectionDates, asOf: IsoDay): Text {
  const late = daysBetween(until, asOf)
  const { elected, monthOnly, yearOnly, years } = facts
  const month = {
    zh: yearOnly ? '（月日不详，按1月1日计）' : monthOnly ? '（日不详，按1日计）' : '',
    en: yearOnly
      ? ' (month and day not known, taken as 1 January)'
      : monthOnly
        ? ' (day not known, taken as the 1st)'
        : '',
  }
  const term = {
    zh: years === null ? `届期未录入，推定${presumed}年` : `届期${years}年`,
    en:
      years === null
        ? `term not recorded, presumed ${plural(presumed, 'year')}`
        : `term ${plural(years, 'year')}`,
  }
  const when = {
    zh: late > 0 ? `已逾期${grouped(late)}天` : `还有${grouped(-late)}天`,
    en: late > 0 ? `${plural(late, 'day')} overdue` : `${plural(-late, 'day')} left`,
  }
  return {
    zh: `最近换届${elected}${month.zh}，${term.zh}，${due}届满${until > due ? `，经批准延期至${until}` : ''}，${when.zh}。`,
    en: `Last elected ${elected}${month.en}, ${term.en}, due ${due}${until > due ? `, extended until ${until}` : ''}, ${when.en}.`,
  }
}

function meetingToHold(kind: ElectedKind, { until, cap }: ElectionDates, asOf: IsoDay): Text {
  const meeting =
    kind === 'committee'
      ? { zh: '团员大会或团员代表大会', en: "a members' or delegates' meeting" }
      : { zh: '团员大会', en: "a members' meeting" }
  const limit =
    until >= asOf
      ? { zh: `在${until}前`, en: ` by ${until}` }
      : cap >= asOf
        ? { zh: `尽快（经批准延期也不晚于${cap}）`, en: ` soon (no approved delay reaches past ${cap})` }
        : { zh: '立即', en: ' at once' }
  return {
    zh: `${limit.zh}召开${meeting.zh}换届选举，并录入选举日期和届期。`,
    en: `Hold ${meeting.en}${limit.en}, elect, and record the day and the term.`,
  }
}
