import { type Scope, withSubtree } from '#db/registry/subtree.ts'
import { isDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { TermFacts } from './facts.ts'

/** No term is longer; a larger number is a slip of the keyboard and says as little as an empty cell. */
const longestTerm = 10

/** The newest election of each organization of the scope on or before the day. */
export async function gatherTerms(reader: Reader, scope: Scope): Promise<ReadonlyMap<string, TermFacts>> {
  const newest = new Map<string, TermFacts>()
  for (const { org, elected, elected_precision, years } of await termQuery(reader, scope).execute()) {
    if (!isDay(elected)) continue
    const sensible = years !== null && years >= 1 && years <= longestTerm
    newest.set(org, {
      elected,
      monthOnly: elected_precision === 'month',
      ...(elected_precision === 'year' && { yearOnly: true }),
      years: sensible ? years : null,
    })
  }
  return newest
}

/** The elections of each organization, the newest last; of two on one day the later record is the newer. */
export function termQuery(reader: Reader, scope: Scope) {
  return withSubtree(reader, scope)
    .selectFrom('subtree')
    .crossJoin('term')
    .whereRef('term.org', '=', 'subtree.org')
    .where('term.elected', '<=', scope.asOf)
    .select(['subtree.org', 'term.elected', 'term.elected_precision', 'term.years'])
    .orderBy('term.elected')
    .orderBy('term.id')
}
