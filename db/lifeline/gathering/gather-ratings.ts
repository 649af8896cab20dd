import type { Reader } from '#db/sqlite/tables.ts'
import type { RatingFacts } from '../facts.ts'
import { type AskedOrgs, fromAsked } from './asked-orgs.ts'
import { isRated } from './gather-kept.ts'

/** The newest result of each organization of the scope that was known by the day. */
export async function gatherRatings(
  reader: Reader,
  asked: AskedOrgs,
): Promise<ReadonlyMap<string, RatingFacts>> {
  const rows = await ratingQuery(reader, asked).execute()
  return new Map(rows.map(({ org, ...rating }) => [org, rating]))
}

/** The ratings of each organization, the newest last. One without a day is known once its year is over. */
export function ratingQuery(reader: Reader, asked: AskedOrgs) {
  const year = Number(asked.asOf.slice(0, 4))
  return fromAsked(reader, asked)
    .crossJoin('rating')
    .whereRef('rating.org', '=', 'asked.org')
    .where(isRated)
    .where(eb =>
      eb.or([
        eb('rating.reviewed_on', '<=', asked.asOf),
        eb.and([eb('rating.reviewed_on', 'is', null), eb('rating.year', '<', year)]),
      ]),
    )
    .select(['asked.org', 'rating.id', 'rating.year', 'rating.score', 'rating.star', 'rating.veto'])
    .orderBy('rating.year')
    .orderBy('rating.id')
}
