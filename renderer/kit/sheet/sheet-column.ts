import { valueOfText } from '#db/records/reading.ts'
import type { Field } from '#db/records/types/field.ts'
import type { Language } from '../../text/language.ts'
import { meantBy, type Option } from './sheet-options.ts'

/** What of a cell is to be looked at: `refused` cannot be saved, `kept` can. */
export type Mark = { readonly weight: 'refused' | 'kept'; readonly text: string }
export type Marks = Readonly<Record<string, Mark>>

/** A column of a sheet. Texts are as they would be typed: the code of a choice, an amount in yuan. */
export type SheetColumn<Row> = {
  readonly key: string
  readonly title: string
  /** In pixels. */
  readonly width: number
  readonly isRight?: boolean
  /** It stays in sight at the left. */
  readonly isFixed?: boolean
  /** Whether it is filled in; else it only tells. */
  readonly isTyped: boolean
  /** What stands there before anything is typed. */
  before(row: Row): string
  /** Of a column that only tells, and tells of what is typed in the others: the sum of a row. */
  computed?(row: Row, textOf: (column: string) => string): string
  /** A typed text as it is shown, copied and printed. */
  readonly show: (text: string) => string
  /** The text that is meant by what was typed or pasted: the code of a choice whose first characters these are. */
  readonly meant: (text: string) => string
  /** The words of a choice. */
  readonly options: readonly Option[]
  /** What stands at the foot, of all rows, text by text; and what is to be said where that is more than it may be. */
  foot?(texts: readonly string[], rows: readonly Row[]): { readonly text: string; readonly over?: string }
}

type Shape<Row> = Pick<SheetColumn<Row>, 'key' | 'title' | 'width' | 'before'> &
  Partial<Pick<SheetColumn<Row>, 'foot' | 'isFixed' | 'isRight' | 'computed'>>

/** A column that is filled in, as the definition of its field has it. */
export function typedColumn<Row>(field: Field, language: Language, shape: Shape<Row>): SheetColumn<Row> {
  const options =
    field.input.as === 'select'
      ? field.input.options.map(([value, says]) => ({ value, label: says[language] }))
      : []
  const read = readingOf(field)
  return {
    ...shape,
    isTyped: true,
    isRight: ['money', 'count', 'points', 'hours', 'number'].includes(field.type),
    options,
    meant: text => meantBy(text, options),
    show: text => {
      const value = text === '' ? undefined : read(text)
      return value === undefined ? text : field.show(value, language)
    },
  }
}

/** A column that only tells. */
export function toldColumn<Row>(shape: Shape<Row>): SheetColumn<Row> {
  return { ...shape, isTyped: false, options: [], meant: text => text, show: text => text }
}

/** The same few texts stand in thousands of cells: each is read once. How it is shown is asked here alone, so no day lies ahead. */
export function readingOf(field: Field): (text: string) => unknown {
  const known = new Map<string, unknown>()
  return text => {
    if (known.has(text)) return known.get(text)
    const value = valueOfText(field, text)
    if (known.size > 5000) known.clear()
    known.set(text, value)
    return value
  }
}

/** What stands in a cell now, typed or not. */
export function textIn<Row>(
  row: Row,
  column: SheetColumn<Row>,
  edits: Readonly<Record<string, string>> | undefined,
  columns: readonly SheetColumn<Row>[],
): string {
  if (column.computed === undefined) return edits?.[column.key] ?? column.before(row)
  return column.computed(row, key => {
    const other = columns.find(one => one.key === key)
    return edits?.[key] ?? other?.before(row) ?? ''
  })
}
