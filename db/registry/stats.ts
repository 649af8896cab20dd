import { nearestKind, nearestTier, type OrgKind, type Tier } from '#contract/vocabulary.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { holdsOn, type Scope, withSubtree } from './subtree.ts'

export type Stats = {
  readonly orgs: number
  readonly branches: number
  readonly members: number
  readonly cadres: number
  readonly byTier: Partial<Record<Tier, number>>
  readonly byKind: Partial<Record<OrgKind, number>>
}

/**
 * Counts of an organization and all below it on a day: `members` is everyone whose membership holds, whatever the 报到
 * state; `cadres` are posts held (domain.md, "How the expected results count").
 */
export async function readStats(reader: Reader, scope: Scope): Promise<Stats> {
  const groups = await existing(reader, scope)
    .groupBy(['org.tier', 'org.kind'])
    .select(eb => ['org.tier', 'org.kind', eb.fn.countAll<number>().as('n')])
    .execute()
  const members = await existing(reader, scope)
    .innerJoin('membership', 'membership.org', 'org.id')
    .where(holdsOn('membership', scope.asOf))
    .select(eb => eb.fn.countAll<number>().as('n'))
    .executeTakeFirst()
  const cadres = await existing(reader, scope)
    .innerJoin('post', 'post.org', 'org.id')
    .where(holdsOn('post', scope.asOf))
    .select(eb => eb.fn.countAll<number>().as('n'))
    .executeTakeFirst()
  const sum = <Word extends string>(wordOf: (group: (typeof groups)[number]) => Word) => {
    const totals: Partial<Record<Word, number>> = {}
    for (const group of groups) totals[wordOf(group)] = (totals[wordOf(group)] ?? 0) + group.n
    return totals
  }
  const byKind = sum(group => nearestKind(group.kind))
  return {
    orgs: groups.reduce((total, group) => total + group.n, 0),
    branches: byKind.branch ?? 0,
    members: members?.n ?? 0,
    cadres: cadres?.n ?? 0,
    byTier: sum(group => nearestTier(group.tier)),
    byKind,
  }
}

/** The organizations of a scope that exist on its day: begun (the scope's own always is), and not closed. */
export function existing(reader: Reader, scope: Scope) {
  return (
    withSubtree(reader, scope)
      .selectFrom('subtree')
      .crossJoin('org')
      .whereRef('org.id', '=', 'subtree.org')
      .where(eb =>
        eb.or([
          eb('org.id', '=', scope.root),
          eb.exists(
            eb
              .selectFrom('placement as begun')
              .whereRef('begun.org', '=', 'org.id')
              .where('begun.since', '<=', scope.asOf)
              .select('begun.no'),
          ),
        ]),
      )
      .where(eb => eb.or([eb('org.closed', 'is', null), eb('org.closed', '>', scope.asOf)]))
      // What was closed then, and reopened later.
      .where(eb =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('decision as reopened')
              .whereRef('reopened.org', '=', 'org.id')
              .where('reopened.was_closed', '<=', scope.asOf)
              .where('reopened.effective', '>', scope.asOf)
              .select('reopened.no'),
          ),
        ),
      )
  )
}
