import { addDays, addMonths } from '#db/shared/day.ts'
import { day } from './healthy.ts'
import type {
  NaiveAppraisal,
  NaiveMeeting,
  NaiveOrg,
  NaivePerson,
  NaivePost,
  NaiveRating,
  NaiveRegistry,
  NaiveTerm,
} from './naive-scan.ts'
import { askedOn } from './random-registry.ts'

/** How one organization differs from one in which nothing is wrong. */
type Plight = {
  readonly org?: Partial<NaiveOrg>
  /** How many members it has; 3 unless it says so: from 7 on it needs a committee. */
  readonly members?: number
  /** How each member differs, by his number. */
  readonly member?: (n: number) => Partial<NaivePerson>
  /** Days before the day on which the last secretary left; null: nobody has any post. */
  readonly secretaryLeft?: number | null
  /** Only the secretary is in post. */
  readonly isAlone?: boolean
  /** Months before the day in which it did not meet, by type; 0 is the month that runs. */
  readonly missed?: Readonly<Record<string, readonly number[]>>
  readonly term?: Omit<NaiveTerm, 'org'>
  /** How many have a result, are registered, and who paid nothing for how many months. */
  readonly appraised?: number
  readonly registered?: number
  readonly behind?: readonly { readonly who: readonly number[]; readonly months: number }[]
  readonly rating?: Partial<NaiveRating> | null
}

const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n)
const ago = (days: number) => addDays(askedOn, -days)
const monthsAgo = (months: number) => addMonths(askedOn, -months)
const everyMonth = span(0, 15)
const quiet = (from: number) => {
  const months = everyMonth.filter(n => n <= from)
  return { 支部大会: months, 支委会: months, 团课: months }
}

/** One organization for each thing that a rule may say, at the day on which registries are asked about. */
const plights: readonly Plight[] = [
  {},
  { members: 2 },
  { members: 2, org: { branchType: 'temporary' } },
  { secretaryLeft: null },
  { secretaryLeft: null, org: { branchType: 'temporary' } },
  { org: { kind: 'committee' }, members: 0 },
  ...[10, 31, 91].map(secretaryLeft => ({ secretaryLeft })),
  { isAlone: true, members: 7 },
  // three years: due in two months, two months ago, a year ago
  ...[34, 38, 48].map(months => ({ term: { elected: monthsAgo(months), years: 3, extension: null } })),
  { members: 51, behind: [{ who: [0, 1], months: 4 }] },
  // a quarter without an assembly, two and three; where the running one has none so far it will be one more
  { missed: { 支部大会: span(3, 5) } },
  { missed: { 支部大会: span(3, 8) } },
  { missed: { 支部大会: span(3, 11) } },
  { missed: { 支部大会: span(0, 5) } },
  { missed: { 支部大会: span(0, 8) } },
  { members: 7, missed: { 支委会: span(1, 2) } },
  { members: 7, missed: { 支委会: span(0, 3) } },
  { members: 7, missed: { 支委会: span(1, 4) } },
  { missed: { 团课: span(3, 8) } },
  { missed: quiet(3) },
  { missed: quiet(6) },
  ...[2, 1].map(appraised => ({ appraised })),
  ...[2, 0].map(registered => ({ registered })),
  { behind: [{ who: [0], months: 4 }] },
  { behind: [{ who: [0, 1], months: 4 }] },
  {
    behind: [
      { who: [0], months: 3 },
      { who: [1, 2], months: 2 },
    ],
  },
  { behind: [{ who: [0], months: 7 }] },
  ...[1, 3].map(aged => ({
    members: 12,
    member: (n: number) => (n >= 12 - aged ? { birth: addMonths(askedOn, -340) } : {}),
  })),
  ...[3, 12].map(days => ({
    member: (n: number) =>
      n === 2 ? { states: [{ status: 'normal', report: 'pending', since: ago(days) }] } : {},
  })),
  { member: n => (n === 2 ? { memberNo: null } : {}) },
  { org: { phone: null } },
  ...[{ score: 650 }, { score: 550 }, null].map(rating => ({ rating })),
]

/**
 * A registry in which every rule finds something, in each severity that it knows, and foresees what will be worse: what
 * random registries come upon by luck is compared in this one each time.
 */
export function everyWeakness(): NaiveRegistry {
  const top = organization('o000', { kind: 'leading', places: [] })
  const all = plights.map((plight, at) => kept(`o${String(at + 1).padStart(3, '0')}`, plight))
  const together = <T>(part: (one: Kept) => readonly T[]) => all.flatMap(part)
  return {
    orgs: [top, ...all.map(one => one.org)],
    people: together(one => one.people),
    posts: together(one => one.posts),
    terms: together(one => one.terms),
    meetings: together(one => one.meetings),
    fees: [],
    appraisals: together(one => one.appraisals),
    ratings: together(one => one.ratings),
  }
}

type Kept = { readonly org: NaiveOrg } & Omit<NaiveRegistry, 'orgs' | 'fees'>

function kept(id: string, plight: Plight): Kept {
  const { members = 3, secretaryLeft, appraised = members, registered = members, behind = [] } = plight
  const people = span(1, members).map(
    (_, n): NaivePerson => ({
      ...{ id: `${id}-${n}`, birth: '1998-05-06', political: '共青团员', joined: '2017-03-01' },
      ...{ memberNo: '201744000301', homes: [{ org: id, since: '2017-03-01' }], states: [] },
      paidTo: addMonths(askedOn, -1 - monthsBehind(behind, n)).slice(0, 7),
      ...plight.member?.(n),
    }),
  )
  const who = (n: number) => `${id}-${n}`
  const held = (title: string, n: number, until: string | null = null): NaivePost => ({
    ...{ person: members > n ? who(n) : `${id}-guest-${n}`, org: id, title, since: '2016-01-01', until },
  })
  const others = plight.isAlone === true ? [] : [held('组织委员', 1), held('宣传委员', 2)]
  return {
    org: organization(id, plight.org ?? {}),
    people,
    posts:
      secretaryLeft === null
        ? []
        : [held('书记', 0, secretaryLeft === undefined ? null : ago(secretaryLeft)), ...others],
    terms: [{ org: id, ...(plight.term ?? { elected: '2018-01-15', years: 3, extension: null }) }],
    meetings: plight.org?.kind === 'committee' ? [] : meetingsOf(id, plight),
    appraisals: people.map(
      (_, n): NaiveAppraisal => ({
        ...{ person: who(n), year: 2017, assessedOn: null, registeredOn: null },
        result: n < appraised ? 'good' : null,
        registered: n < registered ? 'registered' : null,
      }),
    ),
    ratings:
      plight.rating === null
        ? []
        : [{ org: id, year: 2017, score: 850, star: null, veto: null, reviewedOn: null, ...plight.rating }],
  }
}

function organization(id: string, more: Partial<NaiveOrg>): NaiveOrg {
  return {
    ...{
      id,
      code: `LH${id.slice(1).padStart(6, '0')}`,
      kind: 'branch',
      branchType: 'ordinary',
      tier: 'street',
    },
    ...{ founded: '2015-01-01', closed: null, places: [{ parent: 'o000', since: '2015-01-01' }] },
    ...{
      shortName: '简称',
      industry: '非公企业',
      phone: '0755-1',
      creditCode: '91',
      approved: null,
      ...more,
    },
  }
}

/** Of each type one a month, on its third day, but in the months that it missed. */
function meetingsOf(id: string, { missed = {} }: Plight): readonly NaiveMeeting[] {
  return ['支部大会', '支委会', '团课'].flatMap(type =>
    everyMonth
      .filter(n => missed[type]?.includes(n) !== true)
      .map(n => ({ org: id, type, heldOn: addDays(day(`${monthsAgo(n).slice(0, 7)}-01`), 2) })),
  )
}

function monthsBehind(behind: NonNullable<Plight['behind']>, n: number): number {
  return Math.max(0, ...behind.filter(({ who }) => who.includes(n)).map(({ months }) => months))
}
