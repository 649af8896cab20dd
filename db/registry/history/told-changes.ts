import { sql } from 'kysely'
import { z } from 'zod'
import type { ToldChange } from '#contract/lifeline/glance.ts'
import type { historyEntrySchema } from '#contract/registry.ts'
import { valuesIn } from '#db/records/columns.ts'
import { kindOf } from '#db/records/kinds.ts'
import { type AnyKind, titleTold } from '#db/records/record.ts'
import { type Field, maskedApart } from '#db/records/types/field.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { saidWorker, unsteered } from '#db/shared/tidy-text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { countNamed } from './count-named.ts'
import { readChangeSet } from './history.ts'
import {
  type Columns,
  flat,
  inPartsByPuts,
  type Put,
  type PutRow,
  putSchema,
  putsOf,
  saidBy,
  shaped,
} from './said-before.ts'

const namingSchema = z.object({
  names: z.array(z.tuple([z.string(), z.number(), z.number()])),
  reason: z.looseObject({ zh: z.string(), en: z.string() }),
})

/**
 * The changes of a change set in words, field by field: what the author saw before him, and what he put in its place.
 * Four statements whatever the number of changes. Refuses `change-set-unknown`.
 */
export async function readToldChanges(
  reader: Reader,
  changeSet: number,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ entry: z.infer<typeof historyEntrySchema>; total: number; rows: ToldChange[] }> {
  const entry = await readChangeSet(reader, changeSet)
  if (entry === undefined) {
    refuse(
      'change-set-unknown',
      `操作记录里没有第 ${changeSet} 项。请回到操作记录重新选择。`,
      `There is no step no. ${changeSet} in the history. Go back to the history and choose again.`,
      { changeSet },
    )
  }
  const rows = await changesIn(reader, changeSet, offset, limit)
  return { entry, total: entry.changes, rows: await tellRows(reader, rows) }
}

/** Of a change the registers in which another office's word holds, and the version of that word; `*` is each of them. */
export type Outdone = ReadonlyMap<string, string>

/** A packet of which changes are told: the first of them, and those that do not hold. */
type InPacket = { readonly first: number; readonly outdone: ReadonlyMap<number, Outdone> }
const noPacket: InPacket = { first: Number.POSITIVE_INFINITY, outdone: new Map() }

/**
 * These changes in words, by their local numbers. What stood here before the first change of `packet` is told as what was,
 * even where its author did not see that.
 */
export async function toldByNumber(
  reader: Reader,
  numbers: readonly number[],
  packet = noPacket,
): Promise<ReadonlyMap<number, ToldChange>> {
  const rows = await reader
    .selectFrom('change')
    .innerJoin('origin', 'origin.no', 'change.origin')
    .innerJoin('writer', 'writer.no', 'change.writer')
    .where(sql<boolean>`change.no IN (SELECT value FROM json_each(${JSON.stringify([...new Set(numbers)])}))`)
    .select(changeColumns)
    .execute()
  const told = await tellRows(reader, rows, packet)
  return new Map(told.map(change => [change.no, change]))
}

/** These changes in words, in this order. */
export async function tellRows(
  reader: Reader,
  rows: readonly ChangeRow[],
  packet = noPacket,
): Promise<ToldChange[]> {
  const found = new Map<ChangeRow, Known>()
  const ofThing = Map.groupBy(rows, row => row.thing)
  for (const things of await inPartsByPuts(reader, [...ofThing.keys()])) {
    const puts = await putsOf(reader, things)
    for (const thing of things) {
      for (const row of ofThing.get(thing) ?? []) found.set(row, knownOf(row, puts.get(thing) ?? [], packet))
    }
  }
  const known = rows.flatMap(row => found.get(row) ?? [])
  const names = await namesOf(
    reader,
    known.flatMap(({ row, values, was, instead }) => [
      row.thing,
      row.office,
      ...[values, was, instead].flatMap(idsIn),
    ]),
  )
  const counts = await countNamed(
    reader,
    known.flatMap(({ row, naming }) => (naming === undefined ? [] : [[row.no, naming.names] as const])),
  )
  return known.map(one => tell(one, names, counts.get(one.row.no) ?? 0))
}

/** What has to be read of a change to tell it. */
export const changeColumns = [
  'change.no',
  'change.kind',
  'change.entity',
  'change.thing',
  'change.body',
  'change.lamport',
  'origin.office',
  'origin.actor',
  'origin.at',
  sql<string | null>`(SELECT coalesce(short_name, name) FROM org WHERE id = origin.office)`.as('officeName'),
  sql<0 | 1>`writer.replica = (SELECT value FROM meta WHERE key = 'replica')`.as('isOwn'),
] as const

type ChangeRow = Awaited<ReturnType<typeof changesIn>>[number]
/** The changes of a set lie one behind the other: a window of them is found without going through those before it. */
function changesIn(reader: Reader, changeSet: number, offset: number, limit: number) {
  return reader
    .selectFrom('change_set')
    .innerJoin('change', join =>
      join
        .on('change.no', '>=', sql<number>`change_set.first_change + ${offset}`)
        .onRef('change.no', '<=', 'change_set.last_change'),
    )
    .innerJoin('origin', 'origin.no', 'change.origin')
    .innerJoin('writer', 'writer.no', 'change.writer')
    .where('change_set.no', '=', changeSet)
    .orderBy('change.no')
    .limit(limit)
    .select(changeColumns)
    .execute()
}

type Known = {
  readonly row: ChangeRow
  readonly kind: AnyKind | undefined
  readonly put: Put | undefined
  readonly naming: z.infer<typeof namingSchema> | undefined
  /** What was known of the thing once this change was written. */
  readonly values: Readonly<Record<string, unknown>>
  /** What its author saw before it, of the fields that it writes. */
  readonly was: Readonly<Record<string, unknown>>
  /** Which of the columns that it writes do not hold, and what holds in their place. */
  readonly lost: ReadonlySet<string>
  readonly instead: Readonly<Record<string, unknown>>
}

function knownOf(row: ChangeRow, puts: readonly PutRow[], { first, outdone }: InPacket): Known {
  const kind = kindOf(row.entity)
  const put = row.kind === 'put' ? putSchema.safeParse(JSON.parse(row.body)).data : undefined
  const values: Columns = {
    ...saidBy(puts.filter(one => one.lamport <= row.lamport)),
    ...(put === undefined ? {} : flat(put, row.entity)),
  }
  const seen: Columns[] = Object.entries(put?.base ?? {}).flatMap(([register, versions]) => {
    const before = puts.filter(one => versions.includes(`${one.lamport}@${one.writer}`))
    const isAsSeen = row.no < first || before.some(one => one.no >= first)
    const here = isAsSeen ? [] : puts.filter(one => one.no < first && register in one.put.set)
    return (here.length > 0 ? here : before).map(one => one.put.set[register] ?? {})
  })
  const was: Columns = Object.assign({}, ...seen)
  const by: Outdone = outdone.get(row.no) ?? new Map()
  const lost = Object.keys(put?.set ?? {}).filter(register => by.has(register) || by.has('*'))
  const instead: Columns = Object.assign(
    {},
    ...lost.map(register => {
      const holding = puts.find(one => `${one.lamport}@${one.writer}` === by.get(register))
      const empty = Object.keys(put?.set[register] ?? {}).map(column => [column, null])
      return { ...Object.fromEntries(empty), ...holding?.put.set[register] }
    }),
  )
  const isNaming = row.kind === 'return' || row.kind === 'admit'
  const naming = isNaming ? namingSchema.safeParse(JSON.parse(row.body)).data : undefined
  const known = { row, kind, put, naming, lost: new Set(Object.keys(instead)) }
  if (kind === undefined) return { ...known, values, was, instead }
  const told = (fields: Columns) => valuesIn(kind, shaped(kind.name, fields))
  return { ...known, values: told(values), was: told(was), instead: told(instead) }
}

/** Whatever might be the id of a person or an organization: those that are none are found nowhere. */
function idsIn(values: Readonly<Record<string, unknown>>): string[] {
  return Object.values(values).filter(one => typeof one === 'string')
}

type Named = { readonly name: string; readonly entity: 'person' | 'org'; readonly isHere: boolean }

/** What people and organizations are called now, those who lie elsewhere as a packet told them. */
export async function namesOf(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, Named>> {
  const wanted = sql<boolean>`id IN (SELECT value FROM json_each(${JSON.stringify([...new Set(ids)])}))`
  const rows = await reader
    .selectFrom('person')
    .where(wanted)
    .select(['id', 'name', sql<'person' | 'org'>`'person'`.as('entity')])
    .unionAll(
      reader
        .selectFrom('org')
        .where(wanted)
        .select(['id', 'name', sql<'person' | 'org'>`'org'`.as('entity')]),
    )
    .unionAll(
      reader
        .selectFrom('card')
        .where(sql<boolean>`thing IN (SELECT value FROM json_each(${JSON.stringify([...new Set(ids)])}))`)
        .select(['thing as id', 'name', sql<'person' | 'org'>`'card'`.as('entity')]),
    )
    .execute()
  const names = new Map<string, Named>()
  for (const { id, name, entity } of rows) {
    if (!names.has(id)) names.set(id, { name, entity, isHere: entity === 'person' || entity === 'org' })
  }
  return names
}

function tell(known: Known, names: ReadonlyMap<string, Named>, named: number): ToldChange {
  const { row, kind, put, naming, values } = known
  const own = values['name']
  const isOwn = row.entity === 'person' || row.entity === 'org'
  const subjectIds = isOwn
    ? [row.thing]
    : ['person', 'org'].flatMap(field => (typeof values[field] === 'string' ? [values[field]] : []))
  const subjects = subjectIds.flatMap(id => {
    const named = names.get(id)
    if (named !== undefined)
      return [
        {
          id: named.isHere ? id : '',
          entity: named.entity === 'org' ? 'org' : 'person',
          name: named.name,
        } as const,
      ]
    return id === row.thing && typeof own === 'string'
      ? [{ id: '', entity: row.entity === 'org' ? 'org' : 'person', name: own } as const]
      : []
  })
  return {
    no: row.no,
    act: actOf(row.kind, put),
    kind: kind?.words ?? { zh: row.entity, en: row.entity },
    subjects,
    title: titleTold(kind, isOwn || kind === undefined ? '' : kind.title(values)),
    fields: kind === undefined || put === undefined ? [] : fieldsOf(kind, put, known, names),
    names: named,
    reason:
      naming === undefined ? null : { zh: unsteered(naming.reason.zh), en: unsteered(naming.reason.en) },
    author:
      row.isOwn === 1
        ? null
        : {
            office: row.officeName ?? names.get(row.office)?.name ?? row.office,
            actor: saidWorker(row.actor),
            at: unsteered(row.at),
          },
  }
}

function actOf(kind: ChangeRow['kind'], put: Put | undefined): ToldChange['act'] {
  if (put !== undefined) return put.base === undefined ? 'added' : 'changed'
  return kind === 'remove' ? 'removed' : kind === 'admit' ? 'admitted' : 'returned'
}

export const nothingTold: Text = { zh: '', en: '' }

/** The fields that a change writes, of a creation those that say something; the subject itself is told already. */
function fieldsOf(
  kind: AnyKind,
  put: Put,
  { values, was, lost, instead }: Known,
  names: ReadonlyMap<string, Named>,
): ToldChange['fields'] {
  const written = new Set(Object.keys(flat(put, kind.name)))
  const shown = (field: Field, one: unknown): Text => {
    if (one === null || one === undefined) return nothingTold
    const name = field.input.as === 'ref' && typeof one === 'string' ? names.get(one)?.name : undefined
    if (name !== undefined) return { zh: name, en: name }
    // What a packet brought need not be of the field's type: a list where a text should be is told as it can be.
    return { zh: String(field.show(one, 'zh')), en: String(field.show(one, 'en')) }
  }
  return Object.entries(kind.fields).flatMap(([name, field]) => {
    const columns = Object.keys(field.columns).map(suffix => name + suffix)
    if (!columns.some(column => written.has(column))) return []
    const said = [
      was[name],
      values[name],
      ...(columns.some(column => lost.has(column)) ? [instead[name]] : []),
    ]
    // Two numbers may look alike once they are masked.
    const apart = field.mask === undefined ? undefined : maskedApart(field, said)
    const [before = nothingTold, now = nothingTold, holds = null] = said.map((one, i) =>
      apart === undefined || one === null || one === undefined
        ? shown(field, one)
        : { zh: apart[i] ?? '', en: apart[i] ?? '' },
    )
    // Whom a new record is about is told beside it.
    if (put.base === undefined && (name === 'person' || name === 'org') && field.input.as === 'ref') return []
    if (
      field.hidden ||
      (apart === undefined ? before.zh === now.zh : (said[0] ?? null) === (said[1] ?? null))
    )
      return []
    return [{ label: field.words, was: before, now, instead: holds }]
  })
}
