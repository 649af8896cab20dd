import { wantedIn } from '#db/records/ledger/own-field.ts'
import { textIn } from '#db/records/types/text.ts'
import { isOwn, readWorkTypes, type WorkTypes } from '#db/registry/acts/work-types.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { field, rosterForm } from '../field.ts'
import { headerKey } from '../recognising/headers/header-key.ts'
import type { RosterKind, Row } from '../roster-kind.ts'
import { rosterOf } from '../roster-kinds.ts'

/** A field that a type of work has of its own, as a column of the work ledger. */
export type OwnColumn = { readonly name: string; readonly holds: string }

const column = (name: string) => `own:${name}`

/** 志愿服务月报: what a volunteer system counts for each organization, and how it heads that. */
const volunteering = '志愿服务月报'
const volunteered = '志愿服务数据'
const heads: Readonly<Record<string, readonly string[]>> = {
  新注册志愿者: [
    ...[
      '新注册志愿者数',
      '新注册志愿者人数',
      '新增注册志愿者',
      '新增注册志愿者数',
      '新增志愿者',
      '新增志愿者数',
    ],
    ...['注册志愿者', '注册志愿者数', '注册志愿者人数', '注册人数', '新增注册人数', '新增义工', '注册义工数'],
    ...[
      '本月新增志愿者',
      '本月新增注册志愿者',
      '本月新注册志愿者',
      '本月新增',
      '本年新增志愿者',
      '本年新增注册志愿者',
    ],
  ],
  志愿项目数: [
    '志愿项目',
    '志愿服务项目数',
    '发布项目数',
    '开展项目数',
    '发起项目数',
    '项目数',
    '项目数量',
    '志愿活动数',
    ...[
      '志愿服务项目',
      '志愿服务活动数',
      '活动数',
      '活动数量',
      '发布活动数',
      '本月活动数',
      '本月项目数',
      '本月发布项目数',
    ],
  ],
}
const counted = Object.keys(heads).map(column)
const unsaid = new Set(['type', 'title', 'held_on'])

/** The own fields of one type of work, or of all that there are; of two types of one field it is one column. */
export function ownColumns(types: WorkTypes, type?: string): readonly OwnColumn[] {
  const columns = new Map<string, OwnColumn>()
  for (const known of type === undefined ? types.values() : [types.get(type)])
    for (const [name, holds] of Object.entries(known?.own ?? {}))
      if (!columns.has(name)) columns.set(name, { name, holds })
  return [...columns.values()]
}

/**
 * The work ledger with a column for each of these fields. What a type has under a name that every record of work has a
 * column by stays in 自有栏目, where all others still may stand, too.
 */
export function withOwnColumns(ledger: RosterKind, own: readonly OwnColumn[]): RosterKind {
  const { form, notes, texts } = ledger
  const added = own.filter(({ name }) => !form.meanings().has(headerKey(name)))
  if (added.length === 0) return ledger
  const at = form.fields.findIndex(one => one.field === 'own')
  const names = new Set(added.map(({ name }) => name))
  const ownValue = (row: Row, name: string) => (isOwn(row['own']) ? row['own'][name] : undefined)
  return {
    ...ledger,
    form: rosterForm({
      ...form,
      fields: [
        ...form.fields.slice(0, at),
        ...added.map(({ name }) => field(column(name), name, (heads[name] ?? []).join(' '))),
        ...form.fields.slice(at),
      ],
      forAll: {
        type: {
          zh: '整张表是同一种工作的，也可以选定这种工作类型。',
          en: 'Where all rows are of one type of work, that type can be chosen instead.',
        },
      },
      // What a volunteer system counts says of no row what kind of work it is; hours alone may be of any.
      needs: form.needs.map(need =>
        need.some(one => unsaid.has(one))
          ? [...need, ...counted, ...(need.includes('type') ? [] : ['hours'])]
          : need,
      ),
    }),
    completes: (columns, { today, year }) => {
      if (columns['type'] !== undefined || !counted.some(one => columns[one] !== undefined)) return columns
      const last = year === undefined ? undefined : `${year}-12-31`
      const day = last === undefined ? undefined : last < today ? last : today
      const says = { type: volunteering, title: volunteered, ...(day !== undefined && { held_on: day }) }
      const given = Object.entries(says).filter(([name]) => columns[name] === undefined)
      const { held_on: heldOn } = columns
      return {
        ...columns,
        // What was counted in a month stands on its first day.
        ...(heldOn !== undefined && /月份?$/.test(heldOn.header) && { held_on: { ...heldOn, unit: '1日' } }),
        ...Object.fromEntries(given.map(([name, said]) => [name, { index: -1, header: name, says: said }])),
      }
    },
    notes: {
      ...notes,
      ...Object.fromEntries(added.map(({ name, holds }) => [column(name), noteOn(name, holds)])),
    },
    texts: {
      ...texts,
      ...Object.fromEntries(
        added.map(({ name, holds }) => [
          column(name),
          (row: Row) => {
            const value = ownValue(row, name)
            const number = Number(value)
            return (holds === 'number' || holds === 'money') && value !== undefined && Number.isFinite(number)
              ? number
              : value
          },
        ]),
      ),
      // What has a column of its own is not said twice.
      own: (row: Row) =>
        isOwn(row['own'])
          ? texts['own']?.({
              ...row,
              own: Object.fromEntries(Object.entries(row['own']).filter(([name]) => !names.has(name))),
            }) || undefined
          : undefined,
    },
    parse(line, today) {
      const row = ledger.parse(line, today)
      if (row === undefined) return undefined
      const said = added.flatMap(({ name }) => {
        const cell = line.cell(column(name))
        const text = cell === null ? undefined : textIn(cell, line.at(column(name)))?.trim()
        return text === undefined || text === '' ? [] : [[name, text] as const]
      })
      if (said.length === 0) return row
      return { ...row, own: { ...(isOwn(row['own']) ? row['own'] : {}), ...Object.fromEntries(said) } }
    },
  }
}

/** The ledger for rows that are all of one type of work, where no column says of which: whoever takes them in said it. */
export function ofOneType(ledger: RosterKind, type: string): RosterKind {
  return {
    ...ledger,
    form: rosterForm({
      ...ledger.form,
      needs: ledger.form.needs.filter(need => !need.includes('type')),
    }),
    completes: (columns, line) => {
      const own = ledger.completes?.(columns, line) ?? columns
      return columns['type'] === undefined ? { ...own, type: { index: -1, header: 'type', says: type } } : own
    },
  }
}

function noteOn(name: string, holds: string) {
  return { english: name, how: wantedIn(holds).how, words: [], example: '' }
}

/**
 * A roster as this registry reads and writes it: in the work ledger the own fields of all types are columns, or those of
 * one type. Refuses a type that there is none of, and one for what is no work ledger.
 */
export async function rosterHere(reader: Reader, as: string, type?: string): Promise<RosterKind> {
  const kind = rosterOf(as)
  if (kind.as !== 'work') {
    if (type !== undefined)
      refuse(
        'type-needless',
        `只有工作台账分工作类型，“${kind.form.title}”不分。请去掉类型，或者改选工作台账。`,
        `Only the work ledger has types of work, "${kind.form.title}" has none. Leave the type out, or choose the work ledger.`,
        { as, type },
      )
    return kind
  }
  const types = await readWorkTypes(reader)
  if (type !== undefined && !types.has(type)) {
    const names = [...new Set([...types.values()].map(({ name }) => name))]
    const some = names.slice(0, 12)
    refuse(
      'type-unknown',
      `没有“${type}”这种工作类型。${names.length === 0 ? '请先设立工作类型。' : `已有：${some.join('、')}${names.length > some.length ? ' 等' : ''}。`}`,
      `There is no type of work "${type}". ${names.length === 0 ? 'Make the type first.' : `There are: ${some.join(', ')}${names.length > some.length ? ' and others' : ''}.`}`,
      { type },
    )
  }
  return withOwnColumns(kind, ownColumns(types, type))
}
