import { person } from '#db/records/person.ts'
import type { KnownDay } from '#db/records/types/day.ts'
import type { Columned, Field } from '#db/records/types/field.ts'
import { type Dated, readDate } from '#db/records/types/office-date.ts'
import { field, type Field as RosterField } from '../field.ts'
import type { RosterLine } from '../roster-line.ts'

/** Columns that are read, kept and written by the definition of a field: nothing here says what it means. */

const { fields } = person
/** The fields of a person of which a row says one text each, by the column of the roster. */
export const personTexts = {
  nation: fields.nation,
  political: fields.political,
  memberNo: fields.member_no,
  education: fields.education,
  highestEducation: fields.highest_education,
  occupation: fields.occupation,
  income: fields.income,
  workplace: fields.workplace,
  phone: fields.phone,
  email: fields.email,
} as const
export type PersonText = keyof typeof personTexts

/** The columns of the table of people in which these are kept. */
const kept = {
  nation: 'nation',
  political: 'political',
  memberNo: 'member_no',
  education: 'education',
  highestEducation: 'highest_education',
  occupation: 'occupation',
  income: 'income',
  workplace: 'workplace',
  phone: 'phone',
  email: 'email',
} as const satisfies Record<PersonText, keyof typeof fields>
const columns = Object.entries<string>(kept)

/** A column of a roster as its field defines it; `header` and what else is peculiar to this roster goes before. */
export function definedField<F extends string>(
  name: F,
  { words, headings = '', tells = 0 }: Field & Partial<Columned>,
  peculiar: { readonly header?: string; readonly also?: string; readonly tells?: number } = {},
): RosterField<F> {
  const { header = words.zh, also = '' } = peculiar
  const others = header === words.zh ? headings : `${words.zh} ${headings}`
  return field(name, header, `${others} ${also}`, peculiar.tells ?? tells)
}

/** Reads a cell by the type of its field. */
export function readBy<F extends string, V>(line: RosterLine<F>, column: F, one: Field<V>): V | undefined {
  const cell = line.cell(column)
  return cell === null ? undefined : one.read(cell, line.at(column))
}

/** The same for a day of which the month or the year may be all that is known. */
export function datedBy<F extends string>(
  line: RosterLine<F>,
  column: F,
  one: Field<KnownDay>,
): Dated | undefined {
  const known = readBy(line, column, one)
  const reading = known === undefined ? undefined : readDate(known)
  return reading?.kind === 'dated' ? reading.dated : undefined
}

/** What a row says of these, as the table of people keeps it; of a roster that lacks a column nothing. */
export function keptTexts(
  values: Partial<Readonly<Record<PersonText, string | undefined>>>,
): Record<string, string | undefined> {
  const given: Readonly<Record<string, string | undefined>> = values
  return Object.fromEntries(columns.map(([column, name]) => [name, given[column]]))
}

/** And back, from a row of the table of people. */
export function textsKept(
  row: Readonly<Record<string, unknown>>,
): Readonly<Record<PersonText, string | undefined>> {
  const texts = columns.map(([column, name]) => [column, row[name] ?? undefined] as const)
  return Object.fromEntries(texts) as Record<PersonText, string | undefined>
}

/** The fields of a person that rosters of members and of cadres name themselves. */
export const declared: ReadonlySet<string> = new Set([...Object.values(kept), 'joined'])
export type Declared = (typeof kept)[PersonText] | 'joined'
