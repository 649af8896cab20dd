import { type Reach, withSubtree } from '#db/registry/subtree.ts'
import { isDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { TermFacts } from '../facts.ts'

/** No term is longer; a larger number is a slip of the keyboard and says as little as an empty cell. */
const longestTerm = 10

/** The newest election of each organization of the scope on or before the day. */
export async function gatherTerms(reader: Reader, scope: Reach): Promise<ReadonlyMap<string, TermFacts>> {
  const newest = new Map<string, TermFacts>()
  for (const { org, elected, elected_precision, years, extended_until } of await termQuery(
    reader,
    scope,
  ).execute()) {
    const term = termFacts(elected, elected_precision, years, extended_until)
    if (term !== undefined) newest.set(org, term)
  }
  return newest
}

/** An election as the rules take it; undefined where what was recorded is no day. */
export function termFacts(
  elected: string,
  precision: string | null,
  years: number | null,
  extendedUntil: string | null = null,
): TermFacts | undefined {
  if (!isDay(elected)) return undefined
  const sensible = years !== null && years >= 1 && years <= longestTerm
  return {
    elected,
    monthOnly: precision === 'month',
    ...(precision === 'year' && { yearOnly: true }),
    years: sensible ? years : null,
    ...(extendedUntil !== null && isDay(extendedUntil) && { extendedUntil }),
  }
}

/** The elections of each organization, the newest last; of two on one day the later record is the newer. */
export function termQuery(reader: Reader, scope: Reach) {
  return withSubtree(reader, scope)
    .selectFrom('subtree')
    .crossJoin('term')
    .whereRef('term.org', '=', 'subtree.org')
    .where('term.elected', '<=', scope.asOf)
    .select(eb => [
      'subtree.org',
      'term.elected',
      'term.elected_precision',
      'term.years',
      // what was approved later was not known on the day
      eb
        .case()
        .when(eb.fn.coalesce('term.approved_on', eb.val('')), '<=', scope.asOf)
        .then(eb.ref('term.extended_until'))
        .end()
        .as('extended_until'),
    ])
    .orderBy('term.elected')
    .orderBy('term.id')
}
