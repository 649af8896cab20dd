import type { IsoDay } from '#db/shared/day.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'

type Asked = { readonly people: string; readonly day: IsoDay }

/** Where people belong on a day. */
export function homesOf(db: Connection, ids: readonly string[], day: IsoDay): ReadonlyMap<string, string> {
  if (ids.length === 0) return new Map()
  const rows = prepareOnce<[Asked], { person: string; name: string }>(
    db,
    `SELECT m.person, org.name FROM membership m JOIN org ON org.id = m.org
     WHERE m.person IN (SELECT value FROM json_each(@people))
       AND m.since <= @day AND (m.until IS NULL OR m.until > @day)`,
  ).all({ people: JSON.stringify(ids), day })
  return new Map(rows.map(row => [row.person, row.name]))
}

type FoundPost = { readonly title: string; readonly org: string; readonly orgName: string }

/** A post that each of them holds on a day, 书记 before others. */
export function postsOf(db: Connection, ids: readonly string[], day: IsoDay): ReadonlyMap<string, FoundPost> {
  if (ids.length === 0) return new Map()
  // Of several the last one is kept: the secretary's.
  const rows = prepareOnce<[Asked], FoundPost & { readonly person: string }>(
    db,
    `SELECT post.person, post.title, org.id AS org, org.name AS orgName FROM post JOIN org ON org.id = post.org
     WHERE post.person IN (SELECT value FROM json_each(@people))
       AND (post.since IS NULL OR post.since <= @day) AND (post.until IS NULL OR post.until > @day)
     ORDER BY post.title = '书记', post.no DESC`,
  ).all({ people: JSON.stringify(ids), day })
  return new Map(rows.map(({ person, ...post }) => [person, post]))
}
