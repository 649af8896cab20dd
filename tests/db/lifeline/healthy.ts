import {
  type AppraisalFacts,
  type BranchFacts,
  type FeeFacts,
  type Kept,
  type MeetingFacts,
  type MemberFacts,
  type PostFacts,
  requiredFields,
  type Share,
} from '#db/lifeline/facts.ts'
import type { IsoDay } from '#db/shared/day.ts'

const all: Share = { have: 100, of: 100 }

/** A registry in which everything is kept from 2017 on. */
export const everythingKept: Kept = {
  meetings: '2017-01-01' as IsoDay,
  assemblies: '2017-01-01' as IsoDay,
  committees: '2017-01-01' as IsoDay,
  lessons: '2017-01-01' as IsoDay,
  fees: '2017-01-01' as IsoDay,
  appraisals: 2017,
  registrations: 2017,
  ratings: 2017,
  rated: { of: 100, years: [{ year: 2017, results: 100 }] },
  numbers: true,
  shares: {
    ...{ meetings: all, assemblies: all, committees: all, lessons: all, fees: all },
    years: [{ year: 2017, appraised: all, registered: all }],
  },
  fields: requiredFields,
}

const months = (count: number, step: number) =>
  Array.from(
    { length: count },
    (_, n) => new Date(Date.UTC(2016, n * step, 1)).toISOString().slice(0, 10) as IsoDay,
  )

export const day = (text: string) => text as IsoDay

/** A branch in which no rule finds anything on any day of 2018. */
export function healthyBranch(
  but: Partial<Omit<BranchFacts, 'members' | 'posts' | 'meetings' | 'fees' | 'appraisal' | 'kept'>> & {
    readonly members?: Partial<MemberFacts>
    readonly posts?: Partial<PostFacts>
    readonly meetings?: Partial<MeetingFacts>
    readonly fees?: Partial<FeeFacts>
    readonly appraisal?: Partial<AppraisalFacts>
    readonly kept?: Partial<Kept>
  } = {},
): BranchFacts {
  return {
    orgId: 'org-1',
    code: 'LH000001',
    name: '第一团支部',
    parent: null,
    kind: 'branch',
    tier: 'two-new',
    branchType: 'ordinary',
    founded: day('2010-01-01'),
    existsSince: day('2010-01-01'),
    branchesBelow: 0,
    term: { elected: day('2017-06-01'), monthOnly: false, years: 3 },
    membersApproved: null,
    numbers: { required: 4, valid: 4 },
    reports: { open: [], timely: 0, late: 0 },
    blank: [],
    rating: { id: 'rating-1', year: 2017, score: 850, star: 'four', veto: null },
    ...but,
    meetings: {
      assemblies: months(20, 3),
      lessons: months(20, 3),
      committees: months(60, 1),
      last: '2018-12-30' as IsoDay,
      ever: { assemblies: true, committees: true, lessons: true },
      ...but.meetings,
    },
    fees: {
      ...{ known: 10, liable: 10, behind: 0, drifting: 0, longest: 0 },
      next: { liable: but.fees?.liable ?? 10, behind: but.fees?.behind ?? 0 },
      ...but.fees,
    },
    appraisal: {
      year: 2017,
      eligible: 10,
      assessed: 10,
      excellent: 3,
      registrable: 10,
      registered: 10,
      answered: 10,
      ...but.appraisal,
    },
    kept: { ...everythingKept, ...but.kept },
    members: { held: 10, counted: 10, aged: [], turning: [], ...but.members },
    posts: { committee: 3, held: 3, lastEnd: null, secretary: { kind: 'held' }, ...but.posts },
  }
}
