import { nearestKind, nearestTier } from '#contract/vocabulary.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { readFormer } from '../../former.ts'
import { readSuccessors } from '../../successors.ts'
import { grown } from '../roll.ts'
import type { Touched } from '../touched.ts'
import {
  countedAnew,
  emptyColumns,
  existsNo,
  isThere,
  layOut,
  type OrgColumns,
  type Outline,
  putOrg,
  removeOrg,
} from './outline.ts'

type OrgTuple = readonly [
  no: number,
  tier: string,
  kind: string,
  closed: string | null,
  isBegun: 0 | 1,
  isPlaced: 0 | 1,
  parent: number | null,
]
type CountTuple = readonly [org: number, n: number]

/**
 * Where every organization hangs on the day, and how many members each has of its own: a few statements in all, which
 * answer row numbers, since 100,000 ids would take longer to read than all else. With another day for the structure,
 * whoever belonged to what exists no more by then is counted where that went.
 */
export function readOutline(connection: Connection, day: IsoDay, structure: IsoDay = day): Outline {
  const days = { day, structure, former: readFormer(connection, structure) }
  const columns = emptyColumns(lastOrg(connection) + 1)
  for (const row of rowsOf<OrgTuple>(connection, orgsStatement, { day: structure })) {
    putRow(columns, days, row)
  }
  countMembers(connection, columns.members, day)
  if (structure === day) return layOut(days, columns)
  const heirs = heirsOf(columns, readSuccessors(connection, structure))
  const own = columns.members.slice()
  columns.members.fill(0)
  for (let no = 1; no < own.length; no++) {
    const heir = heirs.get(no) ?? no
    columns.members[heir] = (columns.members[heir] ?? 0) + (own[no] ?? 0)
  }
  const outline = layOut(days, columns)
  for (const [no, heir] of heirs) outline.placeOfNo[no] = outline.placeOfNo[heir] ?? -1
  return outline
}

/**
 * The same after something was written: what was touched is read anew, and laid out anew only where an organization hangs,
 * is called or exists otherwise. The structure has to be that of the day; the columns given are written into.
 */
export function renewOutline(connection: Connection, outline: Outline, touched: Touched): Outline {
  const { day, structure } = outline
  const { orgs: shaped, goneOrgs, decisions } = touched
  const counted = [...touched.members, ...shaped]
  if (counted.length === 0 && !decisions) return outline
  const columns = roomier(outline.columns, lastOrg(connection) + 1)
  const days = { day, structure, former: decisions ? readFormer(connection, structure) : outline.former }
  // What hung under an organization that is gone hangs nowhere now.
  const orphans = goneOrgs.size === 0 ? [] : outline.nos.filter(no => goneOrgs.has(columns.above[no] ?? 0))
  const wanted = JSON.stringify([...shaped, ...orphans])
  for (const no of goneOrgs) removeOrg(columns, no)
  for (const row of rowsOf<OrgTuple>(connection, someOrgsStatement, { day: structure, wanted })) {
    putRow(columns, days, row)
  }
  for (const [no, n] of countsOf(connection, membersOfStatement, day, counted)) columns.members[no] = n
  return shaped.size === 0 && !decisions ? countedAnew(outline) : layOut(days, columns)
}

function lastOrg(connection: Connection): number {
  return prepareOnce<[], number | null>(connection, 'SELECT max(no) FROM org').pluck().get() ?? 0
}

function roomier({ tiers, kinds, states, above, members }: OrgColumns, size: number): OrgColumns {
  return {
    tiers: grown(tiers, size),
    kinds: grown(kinds, size),
    states: grown(states, size),
    above: grown(above, size),
    members: grown(members, size),
  }
}

function putRow(
  columns: OrgColumns,
  { former, structure }: Pick<Outline, 'former' | 'structure'>,
  [no, tier, kind, closed, isBegun, isPlaced, parent]: OrgTuple,
): void {
  const then = former.has(no) ? former.byNo(no, { tier, kind, closed }, structure) : undefined
  const day = then === undefined ? closed : then.closed
  putOrg(columns, {
    no,
    tier: nearestTier(then?.tier ?? tier),
    kind: nearestKind(then?.kind ?? kind),
    isClosed: day !== null && day <= structure,
    isBegun: isBegun === 1,
    isPlaced: isPlaced === 1,
    parent,
  })
}

/** For each organization that does not exist, by number, the one that has its people: its successor, else the one above. */
function heirsOf(columns: OrgColumns, successors: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const heirs = new Map<number, number>()
  for (let no = 1; no < columns.states.length; no++) {
    const passed = new Set<number>()
    let at = no
    while (isThere(columns, at) && !existsNo(columns, at) && !passed.has(at)) {
      passed.add(at)
      const next: number = successors.get(at) ?? columns.above[at] ?? 0
      // At the very top: it has always begun.
      if (next === 0) break
      at = next
    }
    if (at !== no && isThere(columns, at)) heirs.set(no, at)
  }
  return heirs
}

/** How many posts are held on the day, by the organization's row number, and by its place in the outline. */
export type PostCounts = { readonly byNo: Int32Array; readonly byPlace: Int32Array }

export function readPostCounts(connection: Connection, outline: Outline): PostCounts {
  const byNo = new Int32Array(outline.placeOfNo.length)
  for (const [org, n] of rowsOf<CountTuple>(connection, postCountsStatement, { day: outline.day })) {
    byNo[org] = n
  }
  return { byNo, byPlace: byPlaceOf(outline, byNo) }
}

/** The same after something was written, in the outline as it is then. */
export function renewPostCounts(
  connection: Connection,
  outline: Outline,
  { byNo: before }: PostCounts,
  { posts }: Touched,
): PostCounts {
  const byNo = new Int32Array(outline.placeOfNo.length)
  byNo.set(before.subarray(0, byNo.length))
  for (const no of posts) byNo[no] = 0
  for (const [no, n] of countsOf(connection, postsOfStatement, outline.day, posts)) byNo[no] = n
  return { byNo, byPlace: byPlaceOf(outline, byNo) }
}

function byPlaceOf({ placeOfNo, nos }: Outline, byNo: Int32Array): Int32Array {
  const byPlace = new Int32Array(nos.length)
  for (let no = 0; no < byNo.length; no++) {
    const place = placeOfNo[no] ?? -1
    if (place >= 0) byPlace[place] = (byPlace[place] ?? 0) + (byNo[no] ?? 0)
  }
  return byPlace
}

/** All by the index alone, less those that do not hold on the day, who are few on most days: so no row is read twice. */
function countMembers(connection: Connection, members: Int32Array, day: IsoDay): void {
  for (const [org, n] of rowsOf<CountTuple>(connection, membershipsStatement, {})) members[org] = n
  for (const [org, n] of rowsOf<CountTuple>(connection, elsewhereStatement, { day })) {
    members[org] = (members[org] ?? 0) - n
  }
}

const orgColumns = `
  SELECT org.no, org.tier, org.kind, org.closed,
    CASE WHEN placement.since <= @day THEN 1
      ELSE EXISTS (SELECT 1 FROM placement AS begun WHERE begun.org = org.id AND begun.since <= @day) END,
    coalesce(placement.since <= @day, 0), above.no`
const hanging = `
  LEFT JOIN placement ON placement.org = org.id AND placement.starts <= @day
    AND (placement.until IS NULL OR placement.until > @day)
  LEFT JOIN org AS above ON above.id = placement.parent`
const orgsStatement = `${orgColumns} FROM org ${hanging}`
const someOrgsStatement = `${orgColumns}
  FROM json_each(@wanted) AS wanted CROSS JOIN org ON org.no = wanted.value ${hanging}`

const membersOfStatement = `
  SELECT org.no, (
    SELECT count(*) FROM membership WHERE membership.org = org.id AND since <= @day AND (until IS NULL OR until > @day)
  ) FROM json_each(@wanted) AS wanted CROSS JOIN org ON org.no = wanted.value`

const postsOfStatement = `
  SELECT org.no, (
    SELECT count(*) FROM post
    WHERE post.org = org.id AND (since IS NULL OR since <= @day) AND (until IS NULL OR until > @day)
  ) FROM json_each(@wanted) AS wanted CROSS JOIN org ON org.no = wanted.value`

const membershipsStatement = `
  SELECT org.no, counted.n
  FROM (SELECT org, count(*) AS n FROM membership WHERE org IS NOT NULL GROUP BY org) AS counted
  CROSS JOIN org ON org.id = counted.org`

const elsewhereStatement = `
  SELECT org.no, counted.n
  FROM (
    SELECT +org AS org, count(*) AS n FROM membership
    WHERE +org IS NOT NULL AND (since > @day OR until <= @day) GROUP BY +org
  ) AS counted
  CROSS JOIN org ON org.id = counted.org`

const postCountsStatement = `
  SELECT org.no, counted.n
  FROM (
    SELECT org, count(*) AS n FROM post
    WHERE (since IS NULL OR since <= @day) AND (until IS NULL OR until > @day) GROUP BY org
  ) AS counted
  CROSS JOIN org ON org.id = counted.org`

/** Counts of some organizations alone. */
function countsOf(
  connection: Connection,
  statement: string,
  day: IsoDay,
  orgs: Iterable<number>,
): readonly CountTuple[] {
  const wanted = [...new Set(orgs)]
  return wanted.length === 0 ? [] : rowsOf(connection, statement, { day, wanted: JSON.stringify(wanted) })
}

function rowsOf<Tuple>(
  connection: Connection,
  statement: string,
  values: { readonly day?: IsoDay; readonly wanted?: string },
): Tuple[] {
  return prepareOnce<[typeof values], Tuple>(connection, statement).raw().all(values)
}
