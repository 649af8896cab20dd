import { readIdNumber } from '#db/records/types/gb-11643.ts'
import { sexWords } from '#db/records/words/person-words.ts'
import { field, rosterForm } from '#db/rosters/field.ts'
import type { RosterKind, RowTexts } from '#db/rosters/roster-kind.ts'
import { rosterKinds } from '#db/rosters/roster-kinds.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Value } from './form.ts'

const ofPeople = new Set(['members', 'cadres'])
const more = [field('sex', '性别', ''), field('age', '年龄', '周岁 实足年龄 年龄(周岁)')]

/** The rosters as forms ask for them: of people also their sex and age, whatever their own columns are. */
export const formRosters: readonly RosterKind[] = rosterKinds.map(kind => {
  if (!ofPeople.has(kind.as)) return kind
  const added = more.filter(one => !kind.form.fields.some(known => known.field === one.field))
  return { ...kind, form: rosterForm({ ...kind.form, fields: [...kind.form.fields, ...added] }) }
})

export function formRoster(as: string): RosterKind | undefined {
  return formRosters.find(kind => kind.as === as)
}

/** What stands in each column of people; the ID number tells sex and birth where nothing else does. */
export function textsOfPeople(texts: RowTexts, on: IsoDay): RowTexts {
  const said = (row: Parameters<NonNullable<RowTexts[string]>>[0], column: string): string =>
    String(texts[column]?.(row) ?? '')
  return {
    ...texts,
    sex: row => texts['sex']?.(row) ?? sexIn(said(row, 'idNumber')),
    age: row => ageOn(said(row, 'birth') || birthIn(said(row, 'idNumber')), on),
  }
}

export function sexIn(idNumber: string): string | undefined {
  const read = readIdNumber(idNumber)
  return read.kind === 'valid' ? sexWords.wordFor(read.sex) : undefined
}

function birthIn(idNumber: string): string {
  const read = readIdNumber(idNumber)
  return read.kind === 'valid' ? read.birth : ''
}

/** Whole years on a day; undefined for a birth that is not known to the day. */
export function ageOn(birth: Value | undefined, on: IsoDay): number | undefined {
  if (typeof birth !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(birth) || birth > on) return undefined
  return Number(on.slice(0, 4)) - Number(birth.slice(0, 4)) - (on.slice(5) < birth.slice(5) ? 1 : 0)
}
