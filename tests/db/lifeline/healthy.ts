import type { BranchFacts, MemberFacts, PostFacts } from '#db/lifeline/facts.ts'
import type { IsoDay } from '#db/shared/day.ts'

export const day = (text: string) => text as IsoDay

/** A branch in which no rule finds anything on any day of 2018. */
export function healthyBranch(
  but: Partial<Omit<BranchFacts, 'members' | 'posts'>> & {
    readonly members?: Partial<MemberFacts>
    readonly posts?: Partial<PostFacts>
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
    ...but,
    members: { held: 10, counted: 10, aged: [], ...but.members },
    posts: { held: 2, lastEnd: null, secretary: { kind: 'held' }, ...but.posts },
  }
}
