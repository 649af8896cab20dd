import type { Selectable } from 'kysely'
import { valuesReader } from '#db/records/columns.ts'
import { ownFieldOf, wantedIn } from '#db/records/ledger/own-field.ts'
import type { Own } from '#db/records/ledger/work.ts'
import { workType } from '#db/records/ledger/work-type.ts'
import type { At } from '#db/records/types/field.ts'
import { lastDay } from '#db/shared/day.ts'
import type { Reader, Tables } from '#db/sqlite/tables.ts'
import { fromAboveFirst } from '../subtree.ts'

/** The types of work that this registry knows, by their names and by what else they are called. */
export type WorkTypes = ReadonlyMap<string, KnownType>
type KnownType = {
  readonly name: string
  /** What each of its own fields holds (own-field.ts). */
  readonly own: Readonly<Record<string, string>>
  readonly until: string | null
}

/**
 * All types, read once for however many records; of two of one name both give their fields, but for those that an office below
 * made: where this office or one above it has a type of that name, that one holds alone.
 */
export async function readWorkTypes(reader: Reader): Promise<WorkTypes> {
  const rows = await reader.selectFrom('work_type').selectAll().orderBy('no').execute()
  const { held, others } = await fromAboveFirst(reader, rows)
  const types = typesIn(held)
  for (const [called, type] of typesIn(others)) {
    // What one below calls by a name of ours is ours.
    if (!types.has(called)) types.set(called, type)
  }
  return types
}

function typesIn(rows: readonly Selectable<Tables['work_type']>[]): Map<string, KnownType> {
  const read = valuesReader(workType)
  const types = new Map<string, KnownType>()
  for (const row of rows) {
    const { name, also, own, until } = read(row)
    for (const called of [name, ...(also ?? [])]) {
      const before = types.get(called)
      types.set(called, {
        name: before?.name ?? name,
        // The fields of the first one come first, and hold.
        own: { ...before?.own, ...own, ...before?.own },
        until: before === undefined || (before.until !== null && until === null) ? until : before.until,
      })
    }
  }
  return types
}

/** Signs that part the key of a figure; a type with one of them in its name is asked for by a figure of its own. */
const parting = /[@/:]/

/** The numbers among the own fields of each type, of which a figure or a task may be the sum. */
export function ownNumbersOf(types: WorkTypes) {
  const byName = new Map([...types.values()].map(one => [one.name, one]))
  return [...byName].flatMap(([type, { own }]) =>
    parting.test(type)
      ? []
      : Object.entries(own)
          .filter(([field, holds]) => holds === 'number' && !parting.test(field))
          .map(([field]) => ({ key: ownNumberKey(type, field), name: `${type}${field}` })),
  )
}

export function ownNumberKey(type: string, field: string): string {
  return `type:${type}:${field}`
}

/** Whether a value is a set of own fields. */
export function isOwn(value: unknown): value is Own {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

type Teller = Pick<At, 'tell'>
export type Work = {
  readonly type: string | undefined
  readonly held_on: string | undefined
  readonly own: Own | undefined
}

/**
 * What the types say of a record of work: its type by its proper name, and its own fields as the type wants them
 * (numbers without separators and units, so that they can be added up). What is wrong is told at its field.
 */
export function asItsType(
  types: WorkTypes,
  { type, held_on, own }: Work,
  at: (field: 'type' | 'own') => Teller,
): { readonly type?: string; readonly own?: Own } {
  if (type === undefined) return {}
  const known = types.get(type)
  if (known === undefined) {
    const names = [...new Set([...types.values()].map(({ name }) => name))]
    const some = names.slice(0, 12)
    at('type').tell(
      'kept',
      'type-unknown',
      `台账里还没有“${type}”这种工作类型，先按原文保留，暂不计入指标。${names.length === 0 ? '请先设立工作类型。' : `已有：${some.join('、')}${names.length > some.length ? ' 等' : ''}。`}`,
      `there is no type of work "${type}" yet: it is kept as written and counts in no figure. ${names.length === 0 ? 'Make the type first.' : `There are: ${some.join(', ')}${names.length > some.length ? ' and others' : ''}.`}`,
    )
    return {}
  }
  if (known.until !== null && held_on !== undefined && held_on > known.until)
    at('type').tell(
      'kept',
      'type-ended',
      `“${known.name}”已于 ${known.until} 停用。请核对类型或日期。`,
      `"${known.name}" has been out of use since ${known.until}. Check the type or the date.`,
    )
  if (own === undefined) return { type: known.name }
  const read = Object.entries(own).flatMap(([name, written]) => {
    const holds = known.own[name]
    if (holds === undefined) {
      const names = Object.keys(known.own)
      at('own').tell(
        'kept',
        'own-unknown',
        `“${known.name}”没有“${name}”这一栏，已按原文保留。${names.length === 0 ? '' : `它的栏目：${names.join('、')}。`}`,
        `"${known.name}" has no field "${name}"; it is kept as written. ${names.length === 0 ? '' : `Its fields: ${names.join(', ')}.`}`,
      )
      return [[name, written] as const]
    }
    const value = ownFieldOf(name, holds).read(written, silent)
    if (value !== undefined) return [[name, value] as const]
    const { zh, en } = wantedIn(holds).is
    at('own').tell(
      'left out',
      'value-unknown',
      `“${name}”应为${zh}，现在是“${written}”。请改正。`,
      `"${name}" has to be ${en} and is "${written}". Correct it.`,
    )
    return []
  })
  const order = Object.keys(known.own)
  const placeOf = ([name]: readonly [string, string]) =>
    order.includes(name) ? order.indexOf(name) : order.length
  return { type: known.name, own: Object.fromEntries(read.toSorted((a, b) => placeOf(a) - placeOf(b))) }
}

const silent = { today: lastDay, tell: () => {} }
