import type { NumberedCadre } from '#db/rosters/kinds/cadres.ts'
import type { MemberRow } from '#db/rosters/kinds/members.ts'
import type { OrgRow } from '#db/rosters/kinds/orgs.ts'
import { dayOf, type IsoDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import { People } from './people/people.ts'
import { planDistrict } from './plan-district.ts'
import { type Planted, plantedIn } from './plights/planted.ts'
import { cadreRows } from './rows/cadre-rows.ts'
import { type MeetingRow, meetingRows } from './rows/meeting-rows.ts'
import { memberRows } from './rows/member-rows.ts'
import { orgRows } from './rows/org-rows.ts'
import { type StandingRows, standingRows } from './rows/standing-rows.ts'
import { type ProspectRow, prospectRows, type WorkRow, workRows } from './rows/work-rows.ts'

/** Which district: `times` is how often the usual size (at most 300), `asOf` the day of its rosters (2018-12-31). */
export type DistrictWish = {
  readonly seed?: number | undefined
  readonly times?: number | undefined
  readonly asOf?: IsoDay | undefined
  /** So many years of work are told, the last of them up to that day (1). */
  readonly years?: number | undefined
}

/** `posts` counts rows, `cadres` posts held on the day. */
export type Totals = Readonly<Record<'orgs' | 'branches' | 'exempt' | 'posts' | 'cadres' | 'members', number>>

/** An invented district. Its rows are made while they are taken, the same ones every time. */
export type District = {
  readonly seed: number
  readonly times: number
  readonly asOf: IsoDay
  /** Its own organization, at the top of the tree. */
  readonly root: OrgRow
  readonly totals: Totals
  readonly planted: Planted
  readonly orgs: Iterable<OrgRow>
  readonly members: Iterable<MemberRow>
  readonly cadres: Iterable<NumberedCadre>
  readonly meetings: Iterable<MeetingRow>
  /** What was done in the year, and the parks that are to have an organization in the next. */
  readonly work: Iterable<WorkRow>
  readonly prospects: Iterable<ProspectRow>
  readonly standing: StandingRows
}

/**
 * Invents a district like Longhua at the end of 2018: 954 organizations, of which 883 branches, 8,368 members, 1,540
 * posts, a year of meetings and weaknesses in known numbers. The same wish gives the same rows, and nobody in them
 * exists. Knows no file and no clock.
 */
export function generateDistrict({
  seed = 1,
  times = 1,
  asOf = dayOf(2018, 12, 31),
  years = 1,
}: DistrictWish = {}): District {
  invariant(asOf, 'the end of 2018 is in the calendar')
  const plan = planDistrict(seed, times, asOf)
  const people = new People(seed, plan.births, plan.members, plan.today)
  const planted = plantedIn(plan.orgs)
  const [root] = orgRows(plan, seed)
  invariant(root, 'a district has its own organization')
  return {
    seed,
    times,
    asOf,
    root,
    totals: {
      orgs: plan.orgs.length,
      branches: plan.orgs.filter(org => org.kind === 'branch').length,
      exempt: planted.exempt.length,
      posts: plan.postPlan.posts.length,
      cadres: plan.postPlan.posts.filter(post => post.until === undefined).length,
      members: plan.members,
    },
    planted,
    orgs: againAndAgain(() => orgRows(plan, seed)),
    members: againAndAgain(() => memberRows(plan, people, seed)),
    cadres: againAndAgain(() => cadreRows(plan, people)),
    meetings: againAndAgain(() => meetingRows(plan, seed)),
    work: againAndAgain(() => workRows(plan, years)),
    prospects: againAndAgain(() => prospectRows(plan, years)),
    standing: standingRows(plan, years),
  }
}

function againAndAgain<T>(begin: () => Iterator<T>): Iterable<T> {
  return { [Symbol.iterator]: begin }
}
