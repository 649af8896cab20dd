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

/** Organizations by their row numbers; where none has a number there is a hole. */
export type ByNumber = readonly (OutlineOrg | undefined)[]

/** Lays the organizations out, by their numbers at each level. A circle, which a registry never has, is cut where it is met. */
export function layOut(days: Days, byNo: ByNumber): Outline {
  const { child, next, top } = childLists(byNo)
  const orgs: OutlineOrg[] = []
  const ends = new Int32Array(byNo.length)
  const parents = new Int32Array(byNo.length).fill(-1)
  const placeOfNo = new Int32Array(byNo.length).fill(-1)
  // The organizations that are open; `child` tells of each the one to go to next.
  const open = new Int32Array(byNo.length)
  let depth = -1
  const enter = (no: number) => {
    const org = byNo[no]
    if (org === undefined || placeOfNo[no] !== -1) return
    const place = orgs.push(org) - 1
    placeOfNo[no] = place
    parents[place] = depth < 0 ? -1 : (placeOfNo[open[depth] ?? 0] ?? -1)
    open[++depth] = no
  }
  const walk = (from: number) => {
    enter(from)
    while (depth >= 0) {
      const at = open[depth] ?? 0
      const below = child[at] ?? 0
      if (below === 0) {
        ends[placeOfNo[at] ?? 0] = orgs.length
        depth--
        continue
      }
      child[at] = next[below] ?? 0
      enter(below)
    }
  }
  for (let no = top; no > 0; no = next[no] ?? 0) walk(no)
  for (let no = 1; no < byNo.length; no++) walk(no)
  return { ...days, orgs, placeOfNo, ends, parents, ...sums(orgs) }
}

/** The same line with other numbers of members of some of its organizations. */
export function withMembers(outline: Outline, members: ReadonlyMap<number, number>): Outline {
  const orgs = [...outline.orgs]
  for (const [no, n] of members) {
    const place = outline.placeOfNo[no] ?? -1
    const org = orgs[place]
    if (org !== undefined) orgs[place] = { ...org, members: n }
  }
  return { ...outline, orgs, ...sums(orgs) }
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

/** By row number 1 for each organization whose people count under one of them, as `existingUnder` has it. */
export function countingOrgs(outline: Outline, root: number): Uint8Array {
  const places = new Uint8Array(outline.orgs.length)
  for (const place of existingUnder(outline, root)) places[place] = 1
  const { placeOfNo } = outline
  const counts = new Uint8Array(placeOfNo.length)
  for (let no = 0; no < counts.length; no++) counts[no] = places[placeOfNo[no] ?? -1] ?? 0
  return counts
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

/** For each one its first child and its next sibling, and the first of those that hang nowhere; 0 for none. */
function childLists(byNo: ByNumber) {
  const child = new Int32Array(byNo.length)
  const next = new Int32Array(byNo.length)
  let top = 0
  for (let no = byNo.length - 1; no > 0; no--) {
    const org = byNo[no]
    if (org === undefined) continue
    const { parent } = org
    if (parent === null || byNo[parent] === undefined) {
      next[no] = top
      top = no
    } else {
      next[no] = child[parent] ?? 0
      child[parent] = no
    }
  }
  return { child, next, top }
}

function sums(orgs: readonly OutlineOrg[]) {
  const branchesBefore = new Int32Array(orgs.length + 1)
  const membersBefore = new Int32Array(orgs.length + 1)
  let [branches, members] = [0, 0]
  // There may be hundreds of thousands: no pair is made of each.
  for (let place = 0; place < orgs.length; place++) {
    const org = orgs[place]
    if (org !== undefined && exists(org)) {
      if (org.kind === 'branch') branches++
      members += org.members
    }
    branchesBefore[place + 1] = branches
    membersBefore[place + 1] = members
  }
  return { branchesBefore, membersBefore }
}
