import { nearestKind, nearestTier } from '#contract/vocabulary.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { readFormer } from '../../former.ts'
import { readSuccessors } from '../../successors.ts'
import type { Touched } from '../touched.ts'
import { exists, layOut, type Outline, type OutlineOrg, withMembers } from './outline.ts'

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
  const members = membersOn(connection, day)
  const days = { day, structure, former: readFormer(connection, structure) }
  const rows = rowsOf<OrgTuple>(connection, orgsStatement, { day: structure })
  const orgs = rows.map(row => orgOf(days, row, members.get(row[0]) ?? 0))
  if (structure === day) return layOut(days, byNumber(orgs))
  const heirs = heirsOf(orgs, readSuccessors(connection, structure))
  const counted = new Map<number, number>()
  for (const { no, members: n } of orgs) {
    const heir = heirs.get(no) ?? no
    counted.set(heir, (counted.get(heir) ?? 0) + n)
  }
  const outline = layOut(days, byNumber(orgs.map(org => ({ ...org, members: counted.get(org.no) ?? 0 }))))
  for (const [no, heir] of heirs) outline.placeOfNo[no] = outline.placeOfNo[heir] ?? -1
  return outline
}

/**
 * The same after something was written: what was touched is read anew, and laid out anew only where an organization hangs,
 * is called or exists otherwise. The structure has to be that of the day.
 */
export function renewOutline(connection: Connection, outline: Outline, touched: Touched): Outline {
  const { day, structure } = outline
  const { orgs: shaped, goneOrgs, decisions } = touched
  const members = new Map(
    countsOf(
      connection,
      membersOfStatement,
      day,
      shaped.size === 0 ? touched.members : [...touched.members, ...shaped],
    ),
  )
  if (shaped.size === 0 && !decisions) return members.size === 0 ? outline : withMembers(outline, members)
  const days = { day, structure, former: decisions ? readFormer(connection, structure) : outline.former }
  const byNo = byNumber(outline.orgs)
  // What hung under an organization that is gone hangs nowhere now.
  const orphans = goneOrgs.size === 0 ? [] : outline.orgs.filter(({ parent }) => goneOrgs.has(parent ?? 0))
  const wanted = JSON.stringify([...shaped, ...orphans.map(({ no }) => no)])
  for (const no of goneOrgs) byNo[no] = undefined
  for (const [no, n] of members) {
    const org = byNo[no]
    if (org !== undefined) byNo[no] = { ...org, members: n }
  }
  for (const row of rowsOf<OrgTuple>(connection, someOrgsStatement, { day: structure, wanted })) {
    byNo[row[0]] = orgOf(days, row, members.get(row[0]) ?? byNo[row[0]]?.members ?? 0)
  }
  return layOut(days, byNo)
}

function orgOf(
  { former, structure }: Pick<Outline, 'former' | 'structure'>,
  [no, tier, kind, closed, isBegun, isPlaced, parent]: OrgTuple,
  members: number,
): OutlineOrg {
  const then = former.has(no) ? former.byNo(no, { tier, kind, closed }, structure) : undefined
  const day = then === undefined ? closed : then.closed
  return {
    no,
    tier: nearestTier(then?.tier ?? tier),
    kind: nearestKind(then?.kind ?? kind),
    isClosed: day !== null && day <= structure,
    isBegun: isBegun === 1,
    isPlaced: isPlaced === 1,
    parent,
    members,
  }
}

function byNumber(orgs: readonly OutlineOrg[]): (OutlineOrg | undefined)[] {
  let last = 0
  for (const { no } of orgs) if (no > last) last = no
  const found = new Array<OutlineOrg | undefined>(last + 1).fill(undefined)
  for (const org of orgs) found[org.no] = org
  return found
}

/** For each organization that does not exist, by number, the one that has its people: its successor, else the one above. */
function heirsOf(
  orgs: readonly OutlineOrg[],
  successors: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const byNo = new Map(orgs.map(org => [org.no, org]))
  const heirs = new Map<number, number>()
  for (const org of orgs) {
    const passed = new Set<number>()
    let at: OutlineOrg | undefined = org
    while (at !== undefined && !exists(at) && !passed.has(at.no)) {
      passed.add(at.no)
      const next: number | null = successors.get(at.no) ?? at.parent
      // At the very top: it has always begun.
      if (next === null) break
      at = byNo.get(next)
    }
    if (at !== undefined && at !== org) heirs.set(org.no, at.no)
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

function byPlaceOf({ placeOfNo, orgs }: Outline, byNo: Int32Array): Int32Array {
  const byPlace = new Int32Array(orgs.length)
  for (let no = 0; no < byNo.length; no++) {
    const place = placeOfNo[no] ?? -1
    if (place >= 0) byPlace[place] = (byPlace[place] ?? 0) + (byNo[no] ?? 0)
  }
  return byPlace
}

/** All by the index alone, less those that do not hold on the day, who are few on most days: so no row is read twice. */
function membersOn(connection: Connection, day: IsoDay): ReadonlyMap<number, number> {
  const counts = new Map(rowsOf<CountTuple>(connection, membershipsStatement, {}))
  for (const [org, n] of rowsOf<CountTuple>(connection, elsewhereStatement, { day })) {
    counts.set(org, (counts.get(org) ?? 0) - n)
  }
  return counts
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
