import type { UncountedOrg } from '#contract/looking.ts'
import { nearestBranchType, nearestKind, nearestTier } from '#contract/vocabulary.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { readingOfOrg } from '../../finding/search-text.ts'
import { type Former, readFormer } from '../../former.ts'
import { orgUnknown } from '../../unknown.ts'
import { byCode } from './org-nodes.ts'

export type TreeBegin = { readonly top: UncountedOrg; readonly children: readonly UncountedOrg[] }

type OrgTuple = readonly [
  no: number,
  id: string,
  code: string | null,
  name: string,
  shortName: string | null,
  initials: string,
  tier: string,
  kind: string,
  branchType: string,
  closed: string | null,
]
type Asked = { readonly root: string; readonly day: IsoDay; readonly limit: number }

/**
 * Where the tree begins on a day: an organization and the first of those directly below it, as the outline has them. Read
 * by themselves, since the outline of some hundred thousand takes seconds the first time.
 */
export function readTreeBegin(connection: Connection, { root, day, limit }: Asked): TreeBegin {
  const former = readFormer(connection, day)
  const [own] = rowsOf(connection, ownStatement, { root })
  if (own === undefined) orgUnknown(root)
  // What was closed, coded or called otherwise may stand elsewhere, or not there at all: then all of them are looked at.
  const most = former.isEmpty ? limit : -1
  const below = rowsOf(connection, childrenStatement, { root, day, most })
    .map(row => onDay(former, row, day))
    .filter(({ closed }) => closed === null || closed > day)
  if (!former.isEmpty) below.sort((a, b) => byCode([a.no, a.code, a.name], [b.no, b.code, b.name]))
  const shown = below.slice(0, limit)
  const top = onDay(former, own, day)
  const counts = childrenCounts(
    connection,
    former,
    [top, ...shown].map(({ no }) => no),
    day,
  )
  const node = ({ no, closed: _, ...org }: ReturnType<typeof onDay>): UncountedOrg => ({
    ...org,
    children: counts.get(no) ?? 0,
  })
  return { top: node(top), children: shown.map(node) }
}

function onDay(
  former: Former,
  [no, id, code, name, short_name, initials, tier, kind, branchType, closed]: OrgTuple,
  day: IsoDay,
) {
  const now = { name, short_name, code, tier, kind, closed }
  const then = former.byNo(no, now, day)
  return {
    ...{ no, id, code: then.code, name: then.name, shortName: then.short_name },
    initials: then === now ? initials : readingOfOrg(then.short_name ?? then.name).initials,
    tier: nearestTier(then.tier),
    kind: nearestKind(then.kind),
    branchType: nearestBranchType(branchType),
    closed: then.closed,
  }
}

/** How many lie directly below each: by what holds today, put right by those that were open or closed otherwise on the day. */
function childrenCounts(connection: Connection, former: Former, nos: readonly number[], day: IsoDay) {
  const wanted = JSON.stringify(nos)
  const counts = new Map(
    prepareOnce<unknown[], [no: number, n: number]>(connection, countsStatement).raw().all({ wanted, day }),
  )
  if (former.isEmpty) return counts
  const others = prepareOnce<unknown[], [no: number, above: number, closed: string | null]>(
    connection,
    othersStatement,
  )
    .raw()
    .all({ wanted: JSON.stringify([...former.nos]), day })
  const open = (closed: string | null | undefined) => (closed == null || closed > day ? 1 : 0)
  for (const [no, above, closed] of others) {
    const then = open(former.byNo(no, { closed }, day).closed)
    const known = counts.get(above)
    if (known !== undefined) counts.set(above, known + then - open(closed))
  }
  return counts
}

function rowsOf(connection: Connection, statement: string, values: Readonly<Record<string, unknown>>) {
  return prepareOnce<unknown[], OrgTuple>(connection, statement).raw().all(values)
}

const columns = `org.no, org.id, org.code, org.name, org.short_name, org.initials, org.tier, org.kind, org.branch_type, org.closed`
const holds = 'starts <= @day AND (until IS NULL OR until > @day) AND since <= @day'

const ownStatement = `SELECT ${columns} FROM org WHERE org.id = @root`

const childrenStatement = `
  SELECT ${columns} FROM placement CROSS JOIN org ON org.id = placement.org
  WHERE placement.parent = @root AND ${holds} AND (@most < 0 OR org.closed IS NULL OR org.closed > @day)
  ORDER BY org.code IS NULL, org.code, org.name LIMIT @most`

const countsStatement = `
  SELECT above.no, (
    SELECT count(*) FROM placement CROSS JOIN org ON org.id = placement.org
    WHERE placement.parent = above.id AND ${holds} AND (org.closed IS NULL OR org.closed > @day)
  ) FROM json_each(@wanted) AS wanted CROSS JOIN org AS above ON above.no = wanted.value`

const othersStatement = `
  SELECT org.no, above.no, org.closed FROM json_each(@wanted) AS wanted CROSS JOIN org ON org.no = wanted.value
  CROSS JOIN placement ON placement.org = org.id AND ${holds}
  CROSS JOIN org AS above ON above.id = placement.parent`
