import { sql } from 'kysely'
import { titleToldOf } from '#db/records/kinds.ts'
import { holdsOn } from '#db/registry/subtree.ts'
import { personName } from '../gathering/person-name.ts'
import type { EvidenceReader } from './evidence.ts'
import { placeBy, totalBy } from './first-rows.ts'

/** The posts of the organization that had begun by the day: those still held first, then the one that ended last. */
export const postEvidence: EvidenceReader = async (reader, orgs, { asOf, most }) => {
  const over = sql<string>`case when ${holdsOn('post', asOf)} then '' else post.until end`
  const numbered = reader
    .selectFrom('post')
    .where('post.org', 'in', orgs)
    .where(eb => eb.or([eb('post.since', 'is', null), eb('post.since', '<=', asOf)]))
    .select([
      'post.org',
      'post.id',
      'post.person',
      'post.title',
      'post.since',
      over.as('over'),
      totalBy('post.org').as('total'),
      placeBy('post.org', sql`${over} <> '', ${over} DESC, post.id`).as('place'),
    ])
  const rows = await reader
    .selectFrom(numbered.as('row'))
    .leftJoin('person', 'person.id', 'row.person')
    .leftJoin('card', 'card.thing', 'row.person')
    .where('row.place', '<=', most)
    .orderBy('row.org')
    .orderBy('row.place')
    .select([
      'row.person',
      'row.org',
      'row.id',
      'row.title',
      'row.since',
      'row.over',
      'row.total',
      personName.as('name'),
    ])
    .execute()
  return rows.map(row => ({
    org: row.org,
    total: row.total,
    entity: 'post',
    id: row.id,
    person: row.person,
    text: {
      zh: `${row.title}${row.name ?? '（姓名不详）'}：${row.since ?? '任职日不详'}起，${row.over === '' ? '在任' : `${row.over}止`}`,
      en: `${titleToldOf('post', row.title ?? '').en} ${row.name ?? '(name not known)'}: from ${row.since ?? 'a day not known'}, ${row.over === '' ? 'still held' : `ended ${row.over}`}`,
    },
  }))
}
