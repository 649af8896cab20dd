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
  const came = (thing: string) =>
    `EXISTS (SELECT 1 FROM change c INDEXED BY change_thing WHERE c.thing = ${thing} AND c.no BETWEEN @first AND @last)`
  const inForce = (
    table: string,
  ) => `${table}.org = o.id AND (${table}.until IS NULL OR ${table}.until > @today)
    AND (${came('o.id')} OR ${came(`${table}.id`)})`
  const rows = prepareOnce<[{ first: number; last: number; today: string; most: number }], Row>(
    db,
    `SELECT coalesce(o.short_name, o.name) AS name,
       (SELECT count(*) FROM membership m WHERE ${inForce('m')}) AS members,
       (SELECT count(*) FROM post p WHERE ${inForce('p')}) AS posts
     FROM org o WHERE o.closed <= @today AND members + posts > 0 ORDER BY o.name LIMIT @most`,
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
