import type { PostNature } from '#contract/vocabulary.ts'
import { invariant } from '#db/shared/invariant.ts'
import { fitForPosts, type PlannedOrg } from '../planned-org.ts'
import { isOfPupils } from '../plights/plant-plights.ts'
import type { Random } from '../random.ts'

/** A post of a person, both by number. Days are day numbers; without `until` it is held. */
export type Post = {
  readonly org: PlannedOrg
  readonly title: string
  readonly person: number
  readonly nature: PostNature
  readonly since: number
  readonly until: number | undefined
}

/** `people` counts members and the cadres who are none; `elders` are members who may stay past 28 for their post. */
export type PostPlan = {
  readonly posts: readonly Post[]
  readonly people: number
  readonly elders: ReadonlySet<number>
}

const secretary = '书记'
/** In this order branches get more cadres, till the district has as many posts as it should. */
const furtherTitles = ['组织委员', '宣传委员', '副书记', '文体委员', '志愿委员']

/** Fills exactly `wanted` posts, some of them already left, so that W02 and W04 find what the plights say. */
export function planPosts(
  orgs: readonly PlannedOrg[],
  { members, wanted, today }: { readonly members: number; readonly wanted: number; readonly today: number },
  random: Random,
): PostPlan {
  const office = new Office(members, today, random)
  for (const org of orgs) office.appointHead(org)
  const growing = random.shuffled(orgs.filter(canGrow))
  for (const title of furtherTitles) {
    for (const org of growing) {
      if (office.posts.length >= wanted) break
      office.hold(org, title)
    }
  }
  invariant(office.posts.length === wanted, `the district gets ${wanted} posts, not ${office.posts.length}`)
  const posts = office.posts.toSorted((a, b) => a.org.index - b.org.index)
  return { posts, people: office.people, elders: office.elders }
}

function canGrow({ kind, plight, size }: PlannedOrg): boolean {
  return (
    kind === 'branch' && plight.cadres === undefined && plight.secretary === undefined && size.counted >= 5
  )
}

class Office {
  readonly posts: Post[] = []
  readonly elders = new Set<number>()
  people: number
  readonly #heads = new Map<number, number>()
  readonly #membersInPost = new Map<number, number>()
  readonly #today: number
  readonly #random: Random

  constructor(members: number, today: number, random: Random) {
    this.people = members
    this.#today = today
    this.#random = random
  }

  appointHead(org: PlannedOrg): void {
    const { plight } = org
    if (plight.cadres === 'none') {
      if (this.#random.chance(0.5)) this.#leave(org, this.#random.between(100, 400))
    } else if (plight.secretary !== undefined) {
      this.#vacate(org, plight.secretary)
      if (org.kind === 'branch') this.hold(org, '组织委员')
    } else {
      const head = org.isSeat && org.parent !== undefined ? this.#heads.get(org.parent) : undefined
      this.#heads.set(org.index, this.hold(org, secretary, head))
    }
    if (org.kind === 'leading') {
      this.hold(org, '副书记')
      this.hold(org, '副书记')
    }
  }

  hold(org: PlannedOrg, title: string, person = this.#find(org)): number {
    const { founded, elected = founded } = org.term
    const latest = this.#random.chance(0.7) ? Math.min(elected + 10, this.#today) : this.#today
    const since = this.#random.between(elected, latest)
    this.posts.push({ org, title, person, nature: this.#nature(org), since, until: undefined })
    return person
  }

  /** Above 90 days W04 is red, above 30 orange. A third of the long vacancies never had anybody. */
  #vacate(org: PlannedOrg, severity: 'red' | 'orange' | 'yellow'): void {
    if (severity === 'red' && this.#random.chance(0.3)) return
    const days = { red: [95, 400], orange: [35, 85], yellow: [2, 28] } as const
    const [least, most] = days[severity]
    this.#leave(org, this.#random.between(least, most))
  }

  #leave(org: PlannedOrg, daysAgo: number): void {
    const until = this.#today - daysAgo
    const since = until - this.#random.between(200, 900)
    this.posts.push({ org, title: secretary, person: this.people++, nature: this.#nature(org), since, until })
  }

  /** A member of the branch, or somebody who is no League member any more. Students are led by students. */
  #find(org: PlannedOrg): number {
    const { index, firstMember } = org
    const place = this.#membersInPost.get(index) ?? 0
    const pupils = isOfPupils(org)
    if (place >= fitForPosts(org) || !(pupils || this.#random.chance(0.65))) return this.people++
    this.#membersInPost.set(index, place + 1)
    const person = firstMember + place
    if (!pupils && this.#random.chance(0.05)) this.elders.add(person)
    return person
  }

  #nature(org: PlannedOrg): PostNature {
    if (isOfPupils(org)) return 'part-time'
    if (this.#random.chance(0.8)) return 'part-time'
    return this.#random.chance(0.5) ? 'full-time' : 'seconded'
  }
}
