import type { IsoDay } from '#db/shared/day.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'

/** So many organizations are told one by one. */
const most = 20

type Row = { readonly name: string; readonly members: number; readonly posts: number }

/**
 * Who is left in a closed organization by what a packet brought: one office closed it while another, which had not heard,
 * put somebody there. Neither is wrong, so nothing is given back; whoever sees both is told at once, and goes on seeing it
 * among the data to put right. To be asked once all is stored, in the same transaction.
 */
export function tellInClosed(
  db: Connection,
  [first, last]: readonly [number, number],
  today: IsoDay,
): Text[] {
  const inForce = (table: string) =>
    `(SELECT count(*) FROM ${table} WHERE ${table}.org = o.id AND (${table}.until IS NULL OR ${table}.until > @today))`
  const rows = prepareOnce<[{ first: number; last: number; today: string; most: number }], Row>(
    db,
    `WITH came AS MATERIALIZED (
       SELECT DISTINCT entity, thing FROM change
       WHERE no BETWEEN @first AND @last AND entity IN ('org', 'membership', 'post')
     ), here (id) AS (
       SELECT thing FROM came WHERE entity = 'org'
       UNION SELECT membership.org FROM came JOIN membership ON membership.id = came.thing
       UNION SELECT post.org FROM came JOIN post ON post.id = came.thing)
     SELECT coalesce(o.short_name, o.name) AS name, ${inForce('membership')} AS members, ${inForce('post')} AS posts
     FROM here CROSS JOIN org o ON o.id = here.id
     WHERE o.closed <= @today AND members + posts > 0 ORDER BY o.name LIMIT @most`,
  ).all({ first, last, today, most })
  return rows.map(({ name, members, posts }) => {
    const zh = [members > 0 ? `${members} 名团员` : '', posts > 0 ? `${posts} 个职务` : ''].filter(Boolean)
    const en = [members > 0 ? plural(members, 'member') : '', posts > 0 ? plural(posts, 'post') : '']
    return {
      zh: `“${name}”已经撤销，还有 ${zh.join('、')}在里面：两个单位同时作了变动。请打开“待改数据”处理：把人转到别的组织、登记离任，或恢复这个组织`,
      en: `"${name}" is closed, and has ${en.filter(Boolean).join(' and ')} in it: two offices acted at once. Settle it under "Data to put right": move them, end the posts, or reopen it`,
    }
  })
}
