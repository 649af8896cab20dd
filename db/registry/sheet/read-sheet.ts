import { sql } from 'kysely'
import type { SheetOf, SheetRow } from '#contract/sheet.ts'
import { longestSheet } from '#contract/sheet.ts'
import { endedStatuses } from '#contract/vocabulary.ts'
import { kindOf } from '#db/records/kinds.ts'
import { bandOf, type FeeBandSet, isPartyWord } from '#db/records/members/fee-bands.ts'
import { addDays, addMonths, type IsoDay, isDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { fieldsReader } from '../acts/list-records.ts'
import type { Seen } from '../acts/plan-edit.ts'
import type { Typed } from '../acts/planning.ts'
import type { Stored } from '../acts/stored.ts'
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
  /** What of each record in the tables an author sees now. */
  readonly seenOf: (
    standing: readonly { readonly id: string; readonly pristine: number | null }[],
  ) => ReadonlyMap<string, readonly string[]>
}

/** The rows of a sheet: everybody on the roll, or every branch, with what is kept of each already. */
export async function readSheet(
  reader: Reader,
  asked: SheetAsked,
): Promise<{ total: number; rows: SheetRow[] }> {
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
  { of, root, day, seenOf }: SheetAsked & { readonly of: Extract<SheetOf, { readonly kind: 'work' }> },
): Promise<{ total: number; rows: SheetRow[] }> {
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
    .limit(longestSheet)
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

/** By branch, and in it by name as it is read aloud. */
async function members(reader: Reader, { root, day, bands }: SheetAsked) {
  const onRoll = withSubtree(reader, { root, asOf: day })
    .selectFrom('subtree')
    .innerJoin('membership', 'membership.org', 'subtree.org')
    .innerJoin('person', 'person.id', 'membership.person')
    .innerJoin('org', 'org.id', 'membership.org')
    .leftJoin('standing', join =>
      join.onRef('standing.person', '=', 'membership.person').on(holdsOn('standing', day)),
    )
    .where(holdsOn('membership', day))
    .where(sql<boolean>`coalesce(standing.status, 'normal') NOT IN (${sql.join([...endedStatuses])})`)
  const rows = await onRoll
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
    .limit(longestSheet)
    .execute()
  return {
    total: await totalOf(rows, () => onRoll.select(countedRows).executeTakeFirstOrThrow()),
    subjects: rows.map(({ subject, name, political, income, occupation, ...org }): Subject => {
      const isParty = isPartyWord(political)
      return {
        subject,
        name,
        org: { id: org.id, code: org.code, name: org.orgName, shortName: org.shortName },
        isParty,
        band: isParty ? null : bandOf(bands, { income, occupation }),
      }
    }),
  }
}

const countedRows = sql<number>`count(*)`.as('n')

/** How many there are: they are counted only where more of them are than come. */
async function totalOf(rows: readonly unknown[], count: () => Promise<{ readonly n: number }>) {
  return rows.length < longestSheet ? rows.length : (await count()).n
}

async function branches(reader: Reader, { of, root, day }: SheetAsked) {
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
    .limit(longestSheet)
    .execute()
  return {
    total: await totalOf(rows, () => there.select(countedRows).executeTakeFirstOrThrow()),
    subjects: rows.map(
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
async function recordsOf(reader: Reader, of: SheetOf, subjects: readonly string[]) {
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
