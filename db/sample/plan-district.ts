import type { IsoDay } from '#db/shared/day.ts'
import { dayNumber } from './day-number.ts'
import { outlineDistrict } from './outline/outline-district.ts'
import { type Births, drawBirths } from './people/births.ts'
import { drawUnusual } from './people/member-state.ts'
import { type PostPlan, planPosts } from './people/posts.ts'
import type { PlannedOrg } from './planned-org.ts'
import { drawSizes } from './plights/branch-sizes.ts'
import { isOfPupils, plantPlights } from './plights/plant-plights.ts'
import type { Plight } from './plights/plight.ts'
import { Random } from './random.ts'
import { drawTerm } from './terms.ts'

/** 龙华团区委2018年工作总结: 完成883个团支部、1540名团干、8368名团员的录入及报到. */
const membersOfLonghua = 8368
const postsOfLonghua = 1540

/** All that is decided of a district before its rows are made. `members` have the numbers below that. */
export type DistrictPlan = {
  readonly today: number
  readonly orgs: readonly PlannedOrg[]
  readonly postPlan: PostPlan
  readonly births: Births
  readonly members: number
}

/** Decides tree, plights, terms, sizes, posts and ages: each from random numbers of its own. */
export function planDistrict(seed: number, times: number, asOf: IsoDay): DistrictPlan {
  const today = dayNumber(asOf)
  const members = membersOfLonghua * times
  const wanted = postsOfLonghua * times
  const outline = outlineDistrict(times, Number(asOf.slice(0, 4)))
  const plights = plantPlights(outline, times, new Random(seed, 1))
  const sizes = drawSizes(outline, plights, members, new Random(seed, 2))
  const random = new Random(seed, 3)
  let firstMember = 0
  const orgs = outline.map((org, i): PlannedOrg => {
    const plight = plights[i] ?? {}
    const size = sizes[i] ?? { roll: 0, counted: 0, aged: 0 }
    const term = drawTerm(org, plight, today, random)
    const mayBeOdd = org.kind === 'branch' && isSound(plight) && random.chance(0.24)
    const oddity = mayBeOdd ? drawUnusual(isOfPupils(org), random) : undefined
    const planned = { ...org, plight, term, size, firstMember, oddity }
    firstMember += size.roll
    return planned
  })
  const postPlan = planPosts(orgs, { members, wanted, today }, new Random(seed, 4))
  const births = drawBirths(orgs, postPlan, members, today, new Random(seed, 5))
  return { today, orgs, postPlan, births, members }
}

function isSound(plight: Plight): boolean {
  return Object.keys(plight).length === 0
}
