import { sql } from 'kysely'
import { idTypes, postNatures } from '#contract/vocabulary.ts'
import type { Dated } from '#db/records/types/office-date.ts'
import { endBy } from '#db/registry/past-day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { type CadreRow, cadreTexts, morePost } from '../../kinds/cadres.ts'
import { columnReader } from '../../kinds/composed.ts'
import { namesOut } from './name-out.ts'
import { inPages } from './pages.ts'
import { datedOf, rowsScope, type Wanted, wordOf } from './wanted.ts'

const textsOf = columnReader(cadreTexts)

/** Apart from the person's own columns, whatever either is called. */
const ofPost = sql<string>`json_object(${sql.join(
  morePost.kept.flatMap(column => [sql.lit(column), sql.ref(`post.${column}`)]),
)})`

/**
 * The posts of a scope begun by the day, those that have ended too: an ended post is what a vacancy is counted from. Of
 * whom a packet told no more than a card, his row says what the card says: his name and the year of his birth.
 */
export async function* cadreRows(reader: Reader, wanted: Wanted): AsyncGenerator<CadreRow> {
  const names = await namesOut(reader, wanted)
  const numbers = await rowsScope(reader, wanted)
    .innerJoin('post', 'post.org', 'org.id')
    .where(eb => eb.or([eb('post.since', 'is', null), eb('post.since', '<=', wanted.asOf)]))
    .orderBy('post.no')
    .select('post.no')
    .execute()
  const pages = inPages(numbers, among =>
    reader
      .selectFrom('post')
      .leftJoin('person', 'person.id', 'post.person')
      .leftJoin('card', 'card.thing', 'post.person')
      .where('post.no', 'in', among)
      .selectAll('person')
      .select(['card.name as card_name', sql<string | null>`card.detail ->> '$.birthYear'`.as('birth_year')])
      .select(['post.no', 'post.org', 'post.title', 'post.nature', 'post.since'])
      .select(['post.since_precision', 'post.until'])
      .select(ofPost.as('of_post'))
      .execute(),
  )
  for await (const page of pages) {
    for (const row of page) {
      const org = names.get(row.org)
      const name = row.name ?? row.card_name
      if (org === undefined || name === null) continue
      yield {
        name,
        idType: wordOf(idTypes, row.id_type) ?? 'resident',
        idNumber: row.id_number ?? undefined,
        birth: row.birth === null ? bornIn(row.birth_year) : datedOf(row.birth, 'day'),
        org,
        title: row.title,
        nature: wordOf(postNatures, row.nature),
        since: datedOf(row.since, row.since_precision),
        until: datedOf(endBy(row.until, wanted) ?? null, 'day'),
        ...textsOf(row),
        joined: datedOf(row.joined, row.joined_precision),
        more: morePost.in(columnsIn(row.of_post)),
      }
    }
  }
}

function bornIn(year: string | null): Dated | undefined {
  return year === null ? undefined : datedOf(`${year}-01-01`, 'year')
}

function columnsIn(json: string): Readonly<Record<string, unknown>> {
  const columns: unknown = JSON.parse(json)
  return typeof columns === 'object' && columns !== null ? { ...columns } : {}
}
