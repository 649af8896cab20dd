import { type RawBuilder, sql } from 'kysely'
import type { Question } from '#db/records/ledger/question.ts'
import type { AnyKind } from '#db/records/record.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { type Asking, addend, column, parts, placed, rounded, saidOf, treeOf } from './ask.ts'

/** What stands behind a figure: the records, or the places or values that are counted, each with what it adds. */
export type FigureRow = {
  readonly kind: string
  readonly id: string
  readonly title: string
  /** Whose post or membership it is. */
  readonly person: string | null
  readonly org: string | null
  readonly counts: number
  /** Of a place or a value, in how many records it stands; null of a record. */
  readonly records: number | null
}

export type RowsAsked = {
  readonly limit: number
  readonly offset: number
  /** Of a figure that counts places or values: the records of this one of them. */
  readonly among?: string | undefined
  /** Those records that are of what is asked for and count for nothing, as they do not say what is counted. */
  readonly blank?: boolean | undefined
}

/** The rows behind a figure, a window of them, and how many there are. */
export async function rowsOf(
  reader: Reader,
  question: Question,
  asking: Asking,
  { limit, offset, among, blank = false }: RowsAsked,
): Promise<{ readonly total: number; readonly rows: readonly FigureRow[] }> {
  const silent = blank ? silentRecords(reader, question, asking) : undefined
  const { kind, from, where, asOf } = silent ?? parts(reader, question, asking)
  const { measure } = question
  const tree = treeOf(reader, asking.root, asOf)
  const value =
    measure === 'count' || 'sum' in measure
      ? undefined
      : 'differentValues' in measure
        ? column(kind, measure.differentValues)
        : placed(kind, measure.differentPlaces, asOf)
  if (value !== undefined && among === undefined && !blank && measure !== 'count' && !('sum' in measure)) {
    const groups = sql<{ value: string; records: number; total: number }>`(
      SELECT ${value} AS value, count(*) AS records, count(*) OVER () AS total
      FROM ${from} WHERE ${where} AND ${value} IS NOT NULL GROUP BY 1 ORDER BY 1 LIMIT ${limit} OFFSET ${offset}
    )`
    const found = await tree
      .selectFrom(groups.as('found'))
      .leftJoin('org', 'org.id', 'found.value')
      .leftJoin('person', 'person.id', 'found.value')
      .select(['found.value', 'found.records', 'found.total', 'org.short_name', 'org.name'])
      .select('person.name as who')
      .execute()
    const isPlace = 'differentPlaces' in measure
    const isPerson = !isPlace && measure.differentValues === 'person'
    return {
      total: found[0]?.total ?? 0,
      rows: found.map(({ value: of, records, short_name, name, who }) => ({
        kind: isPlace ? 'org' : isPerson ? 'person' : 'value',
        id: String(of),
        title: isPlace ? (short_name ?? name ?? String(of)) : isPerson ? (who ?? String(of)) : String(of),
        person: isPerson ? String(of) : null,
        org: null,
        counts: 1,
        records,
      })),
    }
  }
  const counts =
    measure === 'count' || !('sum' in measure) ? sql<number>`1` : addend(kind, measure.sum, measure.blank)
  // What adds nothing to a sum is not behind it: books are not given by whoever gave pencils.
  const adds = blank
    ? (silent?.isSilent ?? sql`0`)
    : value === undefined
      ? sql`${counts} <> 0`
      : sql`${value} = ${among ?? ''}`
  const counting = sql<Readonly<Record<string, unknown>>>`(
    SELECT r.*, ${counts} AS counts, count(*) OVER () AS total
    FROM ${from} WHERE ${where} AND ${adds} ORDER BY r.no LIMIT ${limit} OFFSET ${offset}
  )`
  const found = await tree.selectFrom(counting.as('found')).selectAll('found').execute()
  const names = await namesOf(reader, found)
  return {
    total: Number(found[0]?.['total'] ?? 0),
    rows: found.map(row => {
      const who = names.people.get(String(row['person'] ?? ''))
      const title = kind.title(row)
      return {
        kind: kind.name,
        id: String(row['id']),
        title: who === undefined || kind.name === 'person' ? title : `${who} ${title}`.trim(),
        person: who === undefined ? null : String(row['person']),
        org: kind.name === 'org' ? null : (names.orgs.get(String(row['org'] ?? '')) ?? null),
        counts: blank ? 0 : rounded(Number(row['counts'])),
        records: null,
      }
    }),
  }
}

/**
 * Records that are of what is asked for and count for nothing, as they do not say what is counted: how many people came, in which
 * community, or what a figure chooses by (an honour without 称号). Undefined where every record says it.
 */
function silentRecords(reader: Reader, question: Question, asking: Asking) {
  const { measure, where } = question
  const chosenBy = where.map(({ field }) => field).filter(field => field.startsWith('own:'))
  const of = parts(
    reader,
    { ...question, where: where.filter(({ field }) => !field.startsWith('own:')) },
    asking,
  )
  const value = countedOf(of.kind, measure, of.asOf)
  const told =
    chosenBy.length > 0 ? chosenBy.map(field => column(of.kind, field)) : value === undefined ? [] : [value]
  if (told.length === 0) return undefined
  const isSilent = sql`(${sql.join(
    told.map(one => sql`${one} IS NULL`),
    sql` OR `,
  )})`
  return { ...of, isSilent, isToldByEach: chosenBy.length > 0 || isSaidByEach(measure) }
}

/** How many records are of what is asked for and count for nothing. */
export async function blankOf(reader: Reader, question: Question, asking: Asking): Promise<number> {
  const of = silentRecords(reader, question, asking)
  if (of === undefined) return 0
  const counting = sql<{ n: number; silent: number }>`(
    SELECT count(*) AS n, count(CASE WHEN ${of.isSilent} THEN 1 END) AS silent FROM ${of.from} WHERE ${of.where}
  )`
  const { n, silent } = await treeOf(reader, asking.root, of.asOf)
    .selectFrom(counting.as('found'))
    .select(['found.n', 'found.silent'])
    .executeTakeFirstOrThrow()
  return silent < n && !of.isToldByEach ? 0 : silent
}

/** What of a record is counted, where it may be blank: its street or community, a value, how many people or hours. */
function countedOf(
  kind: AnyKind,
  measure: Question['measure'],
  asOf: IsoDay,
): RawBuilder<unknown> | undefined {
  if (measure === 'count') return undefined
  if ('differentValues' in measure) return column(kind, measure.differentValues)
  if ('differentPlaces' in measure) return placed(kind, measure.differentPlaces, asOf)
  return measure.blank === 0 ? saidOf(kind, measure.sum) : undefined
}

/** Whether each record has to say it. Of goods a record has those that were given: that some are blank says nothing. */
function isSaidByEach(measure: Question['measure']): boolean {
  return measure === 'count' || !('sum' in measure) || ['people', 'hours'].includes(measure.sum)
}

async function namesOf(reader: Reader, rows: readonly Readonly<Record<string, unknown>>[]) {
  const ids = (field: string) =>
    JSON.stringify([...new Set(rows.map(row => row[field]).filter(id => typeof id === 'string'))])
  const [orgs, people] = [ids('org'), ids('person')]
  const listed = (json: string) => sql<string>`(SELECT value FROM json_each(${json}))`
  return {
    orgs: new Map(
      (
        await reader
          .selectFrom('org')
          .where('id', 'in', listed(orgs))
          .select(['id', sql<string>`coalesce(short_name, name)`.as('name')])
          .execute()
      ).map(({ id, name }) => [id, name]),
    ),
    people: new Map(
      (
        await reader.selectFrom('person').where('id', 'in', listed(people)).select(['id', 'name']).execute()
      ).map(({ id, name }) => [id, name]),
    ),
  }
}
