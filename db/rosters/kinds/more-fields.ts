import { columnsOf, valuesIn, valuesReader } from '#db/records/columns.ts'
import { person } from '#db/records/person.ts'
import type { ColumnField, Fields } from '#db/records/record.ts'
import type { At, Field } from '#db/records/types/field.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { field as column, type Field as RosterField } from '../field.ts'
import type { RosterLine } from '../roster-line.ts'

/** Fields of people that are columns of the member roster by their definition alone: nothing here names one of them. */
export type MoreField = ColumnField<typeof person>

/** What a row says in those columns, by field; what it says nothing of is left out. */
export type More = Readonly<Record<string, unknown>>

type Columned = Field & { readonly headings: string }
const isColumned = (one: Field): one is Columned => 'headings' in one && typeof one.headings === 'string'
const isMore = (name: string): name is MoreField => {
  const one: Field | undefined = (person.fields as Fields)[name]
  return one !== undefined && isColumned(one)
}

/** Each with its definition, in the order of the definition. */
export const moreFields: readonly (readonly [name: MoreField, field: Columned])[] = Object.entries<Field>(
  person.fields,
).flatMap(([name, one]) => (isMore(name) && isColumned(one) ? [[name, one] as const] : []))

/** The columns of the roster: the field's own words, and the other headers seen for it. */
export const moreColumns: readonly RosterField<MoreField>[] = moreFields.map(([name, one]) =>
  column(name, one.words.zh, one.headings),
)

/** Something for each of those columns. */
export function forEachMore<T>(of: (name: MoreField, field: Columned) => T): Readonly<Record<MoreField, T>> {
  return Object.fromEntries(moreFields.map(([name, one]) => [name, of(name, one)])) as Record<MoreField, T>
}

/** Reads the cells of those columns by the types of their fields. */
export function readMore(line: RosterLine<MoreField>, today: IsoDay): More {
  const said: Record<string, unknown> = {}
  for (const [name, one] of moreFields) {
    const at: At = {
      today,
      tell: (weight, code, zh, en, repair) =>
        weight === 'refused' ? line.refuse(name, code, zh, en, repair) : line.note(name, code, zh, en),
    }
    const value = one.read(line.cell(name), at)
    if (value !== undefined) said[name] = value
  }
  return said
}

/** What is to be written of them: of somebody known only what differs, and a month never overwrites a day within it. */
export function moreToWrite(more: More, present: Readonly<Record<string, unknown>> | undefined) {
  const now: More = present === undefined ? {} : valuesIn(person, present)
  const changed = Object.entries(more).filter(([name, value]) => {
    const before = now[name]
    return (
      value !== before &&
      !(typeof value === 'string' && typeof before === 'string' && isVaguer(value, before))
    )
  })
  return columnsOf<{ readonly fields: Fields }>(person, Object.fromEntries(changed))
}

function isVaguer(value: string, before: string): boolean {
  return /^\d{4}(-\d\d)?$/.test(value) && before.startsWith(`${value}-`)
}

/** Only these: a roster has a hundred thousand rows, and a person many fields. */
const readMoreOf = valuesReader<{ readonly fields: Fields }>({
  fields: Object.fromEntries(moreFields.map(([name]) => [name, person.fields[name]])),
})

/** Those columns of a row of the table of people. */
export function moreIn(row: Readonly<Record<string, unknown>>): More {
  const known: Record<string, unknown> = {}
  const values: More = readMoreOf(row)
  for (const name in values) if ((values[name] ?? null) !== null) known[name] = values[name]
  return known
}
