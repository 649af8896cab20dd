import type { IsoDay } from '#db/shared/day.ts'
import type { Former } from '../../former.ts'

/** One organization as it stands on a day. */
export type OutlineOrg = {
  /** Its row's number. */
  readonly no: number
  readonly tier: string
  readonly kind: string
  readonly isClosed: boolean
  /** Whether its first placement has begun. */
  readonly isBegun: boolean
  /** Whether it is shown below its parent: the placement that holds has begun. */
  readonly isPlaced: boolean
  /** The number of the one above. */
  readonly parent: number | null
  readonly members: number
}

/**
 * All organizations of a day in one line, each followed by all below it: what lies under one is a slice, and a count of
 * it is one subtraction.
 */
export type Outline = {
  /** Whose people, posts and meetings are counted. */
  readonly day: IsoDay
  /** The day by which the organizations hang, are called and exist: the same one, unless another was asked for. */
  readonly structure: IsoDay
  readonly former: Former
  readonly orgs: readonly OutlineOrg[]
  /** The place in the line by the row's number; -1 for none. */
  readonly placeOfNo: Int32Array
  /** Where the slice of each one ends. */
  readonly ends: Int32Array
  /** The place of the one above; -1 at the top. */
  readonly parents: Int32Array
  readonly branchesBefore: Int32Array
  readonly membersBefore: Int32Array
}

type Days = Pick<Outline, 'day' | 'structure' | 'former'>

/** Lays the organizations out. A circle, which a registry never has, is cut where it is met. */
export function layOut(days: Days, given: readonly OutlineOrg[]): Outline {
  const n = given.length
  const { first, next, tops } = childLists(given)
  const orgs: OutlineOrg[] = []
  const ends = new Int32Array(n)
  const parents = new Int32Array(n).fill(-1)
  const seen = new Uint8Array(n)
  const walk = (top: number) => {
    // The places that are open, and for each the child to go to next.
    const open: { readonly place: number; child: number }[] = []
    const enter = (index: number) => {
      const org = given[index]
      if (org === undefined || seen[index] === 1) return
      seen[index] = 1
      const place = orgs.push(org) - 1
      parents[place] = open.at(-1)?.place ?? -1
      open.push({ place, child: first[index] ?? -1 })
    }
    enter(top)
    for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
      if (at.child < 0) {
        ends[at.place] = orgs.length
        open.pop()
        continue
      }
      const child = at.child
      at.child = next[child] ?? -1
      enter(child)
    }
  }
  for (const top of tops) walk(top)
  for (let index = 0; index < n; index++) walk(index)
  return { ...days, orgs, placeOfNo: byNumber(orgs), ends, parents, ...sums(orgs) }
}

/** Whether it counts: begun by the day and not closed. The one that is asked about has always begun. */
export function exists(org: OutlineOrg): boolean {
  return org.isBegun && !org.isClosed
}

/** The places under an organization, itself included, that count (see `exists`). */
export function existingUnder({ orgs, ends }: Outline, root: number): number[] {
  const places: number[] = []
  const end = ends[root] ?? root
  for (let place = root; place < end; place++) {
    const org = orgs[place]
    if (org !== undefined && (exists(org) || (place === root && !org.isClosed))) places.push(place)
  }
  return places
}

/** Branches and members of an organization and all below it, as `readStats` counts them. */
export function countsUnder(outline: Outline, root: number): { branches: number; members: number } {
  const { orgs, ends, branchesBefore, membersBefore } = outline
  const end = ends[root] ?? root
  const within = (before: Int32Array) => (before[end] ?? 0) - (before[root] ?? 0)
  const own = orgs[root]
  const unbegun = own !== undefined && !own.isBegun && !own.isClosed ? own : undefined
  return {
    branches: within(branchesBefore) + (unbegun?.kind === 'branch' ? 1 : 0),
    members: within(membersBefore) + (unbegun?.members ?? 0),
  }
}

/** The places directly below an organization that are shown there: placed by the day and not closed. */
export function childrenOf({ orgs, ends }: Outline, root: number): number[] {
  const places: number[] = []
  const end = ends[root] ?? root
  for (let place = root + 1; place < end; place = Math.max(ends[place] ?? 0, place + 1)) {
    const org = orgs[place]
    if (org?.isPlaced && !org.isClosed) places.push(place)
  }
  return places
}

/** For each one its first child and its next sibling, in the order given; and those that hang nowhere. */
function childLists(given: readonly OutlineOrg[]) {
  const indexOf = byNumber(given)
  const first = new Int32Array(given.length).fill(-1)
  const next = new Int32Array(given.length).fill(-1)
  const tops: number[] = []
  for (let index = given.length - 1; index >= 0; index--) {
    const above = given[index]?.parent ?? null
    const parent = above === null ? -1 : (indexOf[above] ?? -1)
    if (parent < 0) tops.push(index)
    else {
      next[index] = first[parent] ?? -1
      first[parent] = index
    }
  }
  return { first, next, tops: tops.toReversed() }
}

function byNumber(orgs: readonly OutlineOrg[]): Int32Array {
  const last = orgs.reduce((most, org) => Math.max(most, org.no), 0)
  const places = new Int32Array(last + 1).fill(-1)
  for (const [place, org] of orgs.entries()) places[org.no] = place
  return places
}

function sums(orgs: readonly OutlineOrg[]) {
  const branchesBefore = new Int32Array(orgs.length + 1)
  const membersBefore = new Int32Array(orgs.length + 1)
  for (const [place, org] of orgs.entries()) {
    const counts = exists(org)
    branchesBefore[place + 1] = (branchesBefore[place] ?? 0) + (counts && org.kind === 'branch' ? 1 : 0)
    membersBefore[place + 1] = (membersBefore[place] ?? 0) + (counts ? org.members : 0)
  }
  return { branchesBefore, membersBefore }
}
