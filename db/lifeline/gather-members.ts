import { holdsOn, type Reach, withSubtree } from '#db/registry/subtree.ts'
import { isDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { AgedMember, MemberFacts } from './facts.ts'
import { inOrder } from './in-order.ts'
import { leavingDay } from './leaving-age.ts'
import { countsToSize, isAgedOn, isMember } from './member-conditions.ts'

/** The members of each organization of the scope: how many, how many count, and who should have left at 28. */
export async function gatherMembers(reader: Reader, scope: Reach): Promise<ReadonlyMap<string, MemberFacts>> {
  const counts = await memberCountQuery(reader, scope).execute()
  const aged = Map.groupBy(await agedMemberQuery(reader, scope).execute(), row => row.org)
  return new Map(
    counts.map(({ org, held, counted }) => [org, { held, counted, aged: agedMembers(aged.get(org) ?? []) }]),
  )
}

export function memberCountQuery(reader: Reader, scope: Reach) {
  return withSubtree(reader, scope)
    .selectFrom('subtree')
    .crossJoin('membership')
    .leftJoin('standing', join =>
      join.onRef('standing.person', '=', 'membership.person').on(holdsOn('standing', scope.asOf)),
    )
    .whereRef('membership.org', '=', 'subtree.org')
    .where(holdsOn('membership', scope.asOf))
    .where(isMember)
    .groupBy('subtree.org')
    .select(eb => [
      'subtree.org',
      eb.fn.countAll<number>().as('held'),
      eb.fn.countAll<number>().filterWhere(countsToSize).as('counted'),
    ])
}

export function agedMemberQuery(reader: Reader, scope: Reach) {
  return withSubtree(reader, scope)
    .selectFrom('subtree')
    .crossJoin('membership')
    .innerJoin('person', 'person.id', 'membership.person')
    .leftJoin('standing', join =>
      join.onRef('standing.person', '=', 'membership.person').on(holdsOn('standing', scope.asOf)),
    )
    .whereRef('membership.org', '=', 'subtree.org')
    .where(holdsOn('membership', scope.asOf))
    .where(isAgedOn(scope.asOf))
    .select(['subtree.org', 'person.id', 'person.name', 'person.birth'])
}

type AgedRow = { readonly id: string; readonly name: string; readonly birth: string | null }

/** In order here, not in the query: sorting a few people a branch is quicker than sorting a whole district's. */
function agedMembers(rows: readonly AgedRow[]): readonly AgedMember[] {
  return rows
    .flatMap(({ id, name, birth }) =>
      birth !== null && isDay(birth) ? [{ person: id, name, leaves: leavingDay(birth) }] : [],
    )
    .toSorted((a, b) => inOrder(a.leaves, b.leaves) || inOrder(a.person, b.person))
}
