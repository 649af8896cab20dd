import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { holdsOn } from '#db/registry/subtree.ts'
import { type IsoDay, lastBirthOfAge } from '#db/shared/day.ts'
import { leavingAge } from './leaving-age.ts'
import { countedStatuses, endedMembership, uncountedReports } from './membership-words.ts'

/** Conditions for queries that join `membership`, left join the `standing` of the day, and for the last one `person`. */

/** A person without a standing is `normal` and `approved`. */
export const statusOf: RawBuilder<string> = sql<string>`coalesce(standing.status, 'normal')`
export const reportOf: RawBuilder<string> = sql<string>`coalesce(standing.report, 'approved')`

export const isMember: RawBuilder<SqlBool> = sql<SqlBool>`${statusOf} not in (${sql.join(endedMembership)})`

export const countsToSize: RawBuilder<SqlBool> = sql<SqlBool>`
  ${statusOf} in (${sql.join(countedStatuses)}) and ${reportOf} not in (${sql.join(uncountedReports)})`

/** 超龄未离团: status 正常, 28 on the day, no post anywhere in the League (团章第一条). */
export function isAgedOn(day: IsoDay): RawBuilder<SqlBool> {
  return sql<SqlBool>`person.birth <= ${lastBirthOfAge(day, leavingAge)} and ${statusOf} = 'normal'
    and not exists (select 1 from post where post.person = membership.person and ${holdsOn('post', day)})`
}
