import { type Reach, withSubtree } from '#db/registry/subtree.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { RatingFacts } from '../facts.ts'
import { isRated } from './gather-kept.ts'

/** The newest result of each organization of the scope that was known by the day. */
export async function gatherRatings(reader: Reader, scope: Reach): Promise<ReadonlyMap<string, RatingFacts>> {
  const rows = await ratingQuery(reader, scope).execute()
  return new Map(rows.map(({ org, ...rating }) => [org, rating]))
}

/** The ratings of each organization, the newest last. One without a day is known once its year is over. */
export function ratingQuery(reader: Reader, scope: Reach) {
  const year = Number(scope.asOf.slice(0, 4))
  return withSubtree(reader, scope)
    .selectFrom('subtree')
    .crossJoin('rating')
    .whereRef('rating.org', '=', 'subtree.org')
    .where(isRated)
    .where(eb =>
      eb.or([
        eb('rating.reviewed_on', '<=', scope.asOf),
        eb.and([eb('rating.reviewed_on', 'is', null), eb('rating.year', '<', year)]),
      ]),
    )
    .select(['subtree.org', 'rating.id', 'rating.year', 'rating.score', 'rating.star', 'rating.veto'])
    .orderBy('rating.year')
    .orderBy('rating.id')
}
