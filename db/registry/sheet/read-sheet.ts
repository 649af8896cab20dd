import { type AliasableExpression, sql } from 'kysely'
import type { SheetOf, SheetRow } from '#contract/sheet.ts'
import { longestSheet } from '#contract/sheet.ts'
import { endedStatuses } from '#contract/vocabulary.ts'
import { kindOf } from '#db/records/kinds.ts'
import { bandOf, type FeeBandSet, isPartyWord } from '#db/records/members/fee-bands.ts'
import { addDays, addMonths, type IsoDay, isDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import { fieldsReader } from '../acts/list-records.ts'
import type { Seen } from '../acts/plan-edit.ts'
import type { Typed } from '../acts/planning.ts'
import type { Stored } from '../acts/stored.ts'
import { readingJournal } from '../conflicts/conflicts.ts'
import { holdsOn, withSubtree } from '../subtree.ts'

/** What was typed in one row. */
export type SheetLine = {
  readonly subject: string
  readonly record?: string | undefined
  readonly set: Typed
  readonly seen: readonly string[]
}

/** The record that stands in a row, and what of it was seen. */
export type Own = { readonly stored: Stored; readonly seen: Seen }

/** The day whose roll a sheet shows: the last of its year or quarter, or today while that has not come. */
export function dayOfSheet(of: SheetOf, today: IsoDay): IsoDay {
  const last = of.kind === 'meeting' ? quarterSpan(of).to : `${of.year}-12-31`
  return isDay(last) && last < today ? last : today
}

/** First and last day of a quarter. */
export function quarterSpan({ year, quarter }: Extract<SheetOf, { readonly kind: 'meeting' }>) {
  const from = `${year}-${String(quarter * 3 - 2).padStart(2, '0')}-01`
  invariant(isDay(from), 'a quarter begins on a day')
  return { from, to: addDays(addMonths(from, 3), -1) }
}

export type SheetAsked = {
  readonly of: SheetOf
  readonly root: string
  readonly day: IsoDay
  readonly bands: FeeBandSet
  /** How many rows are read; how many there are is told all the same. */
  readonly first: number
  /** What of each record in the tables an author sees now. */
  readonly seenOf: (
    standing: readonly { readonly id: string; readonly pristine: number | null }[],
  ) => ReadonlyMap<string, readonly string[]>
}

/** `total` is null where only the first rows were asked for and there are more. */
export type SheetRows = { total: number | null; rows: SheetRow[] }

export type SheetInput = Omit<SheetAsked, 'seenOf'>

/** A sheet in a thread that only reads: with thousands of rows everybody else would wait for it. */
export const sheetTask: Task<SheetInput, never, SheetRows> = (asked, tools) => {
  const { seenOf } = readingJournal(tools.connection()).absorber
  return readSheet(tools.reader(), { ...asked, seenOf })
}

/** The rows of a sheet: everybody on the roll, or every branch, with what is kept of each already. */
export async function readSheet(reader: Reader, asked: SheetAsked): Promise<SheetRows> {
  const { of, seenOf } = asked
  if (of.kind === 'work') return workRows(reader, { ...asked, of })
  const { total, subjects } =
    of.kind === 'rating' || of.kind === 'meeting'
      ? await branches(reader, asked)
      : await members(reader, asked)
  const records = await recordsOf(
    reader,
    of,
    subjects.map(({ subject }) => subject),
  )
  const seen = seenOf([...records.values()].map(({ standing }) => standing))
  return {
    total,
    rows: subjects.map(subject => {
      const record = records.get(subject.subject)?.record ?? null
      return { ...subject, record, seen: record === null ? [] : [...(seen.get(record.id) ?? [])] }
    }),
  }
}

/** The work of one type and year, by day, each record its own row. */
async function workRows(
  reader: Reader,
  { of, root, day, first, seenOf }: SheetAsked & { readonly of: Extract<SheetOf, { readonly kind: 'work' }> },
): Promise<SheetRows> {
  const there = withSubtree(reader, { root, asOf: day })
    .selectFrom('subtree')
    .innerJoin('work', 'work.org', 'subtree.org')
    .innerJoin('org', 'org.id', 'work.org')
    .where('work.type', '=', of.type)
    .where('work.held_on', '>=', String(of.year))
    .where('work.held_on', '<', String(of.year + 1))
  const { n } = await there.select(eb => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  const found = await there
    .selectAll('work')
    .select(['org.code', 'org.name as orgName', 'org.short_name as shortName'])
    .orderBy('work.held_on')
    .orderBy('work.no')
    .limit(first)
    .execute()
  const kind = kindOf('work')
  invariant(kind, 'a sheet is of a kind of record')
  const fieldsOf = fieldsReader(kind)
  const seen = seenOf(found)
  return {
    total: n,
    rows: found.map(row => {
      const { id, org, code, orgName, shortName } = row
      const fields = fieldsOf(row)
      return {
        subject: id,
        name: String(fields['title'] ?? ''),
        org: { id: org, code, name: orgName, shortName },
        isParty: false,
        band: null,
        record: { id, fields },
        seen: [...(seen.get(id) ?? [])],
      }
    }),
  }
}

type Subject = Omit<SheetRow, 'record' | 'seen'>

/**
 * By branch, and in it by name as it is read aloud. The branches are put in order first and their members read some
 * branches at a time: whoever wants the first rows of a large office waits for no order of everybody in it.
 */
async function members(reader: Reader, asked: SheetAsked) {
  const { root, day, first } = asked
  const orgs = await withSubtree(reader, { root, asOf: day })
    .selectFrom('subtree')
    .crossJoin('org')
    .whereRef('org.id', '=', 'subtree.org')
    .select('org.id')
    .orderBy('org.name')
    .orderBy('org.id')
    .execute()
  const subjects: Subject[] = []
  let read = 0
  for (let size = firstBranches; read < orgs.length && subjects.length < first; size *= 4) {
    const part = orgs.slice(read, read + size).map(({ id }) => id)
    for (const subject of await membersOf(reader, asked, part)) subjects.push(subject)
    read += size
  }
  const isAll = read >= orgs.length && subjects.length <= first
  return {
    total: isAll
      ? subjects.length
      : await totalOf(asked, () =>
          onRoll(reader, asRoot(reader, asked), day).select(countedRows).executeTakeFirstOrThrow(),
        ),
    subjects: subjects.slice(0, first),
  }
}

/** So many branches are read first, which often hold all rows in sight. */
const firstBranches = 16

const asRoot = (reader: Reader, { root, day }: SheetAsked) =>
  withSubtree(reader, { root, asOf: day }).selectFrom('subtree').select('subtree.org')

/** Who is on the roll of these organizations. */
function onRoll(reader: Reader, orgs: AliasableExpression<{ org: string }>, day: IsoDay) {
  return reader
    .selectFrom(orgs.as('asked'))
    .crossJoin('membership')
    .leftJoin('standing', join =>
      join.onRef('standing.person', '=', 'membership.person').on(holdsOn('standing', day)),
    )
    .whereRef('membership.org', '=', 'asked.org')
    .where(holdsOn('membership', day))
    .where(sql<boolean>`coalesce(standing.status, 'normal') NOT IN (${sql.join([...endedStatuses])})`)
}

async function membersOf(
  reader: Reader,
  { day, bands }: SheetAsked,
  orgs: readonly string[],
): Promise<readonly Subject[]> {
  const named = reader
    .selectFrom(
      sql<{ org: string }>`(SELECT value AS org FROM json_each(${JSON.stringify(orgs)}))`.as('named'),
    )
    .select('named.org')
  const rows = await onRoll(reader, named, day)
    .innerJoin('person', 'person.id', 'membership.person')
    .innerJoin('org', 'org.id', 'membership.org')
    .select([
      'person.id as subject',
      'person.name',
      'person.political',
      'person.income',
      'person.occupation',
      'org.id',
      'org.code',
      'org.name as orgName',
      'org.short_name as shortName',
    ])
    .orderBy('org.name')
    .orderBy('org.id')
    .orderBy('person.pinyin')
    .orderBy('person.id')
    .execute()
  return rows.map(({ subject, name, political, income, occupation, ...org }): Subject => {
    const isParty = isPartyWord(political)
    return {
      subject,
      name,
      org: { id: org.id, code: org.code, name: org.orgName, shortName: org.shortName },
      isParty,
      band: isParty ? null : bandOf(bands, { income, occupation }),
    }
  })
}

const countedRows = sql<number>`count(*)`.as('n')

/** How many there are: counted only where more of them are than come, and for nobody who wants the first ones alone. */
async function totalOf({ first }: SheetAsked, count: () => Promise<{ readonly n: number }>) {
  return first < longestSheet ? null : (await count()).n
}

async function branches(reader: Reader, asked: SheetAsked) {
  const { of, root, day, first } = asked
  const there = withSubtree(reader, { root, asOf: day })
    .selectFrom('subtree')
    .innerJoin('org', 'org.id', 'subtree.org')
    // 对标定级 is of 团支部 and 团总支; meetings are owed by 团支部.
    .where('org.kind', 'in', of.kind === 'rating' ? ['branch', 'general-branch'] : ['branch'])
    .where(eb => eb.or([eb('org.closed', 'is', null), eb('org.closed', '>', day)]))
  const rows = await there
    .select(['org.id', 'org.code', 'org.name', 'org.short_name as shortName'])
    .orderBy('org.name')
    .orderBy('org.id')
    .limit(first + 1)
    .execute()
  const count = () => there.select(countedRows).executeTakeFirstOrThrow()
  return {
    total: rows.length <= first ? rows.length : await totalOf(asked, count),
    subjects: rows.slice(0, first).map(
      (org): Subject => ({
        subject: org.id,
        name: org.shortName ?? org.name,
        org,
        isParty: false,
        band: null,
      }),
    ),
  }
}

/** What is kept of each: of several (two PCs made one each, two lessons in one quarter) the newest. */
export async function recordsOf(reader: Reader, of: SheetOf, subjects: readonly string[]) {
  const kind = kindOf(of.kind)
  invariant(kind, 'a sheet is of a kind of record')
  const field = subjectField(of)
  const wanted = sql<string>`(SELECT value FROM json_each(${JSON.stringify(subjects)}))`
  const span = of.kind === 'meeting' ? quarterSpan(of) : undefined
  const holds =
    of.kind === 'meeting' && span !== undefined
      ? sql<boolean>`r.type = ${of.type} AND r.held_on BETWEEN ${span.from} AND ${span.to}`
      : sql<boolean>`r.year = ${of.year}`
  const rows = sql<Record<string, unknown>>`(
    SELECT r.* FROM ${sql.table(of.kind)} r WHERE ${sql.ref(`r.${field}`)} IN ${wanted} AND ${holds}
    ORDER BY ${of.kind === 'meeting' ? sql`r.held_on, r.no` : sql`r.no`}
  )`
  const found = await reader.selectFrom(rows.as('found')).selectAll('found').execute()
  const fieldsOf = fieldsReader(kind)
  return new Map(
    found.map(row => {
      const id = String(row['id'])
      const { pristine } = row
      const standing = { id, pristine: typeof pristine === 'number' ? pristine : null }
      return [String(row[field] ?? ''), { record: { id, fields: fieldsOf(row) }, standing }] as const
    }),
  )
}

/** The field that names whose row it is. */
export function subjectField({ kind }: SheetOf): 'person' | 'org' {
  return kind === 'fee' || kind === 'appraisal' ? 'person' : 'org'
}
