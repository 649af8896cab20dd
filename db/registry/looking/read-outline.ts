import { nearestKind, nearestTier } from '#contract/vocabulary.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { layOut, type Outline } from './outline.ts'

type OrgTuple = readonly [
  no: number,
  tier: string,
  kind: string,
  isClosed: 0 | 1,
  isBegun: 0 | 1,
  isPlaced: 0 | 1,
  parent: number | null,
]
type CountTuple = readonly [org: number, n: number]

/**
 * Where every organization hangs on the day, and how many members each has of its own: three statements in all, which
 * answer row numbers, since 100,000 ids would take longer to read than all else.
 */
export function readOutline(connection: Connection, day: IsoDay): Outline {
  const members = membersOn(connection, day)
  const orgs = rowsOf<OrgTuple>(connection, orgsStatement, { day })
  return layOut(
    day,
    orgs.map(([no, tier, kind, isClosed, isBegun, isPlaced, parent]) => ({
      no,
      tier: nearestTier(tier),
      kind: nearestKind(kind),
      isClosed: isClosed === 1,
      isBegun: isBegun === 1,
      isPlaced: isPlaced === 1,
      parent,
      members: members.get(no) ?? 0,
    })),
  )
}

/** Posts held on the day, by the organization's place in the outline. */
export function readPostCounts(connection: Connection, outline: Outline): Int32Array {
  const counts = new Int32Array(outline.orgs.length)
  for (const [org, n] of rowsOf<CountTuple>(connection, postCountsStatement, { day: outline.day })) {
    const place = outline.placeOfNo[org] ?? -1
    if (place >= 0) counts[place] = n
  }
  return counts
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
  SELECT org.no, org.tier, org.kind, coalesce(org.closed <= @day, 0),
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
