import { type RawBuilder, sql } from 'kysely'
import { valuesIn } from '#db/records/columns.ts'
import { endBy, isEnd } from '#db/registry/past-day.ts'
import { belongsTo, holdsOn } from '#db/registry/subtree.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { RecordColumns } from '../../kinds/of-one-record.ts'
import type { Row } from '../../roster-kind.ts'
import { namesOut } from './name-out.ts'
import { inPages } from './pages.ts'
import { rowsScope, type Wanted } from './wanted.ts'

/** The fields that say from when a record holds. */
const begins = ['since', 'founded', 'opened', 'begun']

/**
 * The records of one kind that lie in a scope by the day, in the order in which they came: what hangs on an organization
 * lies there, what hangs on a person where he belongs on the day.
 */
export async function* recordRows(
  reader: Reader,
  columns: RecordColumns,
  wanted: Wanted,
): AsyncGenerator<Row> {
  const { kind, org, person, values } = columns
  const names = await namesOut(reader, wanted)
  const pages = inPages(await numbersIn(reader, columns, wanted), async among => {
    const own = sql.table(kind.name)
    const rows = sql<{ no: number }>`(SELECT * FROM ${own} WHERE no IN ${among})`.as('page')
    const read = await reader.selectFrom(rows).selectAll().execute()
    return read.map(row => ({ no: row.no, values: valuesIn(kind, { ...row }) }))
  })
  for await (const page of pages) {
    const ids = page.flatMap(({ values }) => (person === undefined ? [] : [String(values[person])]))
    const people = ids.length === 0 ? new Map() : await peopleOf(reader, ids, wanted)
    for (const { values: known } of page) {
      const who = person === undefined ? undefined : people.get(String(known[person]))
      const home = org === undefined ? who?.home : String(known[org] ?? '')
      yield {
        ...(who && { name: who.name, idNumber: who.idNumber ?? undefined, birth: who.birth ?? undefined }),
        [org ?? 'branch']: names.get(home ?? ''),
        ...Object.fromEntries(
          values.map(([column, name]) => [
            column,
            (isEnd(name) ? endBy(known[name], wanted) : known[name]) ?? undefined,
          ]),
        ),
      }
    }
  }
}

async function numbersIn(reader: Reader, { kind, org, person, again }: RecordColumns, wanted: Wanted) {
  const among = sql`${rowsScope(reader, wanted).select('org.id')}`
  const isIn = (place: RawBuilder<unknown>) => sql`${place} IN ${among}`
  const lies =
    org === undefined
      ? belongsTo(sql.ref(`r.${person ?? 'id'}`), isIn, wanted.asOf)
      : isIn(sql.ref(`r.${org}`))
  const rows = sql<{ no: number }>`(
    SELECT r.no FROM ${sql.table(kind.name)} r
    WHERE ${byTheDay(kind.fields, again, wanted)} AND ${onlyWanted(kind.fields, wanted)} AND ${lies}
  )`
  return reader.selectFrom(rows.as('own')).orderBy('own.no').select('own.no').execute()
}

/** What happened later, or is of a later year, was not there on the day. */
function byTheDay(
  fields: RecordColumns['kind']['fields'],
  again: readonly string[],
  { asOf, during }: Wanted,
) {
  const day = again.find(name => fields[name]?.type === 'day')
  if (day !== undefined)
    return during === undefined
      ? sql`${sql.ref(day)} <= ${asOf}`
      : sql`${sql.ref(day)} <= ${asOf} AND ${sql.ref(day)} >= ${`${during}-01-01`}`
  if (during !== undefined && again.includes('year')) return sql`year = ${during}`
  if (again.includes('year')) return sql`year <= ${Number(asOf.slice(0, 4))}`
  const begin = begins.find(name => fields[name]?.type === 'day')
  return begin === undefined ? sql`true` : sql`(${sql.ref(begin)} IS NULL OR ${sql.ref(begin)} <= ${asOf})`
}

function onlyWanted(fields: RecordColumns['kind']['fields'], { only }: Wanted) {
  return only === undefined || fields[only.column] === undefined
    ? sql`true`
    : sql`${sql.ref(only.column)} = ${only.is}`
}

/** Who these people are, and where they belong on the day: who is no member, where he holds his first post. */
async function peopleOf(reader: Reader, ids: readonly string[], { asOf }: Wanted) {
  const listed = sql<string>`(SELECT value FROM json_each(${JSON.stringify(ids)}))`
  const people = await reader
    .selectFrom('person')
    .leftJoin('membership', join =>
      join.onRef('membership.person', '=', 'person.id').on(holdsOn('membership', asOf)),
    )
    .where('person.id', 'in', listed)
    .select(['person.id', 'person.name', 'person.birth', 'person.id_number as idNumber'])
    .select(
      sql<string | null>`coalesce(membership.org, (
        SELECT o.org FROM post o WHERE o.person = person.id AND ${holdsOn('o', asOf)} ORDER BY o.no LIMIT 1
      ))`.as('home'),
    )
    .execute()
  return new Map(people.map(person => [person.id, person]))
}
