import type { z } from 'zod'
import type { IsoDay } from '#db/shared/day.ts'
import type { Lang, Text } from '#db/shared/text.ts'
import type { Cell } from '#db/sheets/cell.ts'

/** How a column of a table keeps its value. */
export type Stored = 'text' | 'integer' | 'list'
export type StoredValue = string | number | null | readonly string[]

/** `refused`: the record cannot be taken. `left out`: a roster goes on without this value, a form does not. `kept`: taken, to be looked at. */
export type Weight = 'refused' | 'left out' | 'kept'
export type Trouble = {
  readonly weight: Weight
  readonly code: string
  readonly text: Text
  /** A value to propose in its place. */
  readonly repair: string | null
}

/** Where a value is read: the day it is read on, and who hears what is wrong with it. */
export type At = {
  readonly today: IsoDay
  /** A roster is taken as it was written: nobody can be asked at its cell, so a day yet to come is kept and noted. */
  readonly asWritten?: boolean
  /** The year of a day of which only month and day are written, where a line above the table names it. */
  readonly year?: string | undefined
  tell(weight: Weight, code: string, zh: string, en: string, repair?: string | null): void
}

/** By suffix: `joined` with `{ '': 'text', _precision: 'text' }` is kept in the columns joined and joined_precision. */
export type Columns = Readonly<Record<string, Stored>>
export type Plain = { readonly '': 'text' }
export const plain = { '': 'text' } as const satisfies Columns

/** With which part of a form a value is edited. */
export type Input =
  | { readonly as: 'line' | 'lines' | 'month' | 'number' | 'tags' | 'files' }
  /** `isPast`: it has come, and mostly of late, so that 5.4 is the last 4th of May. */
  | { readonly as: 'day'; readonly isPast?: boolean }
  | {
      readonly as: 'select'
      /** Whether other words than those listed are taken as they are written. */
      readonly open: boolean
      readonly options: readonly (readonly [value: string, says: Text])[]
    }
  | { readonly as: 'ref'; readonly to: string }
  /** Names, each with a value of its own. */
  | { readonly as: 'pairs'; readonly of: Input }

/** How values of one type are kept, read, shown and edited. Methods, so that a type of strings is a type of unknowns. */
export type Type<V, C extends Columns = Columns> = {
  /** The name by which a program that asks for the fields of a kind knows the type. */
  readonly type: string
  readonly columns: C
  /** The most characters that one text of it may have, on writing and in a packet. */
  readonly most: number
  /** Both sides V, or callers of a procedure may send anything. */
  readonly schema: z.ZodType<V, V>
  readonly input: Input
  /** Words beside those of a list that cells hold all the same. */
  readonly near?: readonly string[]
  /** A cell of a sheet, a text typed in a form or behind `--set`: its value, or undefined for a blank or what was told. */
  read(cell: Cell, at: At): V | undefined
  show(value: V, lang: Lang): string
  /** What is written into a cell and typed into a form; the Chinese text if not given. */
  write?(value: V): string | number
  mask?(value: V): string
  /** Whether two values say the same, where that is not plain. */
  isSame?(a: V, b: V): boolean
  /** The columns' values in their order, and back; if not given, the value itself. */
  split?(value: V): readonly StoredValue[]
  join?(columns: readonly StoredValue[]): V | null
}

export type Options<R extends boolean = boolean> = {
  readonly required?: R
  /** Set by the program alone: no form and no command shows it. */
  readonly hidden?: boolean
  /** Fixed when the record is made: correcting it is removing the record and adding another. */
  readonly fixed?: boolean
  /** What a blank is taken for, where that is something. */
  readonly blank?: Text
}

export type Field<V = unknown, R extends boolean = boolean, C extends Columns = Columns> = Type<V, C> & {
  readonly words: Text
  readonly required: R
  readonly hidden: boolean
  readonly fixed: boolean
  readonly blank?: Text
  /** Fields of one register are written, and conflict, as one; on its own if not given. */
  readonly register?: string
}

/** A field of a record: its words in both languages, and the type of its values. */
export function field<V, C extends Columns, R extends boolean>(
  zh: string,
  en: string,
  options: Options<R>,
  type: Type<V, C>,
): Field<V, R, C> {
  const { required = false as R, hidden = false, fixed = false, blank } = options
  return {
    ...type,
    words: { zh, en },
    required,
    hidden,
    fixed,
    ...(blank && { blank }),
  }
}

/**
 * A field that is a column of its kind's roster as well, under its own words or under other headers seen for it (one
 * string with a space between them): recognised, imported, exported, and asked for in the empty table.
 */
export function column<F extends Field>(headings: string, one: F, told: Told = {}): F & Columned {
  return { ...one, headings, ...told }
}

/** What a roster and its empty table need to know of a column beside its headers. */
type Told = {
  /** How far the column alone tells which roster it is (0: any may have it). */
  readonly tells?: number
  readonly example?: string
  /** How it is filled in, where its type does not say it. */
  readonly how?: Text
  /** So many of its words are offered to choose from, where not all are. */
  readonly offers?: number
}
export type Columned = { readonly headings: string } & Told

/**
 * Values of a masked field, each masked as everywhere; where that makes two of them look alike, with the characters in
 * which they differ, so that one can be told from the other and no more is shown than that.
 */
export function maskedApart(field: Pick<Field, 'mask'>, values: readonly unknown[]): readonly string[] {
  const texts = values.map(value => (value === null || value === undefined ? '' : String(value)))
  const masked = texts.map(text => (text === '' ? '' : (field.mask?.(text) ?? text)))
  const signs = texts.map(text => [...text])
  return masked.map((shown, i) => {
    const alike = signs.filter((_, j) => j !== i && masked[j] === shown && texts[j] !== texts[i])
    return [...shown]
      .map((sign, at) =>
        alike.some(other => other[at] !== signs[i]?.[at]) ? (signs[i]?.[at] ?? sign) : sign,
      )
      .join('')
  })
}
