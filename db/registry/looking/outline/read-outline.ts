import { nearestKind, nearestTier } from '#contract/vocabulary.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { readFormer } from '../../former.ts'
import { readSuccessors } from '../../successors.ts'
import { exists, layOut, type Outline, type OutlineOrg } from './outline.ts'

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
  const former = readFormer(connection, structure)
  const orgs = rowsOf<OrgTuple>(connection, orgsStatement, { day: structure }).map(
    ([no, tier, kind, closed, isBegun, isPlaced, parent]) => {
      const then = former.byNo(no, { tier, kind, closed }, structure)
      return {
        no,
        tier: nearestTier(then.tier),
        kind: nearestKind(then.kind),
        isClosed: then.closed !== null && then.closed <= structure,
        isBegun: isBegun === 1,
        isPlaced: isPlaced === 1,
        parent,
        members: members.get(no) ?? 0,
      }
    },
  )
  const days = { day, structure, former }
  if (structure === day) return layOut(days, orgs)
  const heirs = heirsOf(orgs, readSuccessors(connection, structure))
  const counted = new Map<number, number>()
  for (const { no, members: n } of orgs) {
    const heir = heirs.get(no) ?? no
    counted.set(heir, (counted.get(heir) ?? 0) + n)
  }
  const outline = layOut(
    days,
    orgs.map(org => ({ ...org, members: counted.get(org.no) ?? 0 })),
  )
  for (const [no, heir] of heirs) outline.placeOfNo[no] = outline.placeOfNo[heir] ?? -1
  return outline
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
  const byPlace = new Int32Array(outline.orgs.length)
  for (const [org, n] of rowsOf<CountTuple>(connection, postCountsStatement, { day: outline.day })) {
    const place = outline.placeOfNo[org] ?? -1
    if (place < 0) continue
    byNo[org] = n
    byPlace[place] = (byPlace[place] ?? 0) + n
  }
  return { byNo, byPlace }
}

/** All by the index alone, less those that do not hold on the day, who are few on most days: so no row is read twice. */
function membersOn(connection: Connection, day: IsoDay): ReadonlyMap<number, number> {
  const counts = new Map(rowsOf<CountTuple>(connection, membershipsStatement, {}))
  for (const [org, n] of rowsOf<CountTuple>(connection, elsewhereStatement, { day })) {
    counts.set(org, (counts.get(org) ?? 0) - n)
  }
  return counts
}

const orgsStatement = `
  SELECT org.no, org.tier, org.kind, org.closed,
    CASE WHEN placement.since <= @day THEN 1
      ELSE EXISTS (SELECT 1 FROM placement AS begun WHERE begun.org = org.id AND begun.since <= @day) END,
    coalesce(placement.since <= @day, 0), above.no
  FROM org
  LEFT JOIN placement ON placement.org = org.id AND placement.starts <= @day
    AND (placement.until IS NULL OR placement.until > @day)
  LEFT JOIN org AS above ON above.id = placement.parent`

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

function rowsOf<Tuple>(
  connection: Connection,
  statement: string,
  values: { readonly day?: IsoDay },
): Tuple[] {
  return connection.prepare<[typeof values], Tuple>(statement).raw().all(values)
}
