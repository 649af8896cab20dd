import { readIdNumber } from '#db/records/types/gb-11643.ts'
import { sexWords } from '#db/records/words/person-words.ts'
import { type Field, field, rosterForm } from '#db/rosters/field.ts'
import type { RosterKind, RowTexts } from '#db/rosters/roster-kind.ts'
import { rosterKinds } from '#db/rosters/roster-kinds.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Value } from './form.ts'

const ofPeople = new Set(['members', 'cadres'])
const more = [field('sex', '性别', ''), field('age', '年龄', '周岁 实足年龄 年龄(周岁)')]

/** Heads of lists of activities: an office that imports takes them for meetings, one that asks for them wants the work ledger. */
const ofWork: Readonly<Record<string, string>> = {
  org: '主办单位 承办单位 举办单位 开展单位 组织单位',
  held_on: '活动时间 活动日期 举办时间 举办日期 时间 日期',
  title: '活动名称 活动主题 活动内容 主要内容 内容 主题 活动',
  people: '参加人数 参与人数 活动人数 参加活动人数 人数',
  venue: '地点 举办地点 开展地点',
  hours: '活动时长 学时',
}
/** 活动名称 is what it was about, and no type. */
const noTypes = new Set(['活动名称', '会议名称'])

/** The rosters as forms ask for them: of people also their sex and age, of work and meetings what heads of forms call it. */
export const formRosters: readonly RosterKind[] = rosterKinds.map(kind => {
  if (kind.as === 'work')
    return withFields(kind, one => ({
      ...one,
      also: [...one.also, ...(ofWork[one.field] ?? '').split(' ').filter(Boolean)],
    }))
  if (kind.as === 'meetings')
    return withFields(kind, one =>
      one.field === 'type' ? { ...one, also: one.also.filter(word => !noTypes.has(word)) } : one,
    )
  if (!ofPeople.has(kind.as)) return kind
  const added = more.filter(one => !kind.form.fields.some(known => known.field === one.field))
  return { ...kind, form: rosterForm({ ...kind.form, fields: [...kind.form.fields, ...added] }) }
})

function withFields(kind: RosterKind, change: (one: Field) => Field): RosterKind {
  return { ...kind, form: rosterForm({ ...kind.form, fields: kind.form.fields.map(change) }) }
}

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
