import { type OrgKind, orgKinds, type Tier, tiers } from '#contract/vocabulary.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Former } from '../../former.ts'

/** One organization as it stands on a day. */
export type OutlineOrg = {
  /** Its row's number. */
  readonly no: number
  readonly tier: Tier
  readonly kind: OrgKind
  readonly isClosed: boolean
  /** Whether its first placement has begun. */
  readonly isBegun: boolean
  /** Whether it is shown below its parent: the placement that holds has begun. */
  readonly isPlaced: boolean
  /** The number of the one above. */
  readonly parent: number | null
  readonly members: number
}

/** The same of all organizations, in columns by their row numbers: some hundred thousand are gone through in a millisecond. */
export type OrgColumns = {
  /** Which of `tiers` and `orgKinds`. */
  readonly tiers: Uint8Array
  readonly kinds: Uint8Array
  /** What is true of it (see `is`); 0 where no organization has the number. */
  readonly states: Uint8Array
  /** The number of the one above; 0 for none. */
  readonly above: Int32Array
  readonly members: Int32Array
}

const is = { there: 1, closed: 2, begun: 4, placed: 8 } as const

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
  readonly columns: OrgColumns
  /** The row's number by the place in the line. */
  readonly nos: Int32Array
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

/** Room for organizations with numbers below this one. */
export function emptyColumns(size: number): OrgColumns {
  return {
    tiers: new Uint8Array(size),
    kinds: new Uint8Array(size),
    states: new Uint8Array(size),
    above: new Int32Array(size),
    members: new Int32Array(size),
  }
}

/** Writes down how an organization stands; how many members it has is a matter of its own. */
export function putOrg(columns: OrgColumns, org: Omit<OutlineOrg, 'members'>): void {
  const { no, tier, kind, isClosed, isBegun, isPlaced, parent } = org
  columns.tiers[no] = tiers.indexOf(tier)
  columns.kinds[no] = orgKinds.indexOf(kind)
  columns.states[no] =
    is.there | (isClosed ? is.closed : 0) | (isBegun ? is.begun : 0) | (isPlaced ? is.placed : 0)
  columns.above[no] = parent ?? 0
}

export function removeOrg({ states, above, members }: OrgColumns, no: number): void {
  states[no] = 0
  above[no] = 0
  members[no] = 0
}

/** The organization at a place of the line. */
export function orgAt({ nos, columns }: Outline, place: number): OutlineOrg | undefined {
  const no = nos[place]
  if (no === undefined) return undefined
  const state = columns.states[no] ?? 0
  return {
    no,
    tier: tiers[columns.tiers[no] ?? 0] ?? 'two-new',
    kind: orgKinds[columns.kinds[no] ?? 0] ?? 'branch',
    isClosed: (state & is.closed) !== 0,
    isBegun: (state & is.begun) !== 0,
    isPlaced: (state & is.placed) !== 0,
    parent: columns.above[no] || null,
    members: columns.members[no] ?? 0,
  }
}

/** Lays the organizations out, by their numbers at each level. A circle, which a registry never has, is cut where it is met. */
export function layOut(days: Days, columns: OrgColumns): Outline {
  const size = columns.states.length
  const { child, next } = childLists(columns)
  const line = new Int32Array(size)
  const ends = new Int32Array(size)
  const parents = new Int32Array(size)
  const placeOfNo = new Int32Array(size).fill(-1)
  // The organizations that are open; `child` tells of each the one to go to next.
  const open = new Int32Array(size)
  let n = 0
  const enter = (no: number, parent: number) => {
    line[n] = no
    placeOfNo[no] = n
    parents[n] = parent
    return n++
  }
  /** Goes through what lies below an organization that was entered, or below number 0: all that hang nowhere. */
  const walk = (from: number) => {
    open[0] = from
    for (let depth = 0; depth >= 0; ) {
      const at = open[depth] ?? 0
      const below = child[at] ?? 0
      const place = at === 0 ? -1 : (placeOfNo[at] ?? -1)
      if (below === 0) {
        if (place >= 0) ends[place] = n
        depth--
        continue
      }
      child[at] = next[below] ?? 0
      if (placeOfNo[below] !== -1) continue
      enter(below, place)
      open[++depth] = below
    }
  }
  walk(0)
  for (let no = 1; no < size; no++) {
    if (placeOfNo[no] !== -1 || !isThere(columns, no)) continue
    enter(no, -1)
    walk(no)
  }
  const nos = line.subarray(0, n)
  return { ...days, columns, nos, placeOfNo, ends, parents, ...sums(columns, nos) }
}

/** The same line after numbers of members were written into its columns. */
export function countedAnew(outline: Outline): Outline {
  return { ...outline, ...sums(outline.columns, outline.nos) }
}

/** Whether there is an organization with this number. */
export function isThere({ states }: OrgColumns, no: number): boolean {
  return (states[no] ?? 0) !== 0
}

/** Whether the organization with this number counts: begun by the day and not closed. The one that is asked about has always begun. */
export function existsNo({ states }: OrgColumns, no: number): boolean {
  return ((states[no] ?? 0) & (is.there | is.begun | is.closed)) === (is.there | is.begun)
}

/** Whether the one at a place of the line counts (see `existsNo`). */
export function existsAt({ columns, nos }: Outline, place: number): boolean {
  return existsNo(columns, nos[place] ?? 0)
}

/** The places under an organization, itself included, that count (see `existsNo`). */
export function existingUnder(outline: Outline, root: number): Int32Array {
  const { columns, nos, ends } = outline
  const end = ends[root] ?? root
  const places = new Int32Array(Math.max(0, end - root))
  let n = 0
  for (let place = root; place < end; place++) {
    const no = nos[place] ?? 0
    if (existsNo(columns, no) || (place === root && !isClosed(columns, no))) places[n++] = place
  }
  return places.subarray(0, n)
}

/** By row number 1 for each organization whose people count under one of them, as `existingUnder` has it. */
export function countingOrgs(outline: Outline, root: number): Uint8Array {
  const places = new Uint8Array(outline.nos.length)
  for (const place of existingUnder(outline, root)) places[place] = 1
  const { placeOfNo } = outline
  const counts = new Uint8Array(placeOfNo.length)
  for (let no = 0; no < counts.length; no++) {
    const place = placeOfNo[no] ?? -1
    if (place >= 0) counts[no] = places[place] ?? 0
  }
  return counts
}

/** Branches and members of an organization and all below it, as `readStats` counts them. */
export function countsUnder(outline: Outline, root: number): { branches: number; members: number } {
  const { columns, nos, ends, branchesBefore, membersBefore } = outline
  const end = ends[root] ?? root
  const within = (before: Int32Array) => (before[end] ?? 0) - (before[root] ?? 0)
  const own = nos[root] ?? 0
  const isUncounted = !existsNo(columns, own) && !isClosed(columns, own)
  return {
    branches: within(branchesBefore) + (isUncounted && isBranch(columns, own) ? 1 : 0),
    members: within(membersBefore) + (isUncounted ? (columns.members[own] ?? 0) : 0),
  }
}

/** The places directly below an organization that are shown there: placed by the day and not closed. */
export function childrenOf({ columns: { states }, nos, ends }: Outline, root: number): number[] {
  const places: number[] = []
  const end = ends[root] ?? root
  for (let place = root + 1; place < end; place = Math.max(ends[place] ?? 0, place + 1)) {
    if (((states[nos[place] ?? 0] ?? 0) & (is.placed | is.closed)) === is.placed) places.push(place)
  }
  return places
}

function isClosed({ states }: OrgColumns, no: number): boolean {
  return ((states[no] ?? 0) & is.closed) !== 0
}

const branch = orgKinds.indexOf('branch')

/** Whether the organization with this number is a branch. */
export function isBranch({ kinds }: OrgColumns, no: number): boolean {
  return kinds[no] === branch
}

/** For each one its first child and its next sibling, 0 for none; those that hang nowhere are children of number 0. */
function childLists(columns: OrgColumns) {
  const { states, above } = columns
  const child = new Int32Array(states.length)
  const next = new Int32Array(states.length)
  for (let no = states.length - 1; no > 0; no--) {
    if (!isThere(columns, no)) continue
    const hangsUnder = above[no] ?? 0
    const parent = isThere(columns, hangsUnder) ? hangsUnder : 0
    next[no] = child[parent] ?? 0
    child[parent] = no
  }
  return { child, next }
}

function sums(columns: OrgColumns, nos: Int32Array) {
  const branchesBefore = new Int32Array(nos.length + 1)
  const membersBefore = new Int32Array(nos.length + 1)
  let [branches, members] = [0, 0]
  for (let place = 0; place < nos.length; place++) {
    const no = nos[place] ?? 0
    if (existsNo(columns, no)) {
      if (isBranch(columns, no)) branches++
      members += columns.members[no] ?? 0
    }
    branchesBefore[place + 1] = branches
    membersBefore[place + 1] = members
  }
  return { branchesBefore, membersBefore }
}
