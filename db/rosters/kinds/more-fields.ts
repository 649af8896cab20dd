import { columnsOf, fieldReaders, valuesIn } from '#db/records/columns.ts'
import type { Fields } from '#db/records/record.ts'
import type { Columned, Field } from '#db/records/types/field.ts'
import { type Field as Column, field as column } from '../field.ts'
import type { RowTexts } from '../roster-kind.ts'
import type { RosterLine } from '../roster-line.ts'
import { type FieldNotes, noteOf } from '../writing/field-note.ts'

/** What a row says in those columns, by field; what it says nothing of is left out. */
export type More = Readonly<Record<string, unknown>>

/** Fields of a kind that are columns of its roster by their definition alone. */
export class MoreFields {
  readonly #kind: { readonly fields: Fields }
  readonly #fields: readonly (readonly [name: string, field: Field & Columned])[]
  readonly #readers: ReturnType<typeof fieldReaders>

  /** Those that the roster names itself are none of them. */
  constructor(kind: { readonly fields: Fields }, named: readonly string[]) {
    this.#kind = kind
    const others = Object.entries<Field & Partial<Columned>>(kind.fields).filter(
      ([name]) => !named.includes(name),
    )
    this.#fields = others.flatMap(([name, one]) =>
      one.headings === undefined ? [] : [[name, { ...one, headings: one.headings }] as const],
    )
    // Only these: a roster has a hundred thousand rows, and a person many fields.
    this.#readers = fieldReaders(Object.fromEntries(this.#fields))
  }

  /** The columns of the roster, in the order of the definition: the field's own words, and the other headers seen for it. */
  get columns(): readonly Column[] {
    return this.#fields.map(([name, one]) => column(name, one.words.zh, one.headings))
  }

  /** The columns of the kind's table in which they are kept. */
  get kept(): readonly string[] {
    return this.#fields.flatMap(([name, one]) => Object.keys(one.columns).map(suffix => name + suffix))
  }

  get notes(): FieldNotes<string> {
    return Object.fromEntries(this.#fields.map(([name, one]) => [name, noteOf(one)]))
  }

  get texts(): RowTexts {
    return Object.fromEntries(
      this.#fields.map(([name, { write, show }]) => [
        name,
        ({ more }: { readonly more?: More }) => {
          const value = more?.[name]
          return value === undefined ? undefined : (write?.(value) ?? show(value, 'zh'))
        },
      ]),
    )
  }

  /** Reads the cells of those columns by the types of their fields. */
  read(line: RosterLine<string>): More {
    const said: Record<string, unknown> = {}
    for (const [name, one] of this.#fields) {
      const cell = line.cell(name)
      const value = cell === null ? undefined : one.read(cell, line.at(name))
      if (value !== undefined) said[name] = value
    }
    return said
  }

  /** Those columns of a row of the kind's table. */
  in(row: Readonly<Record<string, unknown>>): More {
    const known: Record<string, unknown> = {}
    for (const [name, read] of this.#readers) {
      const value = read(row) ?? null
      if (value !== null) known[name] = value
    }
    return known
  }

  /** What is to be written of them: of what is known only what differs, and a month never overwrites a day within it. */
  toWrite(more: More, present: Readonly<Record<string, unknown>> | undefined) {
    const now: More = present === undefined ? {} : valuesIn(this.#kind, present)
    const changed = Object.entries(more).filter(([name, value]) => {
      const before = now[name]
      return (
        value !== before &&
        !(typeof value === 'string' && typeof before === 'string' && isVaguer(value, before))
      )
    })
    return columnsOf(this.#kind, Object.fromEntries(changed))
  }
}

function isVaguer(value: string, before: string): boolean {
  return /^\d{4}(-\d\d)?$/.test(value) && before.startsWith(`${value}-`)
}
