import type { Fields } from '#db/records/record.ts'
import type { KnownDay } from '#db/records/types/day.ts'
import type { Columned, Field } from '#db/records/types/field.ts'
import { type Dated, readDate, shownDate } from '#db/records/types/office-date.ts'
import { type Cell, isBlank } from '#db/sheets/cell.ts'
import { alsoInEnglish, type Field as Column, field, wordsOf } from '../field.ts'
import type { RowTexts } from '../roster-kind.ts'
import type { RosterLine } from '../roster-line.ts'
import { type FieldNotes, noteOf } from '../writing/field-note.ts'

/** Rosters of more than one kind of record: each column is a field of one of them, as that is defined. */

/** A column: the field that it is of, and what is peculiar to it on this roster. */
export type Spot<V = unknown> = {
  readonly kind: { readonly fields: Fields }
  readonly name: string
  readonly one: Field<V> & Partial<Columned>
  readonly peculiar: Peculiar
}
type Peculiar = {
  readonly header?: string
  readonly also?: string
  readonly tells?: number
  readonly onlyRead?: true
}
export type Spots = Readonly<Record<string, Spot>>

/** A column that is this field of the kind. */
export function spot<F extends Fields, N extends keyof F & string>(
  kind: { readonly fields: F },
  name: N,
  peculiar: Peculiar = {},
): Spot<F[N] extends Field<infer V> ? V : never> {
  const one: Field = kind.fields[name] as F[N]
  return { kind, name, one: one as Spot<F[N] extends Field<infer V> ? V : never>['one'], peculiar }
}

/** What the empty table, the export and the recognition of a roster need of its columns. */
export function composed(spots: Spots) {
  const all = Object.entries(spots)
  const columns = all.map(([column, one]) => {
    const note = noteOf(one.one)
    return [alsoInEnglish(columnOf(column, one), note.english), note] as const
  })
  const notes: FieldNotes<string> = Object.fromEntries(columns.map(([{ field }, note]) => [field, note]))
  return {
    /** Each with how it is filled in. */
    columns,
    fields: columns.map(([column]) => column),
    notes,
    texts: Object.fromEntries(
      all.map(([column, { one }]) => [
        column,
        (row: Readonly<Record<string, unknown>>) => textOf(row[column], one),
      ]),
    ) satisfies RowTexts,
  }
}

/** The headers of its field, surest first; on this roster it may have another header, and others beside. */
function columnOf(column: string, { one, peculiar }: Spot): Column {
  const { header = one.words.zh, also = '', tells = one.tells ?? 0 } = peculiar
  const onlyRead = peculiar.onlyRead && ({ onlyRead: true } as const)
  const others = header === one.words.zh ? (one.headings ?? '') : `${one.words.zh} ${one.headings ?? ''}`
  return { ...field(column, header, `${others} ${also}`, tells, wordsOf(one)), ...onlyRead }
}

/** A value as it is written into a cell: a day as far as it is known, a name as it is. */
function textOf(value: unknown, { write, show }: Field): string | number | undefined {
  if (value === undefined || value === null) return undefined
  if (isDated(value)) return shownDate(value)
  return write?.(value) ?? show(value, 'zh')
}

function isDated(value: unknown): value is Dated {
  return typeof value === 'object' && value !== null && 'day' in value && 'precision' in value
}

/** Reads a cell by the type of its field. */
export function readBy<V>(line: RosterLine<string>, column: string, { one }: Spot<V>): V | undefined {
  const cell = line.cell(column)
  return cell === null ? undefined : one.read(cell, line.at(column))
}

/** The same for a day of which the month or the year may be all that is known. What `isNone` says no day of counts as blank. */
export function datedBy(
  line: RosterLine<string>,
  column: string,
  { one }: Spot<KnownDay>,
  isNone: (cell: Cell) => boolean = isBlank,
): Dated | undefined {
  const cell = line.cell(column)
  const known = cell === null || isNone(cell) ? undefined : one.read(cell, line.at(column))
  const reading = known === undefined ? undefined : readDate(known)
  return reading?.kind === 'dated' ? reading.dated : undefined
}

/** What a row says in these columns; a blank says nothing. */
export type Read<S extends Spots> = {
  readonly [C in keyof S]: (S[C] extends Spot<infer V> ? V : never) | undefined
}

/** Reads each of these columns by the type of its field. */
export function readAll<S extends Spots>(line: RosterLine<string>, spots: S): Read<S> {
  const read: Record<string, unknown> = {}
  for (const column in spots) {
    const one = spots[column]
    if (one !== undefined) read[column] = readBy(line, column, one)
  }
  return read as Read<S>
}

/** The values of a row in these columns, by the fields of the record that they are of. */
export function byField(
  row: Readonly<Record<string, unknown>>,
  spots: Spots,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(spots).map(([column, { name }]) => [name, row[column]]))
}

/** And back: reads a row of the table into these columns. It is made once; a roster has a hundred thousand rows. */
export function columnReader<S extends Spots>(spots: S): (row: Readonly<Record<string, unknown>>) => Read<S> {
  const named = Object.entries(spots).map(([column, { name }]) => [column, name] as const)
  return row => {
    const read: Record<string, unknown> = {}
    for (const [column, name] of named) read[column] = row[name] ?? undefined
    return read as Read<S>
  }
}
