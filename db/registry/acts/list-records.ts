import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { recordSchema } from '#contract/records.ts'
import { atField } from '#db/plans/plan.ts'
import { valuesIn, valuesReader } from '#db/records/columns.ts'
import { editForm } from '#db/records/forms.ts'
import { dayOfKind, kindOf } from '#db/records/kinds.ts'
import { Reading, readFields } from '#db/records/reading.ts'
import type { AnyKind, Fields } from '#db/records/record.ts'
import { knownDay } from '#db/records/types/day.ts'
import { type IsoDay, lastDay } from '#db/shared/day.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { findOrg } from '../find-org.ts'
import { type Former, formerOf } from '../former.ts'
import { type Structured, withScope } from '../looking/heirs.ts'
import { asOfDay, begunBy } from '../past-day.ts'
import { belongsTo, holdsOn } from '../subtree.ts'
import { cardNames } from './known.ts'
import { unknownKind } from './plan-add.ts'

type Shown = z.infer<typeof recordSchema>

export type ListAsked = {
  readonly kind: string
  readonly root: string
  readonly asOf: IsoDay
  /** The day is over: what began or ended later is not told of it. */
  readonly isPast: boolean
  /** By the structure of another day. */
  readonly structured?: Structured | undefined
  /** Wherever they lie: those of a person follow him, and outlast his leaving. */
  readonly isAnywhere: boolean
  readonly where: Readonly<Record<string, string>>
  /** What began or happened in these days, whether it still holds or not. */
  readonly within?: Within | undefined
  readonly newest: boolean
  readonly limit: number
  readonly offset: number
}

type Within = { readonly field: string; readonly from: string; readonly to: string }

/** Records of one kind below an organization, a window of them and how many there are. */
export async function listRecords(
  reader: Reader,
  { kind: name, root, asOf, isPast, structured, isAnywhere, where, within, newest, limit, offset }: ListAsked,
): Promise<{ total: number; rows: Shown[] }> {
  const kind = kindOf(name)
  if (kind === undefined || editForm(name) === undefined) unknownKind(name)
  const filters = [
    sql`true`,
    ...(isAnywhere ? [] : placed(kind, asOf)),
    ...(within === undefined
      ? [...holding(kind, asOf), ...begunBy(kind, { asOf, isPast })]
      : between(kind, within)),
    ...(await wanted(reader, kind, where)),
  ]
  const condition = sql<boolean>`${sql.join(filters, sql` AND `)}`
  const day = newest ? dayOfKind(kind) : undefined
  const order = day === undefined ? sql`r.no` : sql`${sql.ref(`r.${day}`)} DESC, r.no DESC`
  const rows = sql<Record<string, unknown>>`(
    SELECT r.* FROM ${sql.table(name)} r WHERE ${condition} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}
  )`
  const all = sql<{ count: number }>`(SELECT count(*) AS count FROM ${sql.table(name)} r WHERE ${condition})`
  const tree = withScope(reader, { root, asOf }, structured)
  const { count } = await tree.selectFrom(all.as('counted')).select('counted.count').executeTakeFirstOrThrow()
  const found = await tree.selectFrom(rows.as('found')).selectAll('found').execute()
  const former = await formerOf(reader, asOf)
  const asThen = (
    name === 'org' ? found.map(row => former.on<typeof row>(String(row['id']), row, asOf)) : found
  ).map(row => asOfDay(row, { asOf, isPast }))
  return { total: count, rows: await shownRecords(reader, kind, asThen, { former, asOf }) }
}

const inTree = (column: RawBuilder<unknown>) => sql`${column} IN (SELECT org FROM subtree)`

/** Where records of the kind lie. */
function placed({ name, lies }: AnyKind, asOf: IsoDay): RawBuilder<unknown>[] {
  if (lies === 'itself') return [inTree(sql`r.id`)]
  if (typeof lies === 'string' && name !== 'membership') return [inTree(sql.ref(`r.${lies}`))]
  if (name === 'membership') return [inTree(sql`r.org`)]
  const person = name === 'person' ? sql`r.id` : sql`r.person`
  return [belongsTo(person, inTree, asOf)]
}

/** What holds on the day: what has begun, and is not over. */
function holding({ name, series }: AnyKind, asOf: IsoDay): RawBuilder<unknown>[] {
  if (series !== undefined || name === 'post')
    return [holdsOn('r', asOf, name === 'placement' ? 'starts' : 'since')]
  if (name === 'meeting') return [sql`r.held_on <= ${asOf}`]
  if (name === 'term') return [sql`r.elected <= ${asOf}`]
  if (name === 'org') return [sql`(r.closed IS NULL OR r.closed > ${asOf})`]
  return []
}

/** What began or happened in these days; of a stay whose first day nobody knows its day says nothing. */
function between(kind: AnyKind, { field, from, to }: Within): RawBuilder<unknown>[] {
  if (kind.fields[field]?.type !== 'day') refuseField(kind, field)
  const column = sql.ref(`r.${field}`)
  return [
    sql`${column} BETWEEN ${from} AND ${to}`,
    ...(kind.name === 'membership' ? [sql`r.since_known = 1`] : []),
  ]
}

function refuseField({ name, words }: AnyKind, field: string): never {
  const fields = Object.keys(editForm(name)?.fields ?? {})
  refuse(
    'field-unknown',
    `${words.zh}没有“${field}”这一项。可以是：${fields.join('、')}。`,
    `There is no field "${field}" of ${words.en}. It can be: ${fields.join(', ')}.`,
    { field },
  )
}

/** What was asked for, read as a typed text is. Refuses a field that there is none of, and a value that is none. */
async function wanted(
  reader: Reader,
  kind: AnyKind,
  where: Readonly<Record<string, string>>,
): Promise<RawBuilder<unknown>[]> {
  // Looking for a day is no claim that it has come.
  const at = new Reading(lastDay)
  const said: Readonly<Record<string, unknown>> = readFields({ fields: lookedFor(kind) }, where, at)
  const conditions: RawBuilder<unknown>[] = []
  for (const field of Object.keys(where)) {
    const known = kind.fields[field]
    if (known === undefined || known.hidden) refuseField(kind, field)
    const trouble = at.troubles.find(one => one.field === field && one.trouble.weight !== 'kept')?.trouble
    if (trouble !== undefined) {
      const told = atField(known.words, trouble.text)
      refuse(trouble.code, told.zh, told.en, { field })
    }
    const value = said[field] ?? null
    const column = sql.ref(`r.${field}`)
    if (value === null) conditions.push(sql`${column} IS NULL`)
    else if (known.input.as === 'ref' && known.input.to === 'org')
      conditions.push(sql`${column} = ${(await findOrg(reader, String(value))).id}`)
    else if (known.input.as === 'ref')
      conditions.push(
        // Of who lies elsewhere nothing but his id is known.
        sql`(${column} = ${value} OR ${column} IN (SELECT id FROM person WHERE id_number = ${String(value).toUpperCase()}))`,
      )
    // A month or a year means all of its days.
    else if (known.type === 'day' && String(value).length < 10)
      conditions.push(sql`${column} >= ${`${value}`} AND ${column} < ${`${value}~`}`)
    else conditions.push(sql`${column} = ${value}`)
  }
  return conditions
}

/** A whole day may be looked for by its month or year. */
function lookedFor({ fields }: AnyKind): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, one]) => [
      name,
      one.type === 'day' ? knownDay(one.words.zh, one.words.en) : one,
    ]),
  )
}

type Place = Shown['refs'][string]

/** What organizations were called on a day. */
type Then = { readonly former: Former; readonly asOf: IsoDay }

/**
 * Rows as people and programs read them: with the names of what they name, and with numbers of people masked. Places are
 * called as they were `then`; as they are called in the end where nothing is said.
 */
export async function shownRecords(
  reader: Reader,
  kind: AnyKind,
  rows: readonly Readonly<Record<string, unknown>>[],
  then?: Then,
): Promise<Shown[]> {
  const records = rows.map(row => ({ row, values: valuesIn<AnyKind>(kind, row) }))
  const named = (to: string) =>
    Object.entries(kind.fields).flatMap(([field, { input }]) =>
      input.as === 'ref' && input.to === to ? records.map(({ values }) => values[field]) : [],
    )
  const orgs = await placesOf(reader, named('org'), then)
  const people = await peopleOf(reader, named('person'))
  const conflicts = Map.groupBy(
    await reader
      .selectFrom('conflict')
      .where('thing', 'in', listed(rows.map(row => String(row['id']))))
      .select(['thing', 'register', 'heads'])
      .execute(),
    row => row.thing,
  )
  return records.map(({ row, values }) => {
    const fields: Record<string, Shown['fields'][string]> = {}
    const refs: Record<string, Place> = {}
    const masked: string[] = []
    for (const [field, one] of Object.entries(kind.fields)) {
      if (one.hidden) continue
      const value = values[field] ?? null
      const place =
        one.input.as === 'ref' && one.input.to === 'org' ? orgs.get(String(value)) : people.get(String(value))
      if (one.input.as === 'ref' && place !== undefined) {
        refs[field] = place
        fields[field] = place.code ?? place.id
      } else if (value !== null && one.mask !== undefined) {
        fields[field] = one.mask(value)
        masked.push(field)
      } else fields[field] = plain(value)
    }
    const id = String(row['id'])
    return {
      kind: kind.name,
      id,
      title: titleOf(kind, values, refs),
      fields,
      refs,
      masked,
      conflicts: (conflicts.get(id) ?? []).map(({ register, heads }) => ({
        register,
        heads: textsIn(heads),
      })),
    }
  })
}

/**
 * What rows say, field by field, for whoever knows their titles and what they name already: a whole sheet at once.
 */
export function fieldsReader(
  kind: AnyKind,
): (row: Readonly<Record<string, unknown>>) => Record<string, Shown['fields'][string]> {
  const valuesOf = valuesReader<AnyKind>(kind)
  const told = Object.entries(kind.fields).filter(([, one]) => !one.hidden)
  return row => {
    const values: Readonly<Record<string, unknown>> = valuesOf(row)
    const fields: Record<string, Shown['fields'][string]> = {}
    for (const [field, one] of told) {
      const value = values[field] ?? null
      fields[field] = value === null || one.mask === undefined ? plain(value) : one.mask(value)
    }
    return fields
  }
}

/** What each field says to a reader, in both languages; what is masked stays so. */
export function saysOf(
  kind: AnyKind,
  row: Readonly<Record<string, unknown>>,
  { fields, refs, masked }: Pick<Shown, 'fields' | 'refs' | 'masked'>,
): Record<string, Text> {
  const values = valuesIn<AnyKind>(kind, row)
  const says: Record<string, Text> = {}
  for (const [name, field] of Object.entries(kind.fields)) {
    const value = values[name] ?? null
    if (value === null || !(name in fields)) continue
    const named = refs[name]?.name ?? (masked.includes(name) ? String(fields[name]) : undefined)
    says[name] = { zh: named ?? field.show(value, 'zh'), en: named ?? field.show(value, 'en') }
  }
  return says
}

function titleOf(
  kind: AnyKind,
  values: Readonly<Record<string, unknown>>,
  refs: Readonly<Record<string, Place>>,
): string {
  const who = refs['person']?.name
  return who === undefined ? kind.title(values) : `${who} ${kind.title(values)}`
}

function plain(value: unknown): Shown['fields'][string] {
  if (Array.isArray(value)) return value.map(String)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, typeof one === 'number' ? one : String(one)]),
    )
  return typeof value === 'string' || typeof value === 'number' ? value : null
}

function textsIn(json: string): string[] {
  const list: unknown = JSON.parse(json)
  return Array.isArray(list) ? list.map(String) : []
}

function listed(values: readonly unknown[]) {
  return sql<string>`(SELECT value FROM json_each(${JSON.stringify(values)}))`
}

async function placesOf(
  reader: Reader,
  ids: readonly unknown[],
  then: Then | undefined,
): Promise<ReadonlyMap<string, Place>> {
  const wantedIds = [...new Set(ids)].filter(id => typeof id === 'string')
  if (wantedIds.length === 0) return new Map()
  const rows = await reader
    .selectFrom('org')
    .where('id', 'in', listed(wantedIds))
    .select(['id', 'code', 'name', 'short_name'])
    .execute()
  const places = rows.map(row => {
    const { id, code, name, short_name } = then === undefined ? row : then.former.on(row.id, row, then.asOf)
    return { id, code, name: short_name ?? name }
  })
  return withCards(reader, wantedIds, places)
}

async function peopleOf(reader: Reader, ids: readonly unknown[]): Promise<ReadonlyMap<string, Place>> {
  const wantedIds = [...new Set(ids)].filter(id => typeof id === 'string')
  if (wantedIds.length === 0) return new Map()
  const rows = await reader
    .selectFrom('person')
    .where('id', 'in', listed(wantedIds))
    .select(['id', 'name'])
    .execute()
  return withCards(
    reader,
    wantedIds,
    rows.map(row => ({ ...row, code: null })),
  )
}

/** Those of these who lie elsewhere, by the names that their cards tell. */
async function withCards(
  reader: Reader,
  ids: readonly string[],
  rows: readonly Place[],
): Promise<ReadonlyMap<string, Place>> {
  const here = new Map(rows.map(row => [row.id, row]))
  const cards = await cardNames(
    reader,
    ids.filter(id => !here.has(id)),
  )
  for (const [id, name] of cards) here.set(id, { id, code: null, name, elsewhere: true })
  return here
}
