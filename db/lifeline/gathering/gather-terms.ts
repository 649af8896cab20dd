import { isDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { TermFacts } from '../facts.ts'
import { type AskedOrgs, fromAsked } from './asked-orgs.ts'

/** No term is longer; a larger number is a slip of the keyboard and says as little as an empty cell. */
const longestTerm = 10

/** The newest election of each organization of the scope on or before the day. */
export async function gatherTerms(reader: Reader, asked: AskedOrgs): Promise<ReadonlyMap<string, TermFacts>> {
  const newest = new Map<string, TermFacts>()
  for (const { org, elected, elected_precision, years, extended_until } of await termQuery(
    reader,
    asked,
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
export function termQuery(reader: Reader, asked: AskedOrgs) {
  return fromAsked(reader, asked)
    .crossJoin('term')
    .whereRef('term.org', '=', 'asked.org')
    .where('term.elected', '<=', asked.asOf)
    .select(eb => [
      'asked.org',
      'term.elected',
      'term.elected_precision',
      'term.years',
      // what was approved later was not known on the day
      eb
        .case()
        .when(eb.fn.coalesce('term.approved_on', eb.val('')), '<=', asked.asOf)
        .then(eb.ref('term.extended_until'))
        .end()
        .as('extended_until'),
    ])
    .orderBy('term.elected')
    .orderBy('term.id')
}
