import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { holdsOn } from '#db/registry/subtree.ts'
import { type IsoDay, lastBirthOfAge } from '#db/shared/day.ts'
import { leavingAge } from '../leaving-age.ts'
import { countedStatuses, endedMembership, uncountedReports } from '../membership-words.ts'

/** Conditions for queries that join `membership`, left join the `standing` of the day, and for the last one `person`. */

/** A person without a standing is `normal` and `approved`. */
export const statusOf: RawBuilder<string> = sql<string>`coalesce(standing.status, 'normal')`
export const reportOf: RawBuilder<string> = sql<string>`coalesce(standing.report, 'approved')`

/* Most have no standing at all: that is asked first, and no list is looked through for them. */

export const isMember: RawBuilder<SqlBool> = sql<SqlBool>`(
  standing.status is null or standing.status not in (${sql.join(endedMembership)}))`

export const countsToSize: RawBuilder<SqlBool> = sql<SqlBool>`(
  standing.status is null
  or standing.status in (${sql.join(countedStatuses)}) and standing.report not in (${sql.join(uncountedReports)}))`

/** 超龄未离团: status 正常, 28 on the day (or by a later one), no post anywhere in the League (团章第一条). */
export function isAgedOn(day: IsoDay, by: IsoDay = day): RawBuilder<SqlBool> {
  return sql<SqlBool>`${isOldEnough(by)} and ${statusOf} = 'normal'
    and not exists (select 1 from post where post.person = membership.person and ${holdsOn('post', day)})`
}

export function isOldEnough(by: IsoDay): RawBuilder<SqlBool> {
  return sql<SqlBool>`person.birth <= ${lastBirthOfAge(by, leavingAge)}`
}

/** 保留团籍的党员: pays by his own will and is not appraised, but registered. */
export const isPartyMember: RawBuilder<SqlBool> = sql<SqlBool>`
  coalesce(person.political, '') IN ('中共党员', '中共预备党员')`

/** The same for queries that ask nothing else of a person: few are, and their index has them and nobody else. */
export const isAmongPartyMembers: RawBuilder<SqlBool> = sql<SqlBool>`EXISTS (
  SELECT 1 FROM person INDEXED BY person_party
  WHERE person.id = membership.person AND political IN ('中共党员', '中共预备党员'))`

/** 发展团员编号 is required of those who joined from 2017-01 on. */
export const needsNumber: RawBuilder<SqlBool> = sql<SqlBool>`coalesce(person.joined, '') >= '2017-01-01'`

/**
 * A number of 12 digits that begins with the year of joining, 2017 and 2018 standing for each other; or one of
 * Shandong's 16 (domain.md 4.8).
 */
export const isNumbered: RawBuilder<SqlBool> = sql<SqlBool>`coalesce(
  person.member_no NOT GLOB '*[^0-9]*' AND (
    (length(person.member_no) = 12 AND (
      substr(person.member_no, 1, 4) = substr(person.joined, 1, 4)
      OR (substr(person.member_no, 1, 4) IN ('2017', '2018') AND substr(person.joined, 1, 4) IN ('2017', '2018'))
    )) OR (length(person.member_no) = 16 AND substr(person.member_no, 1, 6) IN ('201516', '201617'))
  ), false)`
