import { sql } from 'kysely'
import type { OrgNode } from '#contract/browse.ts'
import { branchTypeSchema, orgKindSchema, tierSchema } from '#contract/vocabulary.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { holdsOn, type Scope } from '../subtree.ts'

/** The organizations directly below `root` on the day, by code, with what lies under each. Closed ones are left out. */
export async function readChildren(reader: Reader, { root, asOf }: Scope): Promise<OrgNode[]> {
  const rows = await reader
    .selectFrom('placement')
    .where('placement.parent', '=', root)
    .where(holdsOn('placement', asOf, 'since'))
    .where(holdsOn('placement', asOf, 'starts'))
    .innerJoin('org', 'org.id', 'placement.org')
    .where(eb => eb.or([eb('org.closed', 'is', null), eb('org.closed', '>', asOf)]))
    .select('org.id')
    .execute()
  return readNodes(
    reader,
    rows.map(row => row.id),
    asOf,
  )
}

/** One organization as a node of the tree. */
export async function readNode(reader: Reader, { root, asOf }: Scope): Promise<OrgNode> {
  const [node] = await readNodes(reader, [root], asOf)
  invariant(node, 'the root of a tree is an organization')
  return node
}

/** One walk for all of them: `below(top, org)` is everything under each, itself included. */
async function readNodes(reader: Reader, ids: readonly string[], asOf: Scope['asOf']): Promise<OrgNode[]> {
  const given = JSON.stringify(ids)
  const tree = reader.withRecursive('below(top, org)', db =>
    db
      .selectFrom(sql<{ value: string }>`json_each(${given})`.as('given'))
      .select(['given.value as top', 'given.value as org'])
      .union(
        db
          .selectFrom('placement')
          .innerJoin('below', 'below.org', 'placement.parent')
          .where(holdsOn('placement', asOf, 'starts'))
          .select(['below.top', 'placement.org']),
      ),
  )
  const orgs = await tree
    .selectFrom('below')
    .crossJoin('org')
    .whereRef('org.id', '=', 'below.org')
    .where(eb => eb.or([eb('org.closed', 'is', null), eb('org.closed', '>', asOf)]))
    .groupBy('below.top')
    .select(['below.top', sql<number>`sum(org.kind = 'branch')`.as('branches')])
    .execute()
  const members = await tree
    .selectFrom('below')
    .crossJoin('membership')
    .whereRef('membership.org', '=', 'below.org')
    .where(holdsOn('membership', asOf))
    .groupBy('below.top')
    .select(eb => ['below.top', eb.fn.countAll<number>().as('members')])
    .execute()
  const children = await reader
    .selectFrom(sql<{ value: string }>`json_each(${given})`.as('given'))
    .innerJoin('placement', 'placement.parent', 'given.value')
    .innerJoin('org', 'org.id', 'placement.org')
    .where(holdsOn('placement', asOf, 'starts'))
    .where(eb => eb.or([eb('org.closed', 'is', null), eb('org.closed', '>', asOf)]))
    .groupBy('given.value')
    .select(eb => ['given.value as top', eb.fn.countAll<number>().as('children')])
    .execute()
  const rows = await reader
    .selectFrom(sql<{ value: string }>`json_each(${given})`.as('given'))
    .innerJoin('org', 'org.id', 'given.value')
    .orderBy(sql`org.code is null`)
    .orderBy('org.code')
    .orderBy('org.name')
    .select(['org.id', 'org.code', 'org.name', 'org.short_name', 'org.tier', 'org.kind', 'org.branch_type'])
    .execute()
  const branchesOf = new Map(orgs.map(row => [row.top, row.branches]))
  const membersOf = new Map(members.map(row => [row.top, row.members]))
  const childrenOf = new Map(children.map(row => [row.top, row.children]))
  return rows.map(row => ({
    id: row.id,
    code: row.code,
    name: row.name,
    shortName: row.short_name,
    tier: tierSchema.parse(row.tier),
    kind: orgKindSchema.parse(row.kind),
    branchType: branchTypeSchema.parse(row.branch_type),
    children: childrenOf.get(row.id) ?? 0,
    branches: branchesOf.get(row.id) ?? 0,
    members: membersOf.get(row.id) ?? 0,
  }))
}
