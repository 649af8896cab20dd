import type { OrgNode } from '#contract/looking.ts'
import { nearestBranchType, nearestKind, nearestTier } from '#contract/vocabulary.ts'
import { invariant } from '#db/shared/invariant.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { readingOfOrg } from '../../finding/search-text.ts'
import { childrenOf, countsUnder, type Outline } from './outline.ts'

type OrderTuple = readonly [no: number, code: string | null, name: string]

/**
 * The places directly below one on the day, by code and name as they were then. Closed ones are left out. Of 50,000 this
 * takes a while: a view keeps it as long as nothing is written.
 */
export function childrenInOrder(connection: Connection, outline: Outline, root: number): Int32Array {
  const numbers = childrenOf(outline, root).map(place => outline.nos[place] ?? 0)
  const rows = prepareOnce<string[], OrderTuple>(connection, orderStatement)
    .raw()
    .all(JSON.stringify(numbers))
  const { former, placeOfNo, structure } = outline
  const then = former.isEmpty
    ? rows
    : rows
        .map(([no, code, name]) => {
          const was = former.byNo(no, { code, name }, structure)
          return [no, was.code, was.name] as const
        })
        .sort(byCode)
  return Int32Array.from(then, ([no]) => placeOfNo[no] ?? -1)
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

/** Organizations as nodes of the tree, with what lies under each, in the order given. */
export function readNodes(
  connection: Connection,
  outline: Outline,
  places: ArrayLike<number> & Iterable<number>,
): OrgNode[] {
  const numbers = Array.from(places, place => outline.nos[place] ?? 0)
  const rows = prepareOnce<string[], NodeTuple>(connection, nodesStatement).raw().all(JSON.stringify(numbers))
  return rows.map(([no, id, code, name, shortName, initials, tier, kind, branchType]) => {
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
}

/** As the statement orders them, by the codes and names of the day. */
export function byCode([, codeA, nameA]: OrderTuple, [, codeB, nameB]: OrderTuple): number {
  if (codeA === null && codeB !== null) return 1
  if (codeA !== null && codeB === null) return -1
  const [one, other] = codeA === codeB || codeA === null || codeB === null ? [nameA, nameB] : [codeA, codeB]
  return one < other ? -1 : one > other ? 1 : 0
}

const orderStatement = `
  SELECT org.no, org.code, org.name FROM json_each(?) AS wanted CROSS JOIN org ON org.no = wanted.value
  ORDER BY org.code IS NULL, org.code, org.name`

export const nodesStatement = `
  SELECT org.no, org.id, org.code, org.name, org.short_name, org.initials, org.tier, org.kind, org.branch_type
  FROM json_each(?) AS wanted CROSS JOIN org ON org.no = wanted.value
  ORDER BY wanted.key`
