import { z } from 'zod'
import { isDay } from '#db/shared/day.ts'
import { misleads, steers } from '#db/shared/tidy-text.ts'
import type { Fields, SaidOf, ValuesOf } from './record.ts'
import type { Stored, StoredValue } from './types/field.ts'

/** What the journal knows of a kind: told by its fields. */
export type Registers = Readonly<Record<string, Readonly<Record<string, Stored>>>>
export function registersOf(kind: { readonly fields: Fields }): Registers {
  const registers: Record<string, Record<string, Stored>> = {}
  for (const [name, field] of Object.entries(kind.fields)) {
    const register = field.register ?? name
    const columns = Object.entries(field.columns).map(([suffix, stored]) => [name + suffix, stored])
    registers[register] = { ...registers[register], ...Object.fromEntries(columns) }
  }
  return registers
}

/** The fields without which a record of this kind stays out of the tables. */
export function requiredOf(kind: { readonly fields: Fields }): string[] {
  return Object.keys(kind.fields).filter(name => kind.fields[name]?.required)
}

/**
 * Which values the columns take: every reader counts on a day that the calendar has and on a number within its bounds, and
 * that no other one steers how the text around it is shown, or passes for another line. Whatever this program writes is such.
 */
export function takesOf(kind: {
  readonly fields: Fields
}): Readonly<Record<string, (value: StoredValue) => boolean>> {
  const takes: Record<string, (value: StoredValue) => boolean> = {}
  for (const [name, { type, columns, schema, hidden, input }] of Object.entries(kind.fields)) {
    if (type === 'day') takes[name] = value => typeof value === 'string' && isDay(value)
    else if (type === 'month') takes[name] = value => typeof value === 'string' && isDay(`${value}-01`)
    else if (columns[''] === 'integer' && schema instanceof z.ZodNumber) {
      const { minValue, maxValue } = schema
      const [least, most] = [minValue ?? Number.NEGATIVE_INFINITY, maxValue ?? Number.POSITIVE_INFINITY]
      takes[name] = value => typeof value === 'number' && value >= least && value <= most
    } else if (!hidden && type !== 'ref')
      for (const suffix in columns) takes[name + suffix] = input.as in texts ? steersNothing : misleadsNobody
  }
  return takes
}

/** What is read as a text of several lines is no name for anything. */
const texts = { lines: true, files: true, pairs: true }

/** A word, a number or a file that nobody knows is shown as it stands, too. */
function misleadsNobody(value: StoredValue): boolean {
  return Array.isArray(value) ? !value.some(misleads) : typeof value !== 'string' || !misleads(value)
}

function steersNothing(value: StoredValue): boolean {
  return Array.isArray(value) ? !value.some(steers) : typeof value !== 'string' || !steers(value)
}

/** The fields that name another record, with the kind of that. */
export function refsOf(kind: { readonly fields: Fields }): Record<string, string> {
  const refs: Record<string, string> = {}
  for (const [name, { input }] of Object.entries(kind.fields)) if (input.as === 'ref') refs[name] = input.to
  return refs
}

export type Kept = Readonly<Record<string, StoredValue>>

/** The columns of what was said; null takes a value away. */
export function columnsOf<K extends { readonly fields: Fields }>(kind: K, said: SaidOf<K>): Kept {
  const kept: Record<string, StoredValue> = {}
  for (const [name, value] of Object.entries<unknown>(said)) {
    const field = kind.fields[name]
    if (field === undefined || value === undefined) continue
    const suffixes = Object.keys(field.columns)
    const split = value === null ? suffixes.map(() => null) : (field.split?.(value) ?? [plainly(value)])
    for (const [index, suffix] of suffixes.entries()) kept[name + suffix] = split[index] ?? null
  }
  return kept
}

function plainly(value: unknown): StoredValue {
  return typeof value === 'string' || typeof value === 'number' ? value : null
}

/** And back, from a row of its table or the registers of a change; what says nothing is null. */
export function valuesIn<K extends { readonly fields: Fields }>(
  kind: K,
  row: Readonly<Record<string, unknown>>,
): ValuesOf<K> {
  return valuesReader(kind)(row)
}

/** The same for very many rows: what has to be known of the fields is worked out once. */
export function valuesReader<K extends { readonly fields: Fields }>(
  kind: K,
): (row: Readonly<Record<string, unknown>>) => ValuesOf<K> {
  const readings = fieldReaders(kind.fields)
  return row => {
    const values: Record<string, unknown> = {}
    for (const [name, read] of readings) values[name] = read(row)
    return values as ValuesOf<K>
  }
}

type FieldReader = (row: Readonly<Record<string, unknown>>) => unknown

/** What a row says in each of these fields, or null. */
export function fieldReaders(fields: Fields): readonly (readonly [name: string, read: FieldReader])[] {
  return Object.entries(fields).map(([name, { columns, join }]) => {
    const all = Object.keys(columns).map(suffix => name + suffix)
    const first = all[0] ?? name
    if (join === undefined) return [name, row => stored(row[first])]
    return [name, row => (stored(row[first]) === null ? null : join(all.map(column => stored(row[column]))))]
  })
}

function stored(value: unknown): StoredValue {
  if (Array.isArray(value)) return value.map(String)
  return typeof value === 'string' || typeof value === 'number' ? value : null
}
