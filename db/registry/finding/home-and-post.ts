import { sql } from 'kysely'
import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'

/** Where people belong on a day. */
export async function homesOf(
  reader: Reader,
  ids: readonly string[],
  day: IsoDay,
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await reader
    .selectFrom('membership')
    .innerJoin('org', 'org.id', 'membership.org')
    .where('membership.person', 'in', ids)
    .where('membership.since', '<=', day)
    .where(eb => eb.or([eb('membership.until', 'is', null), eb('membership.until', '>', day)]))
    .select(['membership.person', 'org.name'])
    .execute()
  return new Map(rows.map(row => [row.person, row.name]))
}

type FoundPost = { readonly title: string; readonly org: string; readonly orgName: string }

/** A post that each of them holds on a day, 书记 before others. */
export async function postsOf(
  reader: Reader,
  ids: readonly string[],
  day: IsoDay,
): Promise<ReadonlyMap<string, FoundPost>> {
  if (ids.length === 0) return new Map()
  const rows = await reader
    .selectFrom('post')
    .innerJoin('org', 'org.id', 'post.org')
    .where('post.person', 'in', ids)
    .where(eb => eb.or([eb('post.since', 'is', null), eb('post.since', '<=', day)]))
    .where(eb => eb.or([eb('post.until', 'is', null), eb('post.until', '>', day)]))
    // Of several the last one is kept: the secretary's.
    .orderBy(sql`post.title = '书记'`)
    .orderBy('post.no', 'desc')
    .select(['post.person', 'post.title', 'org.id as org', 'org.name as orgName'])
    .execute()
  return new Map(rows.map(({ person, ...post }) => [person, post]))
}
