import { sql } from 'kysely'
import { countsToSize } from '#db/lifeline/gathering/member-conditions.ts'
import { existing } from '#db/registry/stats.ts'
import { holdsOn } from '#db/registry/subtree.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'

export type Counted = {
  readonly kind: string
  readonly members: number
  readonly cadres: number
  readonly below: number
}
/** Fewer than three members who count (团章 art. 22), as rule W01 finds it. */
export const isHollowBranch = ({ kind, members }: Counted) => kind === 'branch' && members < 3
/** A committee without anything below it. */
export const isHollowCommittee = ({ kind, below: under }: Counted) =>
  kind !== 'branch' && kind !== 'leading' && under === 0

/** Organizations that have too few members or nothing below them, or no cadre. */
export async function hollowIn(
  reader: Reader,
  { root, asOf }: { readonly root: string; readonly asOf: IsoDay },
) {
  const rows = await existing(reader, { root, asOf })
    .leftJoin('placement as own', join =>
      join.onRef('own.org', '=', 'org.id').on(holdsOn('own', asOf, 'starts')),
    )
    .leftJoin('org as above', 'above.id', 'own.parent')
    .select(['org.name', 'org.kind', 'org.founded', 'org.industry', 'above.name as parent'])
    .select([
      sql<number>`(
        SELECT count(*) FROM membership
        LEFT JOIN standing ON standing.person = membership.person AND ${holdsOn('standing', asOf)}
        WHERE membership.org = org.id AND ${holdsOn('membership', asOf)} AND ${countsToSize}
      )`.as('members'),
      sql<number>`(SELECT count(*) FROM post t WHERE t.org = org.id AND ${holdsOn('t', asOf)})`.as('cadres'),
      sql<number>`(SELECT count(*) FROM placement p JOIN org o ON o.id = p.org WHERE p.parent = org.id AND ${holdsOn('p', asOf, 'starts')} AND (o.closed IS NULL OR o.closed > ${asOf}))`.as(
        'below',
      ),
    ])
    .execute()
  return rows.filter(
    one => isHollowBranch(one) || isHollowCommittee(one) || (one.kind === 'branch' && one.cadres === 0),
  )
}
