import type { OrgNode } from '#contract/looking.ts'
import { nearestBranchType, nearestKind, nearestTier } from '#contract/vocabulary.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { readingOfOrg } from '../../finding/search-text.ts'
import { childrenOf, countsUnder, type Outline } from './outline.ts'

/** The organizations directly below one on the day, by code, with what lies under each. Closed ones are left out. */
export function readChildren(connection: Connection, outline: Outline, root: number): OrgNode[] {
  return readNodes(connection, outline, childrenOf(outline, root))
}

/** One organization as a node of the tree. */
export function readNode(connection: Connection, outline: Outline, root: number): OrgNode {
  const [node] = readNodes(connection, outline, [root])
  invariant(node, 'the root of a tree is an organization')
  return node
}

type NodeTuple = readonly [
  no: number,
  id: string,
  code: string | null,
  name: string,
  shortName: string | null,
  initials: string,
  tier: string,
  kind: string,
  branchType: string,
]

function readNodes(connection: Connection, outline: Outline, places: readonly number[]): OrgNode[] {
  const numbers = places.flatMap(place => outline.orgs[place]?.no ?? [])
  const rows = connection.prepare<string[], NodeTuple>(nodesStatement).raw().all(JSON.stringify(numbers))
  const nodes = rows.map(([no, id, code, name, shortName, initials, tier, kind, branchType]) => {
    const place = outline.placeOfNo[no] ?? -1
    const now = { name, short_name: shortName, code, tier, kind }
    const then = outline.former.byNo(no, now, outline.structure)
    return {
      id,
      code: then.code,
      name: then.name,
      shortName: then.short_name,
      initials: then === now ? initials : readingOfOrg(then.short_name ?? then.name).initials,
      tier: nearestTier(then.tier),
      kind: nearestKind(then.kind),
      branchType: nearestBranchType(branchType),
      children: childrenOf(outline, place).length,
      ...countsUnder(outline, place),
    }
  })
  return outline.former.isEmpty ? nodes : nodes.sort(byCode)
}

/** As the statement orders them, by the codes and names of the day. */
function byCode(a: OrgNode, b: OrgNode): number {
  if (a.code === null || b.code === null) return Number(a.code === null) - Number(b.code === null)
  const [one, other] = a.code === b.code ? [a.name, b.name] : [a.code, b.code]
  return one < other ? -1 : one > other ? 1 : 0
}

export const nodesStatement = `
  SELECT org.no, org.id, org.code, org.name, org.short_name, org.initials, org.tier, org.kind, org.branch_type
  FROM json_each(?) AS wanted CROSS JOIN org ON org.no = wanted.value
  ORDER BY org.code IS NULL, org.code, org.name`
