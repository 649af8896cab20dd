import { kindOf } from '#db/records/kinds.ts'
import { person } from '#db/records/person.ts'
import { post } from '#db/records/post.ts'
import type { AnyKind } from '#db/records/record.ts'
import { rosterNamed } from '#db/records/rosters.ts'
import type { At, Columned, Field } from '#db/records/types/field.ts'
import { tidyIn } from '#db/records/types/text.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import { plural } from '#db/shared/plural.ts'
import type { Cell } from '#db/sheets/cell.ts'
import { alsoInEnglish, type Field as Column, field, type RosterForm, rosterForm, wordsOf } from '../field.ts'
import type { RosterKind, Row } from '../roster-kind.ts'
import type { RosterLine } from '../roster-line.ts'
import { type FieldNote, noteOf } from '../writing/field-note.ts'
import { composed } from './composed.ts'
import { whose } from './whose.ts'

/**
 * A roster of which each row is one record of a kind. It needs nothing but the kind's definition: its fields are the
 * columns; the organization is named by code, full or short name; a person by his ID number, or by his name and birth
 * date within the branch.
 */
export type RecordColumns = {
  readonly kind: AnyKind
  /** The field that names the organization, and the one that names the person, where the kind has one. */
  readonly org: string | undefined
  readonly person: string | undefined
  /** Every other field that is a column, with the name of that column. */
  readonly values: readonly (readonly [column: string, name: string, one: Field])[]
  /** The fields by which a row is the same record again. */
  readonly again: readonly string[]
}

export function columnsOfRecord(kind: AnyKind): RecordColumns {
  const refs = Object.entries(kind.fields).filter(([, { input, hidden }]) => input.as === 'ref' && !hidden)
  const refTo = (to: string) => refs.find(([, { input }]) => input.as === 'ref' && input.to === to)?.[0]
  const values = Object.entries(kind.fields)
    // A cell holds no file.
    .filter(([, { input, hidden }]) => input.as !== 'ref' && input.as !== 'files' && !hidden)
    .map(([name, one]) => [kind.roster?.names?.[name] ?? name, name, one] as const)
  const required = Object.keys(kind.fields).filter(name => kind.fields[name]?.required)
  return {
    kind,
    org: refTo('org'),
    person: refTo('person'),
    values,
    again: kind.roster?.again ?? kind.unique ?? required,
  }
}

/** The same by the word of its roster. */
export function recordColumnsOf(as: string): RecordColumns {
  const kind = kindOf(rosterNamed(as)?.kind ?? '')
  invariant(kind, 'a roster of one kind of record is of a kind')
  return columnsOfRecord(kind)
}

const orgHeadings =
  '团组织名称 团组织全称 组织名称 组织全称 所属团组织 所在团组织 团支部 团支部名称 团支部全称 所在团支部 所在支部 所属团支部 所属支部 支部名称 支部 组织 组织编码 团组织编码 组织编号 团组织编号 团组织代码 举办单位 主办单位 召开单位 所属单位 主管单位 管理单位 单位 单位名称 志愿团体 团体名称 团队名称 志愿服务队 服务队名称 志愿服务组织 志愿者组织 义工组织 服务队 组织ID 团组织ID 组织代码'
const yearHeadings = '年份 年 所属年度 评议年度 注册年度 定级年度 缴费年度'

export function recordRoster(kind: AnyKind): RosterKind {
  const columns = columnsOfRecord(kind)
  const { org, values } = columns
  const byRow = byRowOf(kind)
  // What the form calls it is a head, too: 设立单位, 下达单位.
  const wordOfOrg = kind.fields[org ?? '']?.words.zh ?? ''
  const names = rosterNamed(kind.name)
  invariant(names, 'every kind of one record has a roster')
  const place = columns.person !== undefined && org === undefined ? 'branch' : org
  const of: readonly (readonly [Column, FieldNote])[] = [
    ...(columns.person === undefined ? [] : personColumns),
    ...(place === undefined
      ? []
      : [
          [
            field(
              place,
              place === 'branch' ? '所在团支部' : '团组织',
              `${orgHeadings} ${wordOfOrg} ${kind.roster?.places ?? ''}`.trim(),
            ),
            { ...noteOf(post.fields.org), english: place === 'branch' ? 'Branch' : 'Organization' },
          ] as const,
        ]),
    ...values.map(([column, name, one]) => [columnOf(column, name, one), noteOf(one)] as const),
    ...byRow.map(([column, one]) => [columnOf(column, column, one), noteOf(one)] as const),
    ...[...sumsOf(kind), ...askedOf(kind)].map(
      ([name, { column }]) => [{ ...columnOf(name, name, column), onlyRead: true }, noteOf(column)] as const,
    ),
    ...Object.entries(kind.roster?.beside?.columns ?? {}).map(
      ([name, one]) => [{ ...columnOf(name, name, one), onlyRead: true }, noteOf(one)] as const,
    ),
  ]
  return {
    as: names.as,
    form: formOf(
      columns,
      names.title,
      place,
      of.map(([column, { english }]) => alsoInEnglish(column, english)),
    ),
    notes: Object.fromEntries(of.map(([column, note]) => [column.field, note])),
    texts: {
      ...Object.fromEntries(
        values.map(([column, , { write, show }]) => [
          column,
          (row: Row) => {
            const value = row[column] ?? undefined
            return value === undefined ? undefined : (write?.(value) ?? show(value, 'zh'))
          },
        ]),
      ),
      ...Object.fromEntries(
        [...personNames, ...(place === undefined ? [] : [place])].map(name => [
          name,
          (row: Row) => (row[name] === undefined ? undefined : String(row[name])),
        ]),
      ),
    },
    parse: line => parseRecord(columns, place, line),
    once: undefined,
    named: {
      by:
        columns.person === undefined
          ? [
              ...(place === undefined ? [] : [place]),
              ...columns.again.flatMap(name => columnNamed(columns, name) ?? []),
            ]
          : ['name'],
      all: true,
    },
  }
}

const personNames = ['name', 'idNumber', 'birth'] as const
const { idType: _idType, ...whoIsMeant } = whose
const personColumns = composed(whoIsMeant).columns

function columnOf(column: string, name: string, one: Field & Partial<Columned>): Column {
  const headings = name === 'year' ? yearHeadings : (one.headings ?? '')
  const plain = field(column, one.words.zh, headings, one.tells ?? (isRemark(name) ? 0 : 1), wordsOf(one))
  const its = one.required && one.input.as === 'select' ? { ...plain, isOne: saysOneOf(one) } : plain
  return column === name ? its : { ...its, inRecord: name }
}

function saysOneOf(one: Field): (cell: Cell) => boolean {
  return cell => {
    let isOne = true
    const at: At = {
      today: '9999-12-31' as IsoDay,
      asWritten: true,
      year: undefined,
      tell: () => {
        isOne = false
      },
    }
    one.read(cell, at)
    return isOne
  }
}

/** 备注 stands in tables of every kind, and alone it says nothing that would make a record. */
function isRemark(name: string): boolean {
  return name === 'note'
}

function columnNamed({ values }: RecordColumns, field: string): string | undefined {
  return values.find(([, name]) => name === field)?.[0]
}

function formOf(
  columns: RecordColumns,
  title: string,
  place: string | undefined,
  fields: readonly Column[],
): RosterForm {
  const { kind, person, values, again } = columns
  const required = values.filter(([, name, one]) => one.required && name !== 'year').map(([column]) => column)
  const telling = [
    ...values.filter(([, name]) => !again.includes(name) && !isRemark(name)).map(([column]) => column),
    ...byRowOf(kind)
      .slice(1)
      .map(([column]) => column),
    ...sumsOf(kind).map(([column]) => column),
  ]
  const of = (name: string) => columnNamed(columns, name) ?? name
  const otherOf = new Map(
    (kind.roster?.twos ?? []).flatMap(({ fields: [one, other], isWholeInSecond }) =>
      isWholeInSecond ? [[of(one), [of(other)]] as const] : [],
    ),
  )
  return rosterForm({
    title,
    fields,
    needs: [
      ...(person === undefined ? [] : [['name', 'idNumber']]),
      ...(place === undefined || place === 'branch' || kind.roster?.ofOffice === true ? [] : [[place]]),
      ...required.map(column => [column, ...(otherOf.get(column) ?? [])]),
      ...(required.length === 0 && telling.length > 0 ? [telling] : []),
    ],
    keys: person === undefined ? (required.length > 0 ? required : [place ?? '']) : ['name'],
    place,
    who:
      kind.roster?.ofOne === undefined
        ? undefined
        : { field: 'name', proofs: ['idNumber', 'birth'], others: kind.roster.ofOne.others },
    sums: [
      ...sumsOf(kind).map(([field, { of: together }]) => ({ field, of: together.map(of) })),
      ...totalsOf(kind).map(field => ({
        field,
        of: [...sumsOf(kind).map(([sum]) => sum), ...paidBy(kind).map(of)],
        unless: 'of',
      })),
    ],
    year: values.find(([, name]) => name === 'year')?.[0],
    alsoHas: kind.roster?.alsoHas ?? [],
    happens: kind.roster?.happens ?? kind.fields['year'] !== undefined,
    twos: (kind.roster?.twos ?? []).map(two => ({
      ...two,
      fields: [of(two.fields[0]), of(two.fields[1])] as const,
    })),
  })
}

/** Reads a row; undefined when it is refused. Whom and what it names is found by the planner. */
function parseRecord(
  { kind, values, person: who }: RecordColumns,
  place: string | undefined,
  line: RosterLine<string>,
): Row | undefined {
  const row: Record<string, unknown> = {}
  const said: Record<string, unknown> = {}
  const ticks: Ticked[] = []
  const ticked = kind.roster?.ticked
  const say = (column: string, name: string, value: unknown) => {
    if (value === undefined) return
    row[column] = value
    said[name] = value
  }
  for (const [column, name, one] of values) {
    const cell = boxOf(line.cell(column), ticked?.fields.includes(name))
    const isTicked = ticked?.fields.includes(name) && typeof cell === 'string'
    if (isTicked && unpaid.test(cell)) continue
    if (isTicked && tick.test(cell)) ticks.push([column, name])
    else if (cell !== null) say(column, name, one.read(cell, line.at(column)))
  }
  sayAsked(kind, said, line, say)
  for (const [column, sum] of sumsOf(kind)) {
    const cell = boxOf(line.cell(column), ticked !== undefined)
    if (typeof cell === 'string' && unpaid.test(cell)) continue
    const of = values.filter(([, name]) => sum.of.includes(name))
    if (typeof cell === 'string' && tick.test(cell) && ticked !== undefined)
      ticks.push(...of.map(([field, name]) => [field, name] as const))
    else if (cell !== null) sayShared(kind, [column, sum.column, cell], of, said, line, say)
  }
  sayTicked(kind, ticks, said[ticked?.says ?? ''], line, say)
  for (const [name, value] of Object.entries({ ...saidByRow(kind, line), ...saidBeside(kind, said, line) })) {
    if (value === undefined) continue
    said[name] = value
    row[values.find(([, field]) => field === name)?.[0] ?? name] = value
  }
  const columnAt = (name: string) => line.at(values.find(([, field]) => field === name)?.[0] ?? name)
  for (const check of kind.checks ?? []) check(said, columnAt)
  if (place !== undefined) {
    const text = tidyIn(line.cell(place), line.at(place))
    if (text !== undefined) row[place] = text
    else if (who === undefined && kind.roster?.ofOffice !== true)
      line.refuseMissing(
        place,
        'org-missing',
        '没有填写团组织。请补上后重新导入。',
        'the organization is missing. Fill it in and import again.',
      )
  }
  if (who !== undefined) readWho(line, row)
  for (const [column, , one] of values) {
    if (!one.required || row[column] !== undefined) continue
    const { zh, en } = one.words
    line.refuseMissing(
      column,
      one.type === 'day' ? 'date-missing' : `${column}-missing`,
      `没有填写${zh}。请补上后重新导入。`,
      `the ${en} is missing. Fill it in and import again.`,
    )
  }
  return line.refused ? undefined : row
}

type Ticked = readonly [column: string, name: string]
/** 已交 says no more than a tick does. */
const tick = /^\s*(?:[√✓✔☑]|(?:已|全)[交缴](?:[纳清齐费])?|[交缴]清)\s*$/
/** A box in a cell is ticked or not, where others write a tick. */
function boxOf(cell: Cell, isTicked: boolean | undefined): Cell {
  return isTicked === true && typeof cell === 'boolean' ? (cell ? '√' : '×') : cell
}
/** Where others are ticked this says what a blank does. */
const unpaid = /^\s*(?:[×✗✘]|[未没][交缴](?:[纳费])?|欠(?:[交缴费]|团费)?|减?免(?:[交缴]|费)?)\s*$/

/** What was ticked is what the row says of it elsewhere; a tick alone says that something is, and not how much. */
function sayTicked(
  kind: AnyKind,
  ticks: readonly Ticked[],
  value: unknown,
  line: RosterLine<string>,
  say: Say,
): void {
  const [first] = ticks
  const by = kind.fields[kind.roster?.ticked?.says ?? '']
  if (first === undefined || by === undefined) return
  for (const [column, name] of ticks) say(column, name, value)
  const { zh, en } = by.words
  if (value === undefined)
    line.note(
      first[0],
      'only-ticked',
      `只打了勾，没有写数，表里也没有“${zh}”，打勾的 ${ticks.length} 格没有登记。请补上其中一样。`,
      `it is ticked without an amount, and the row does not give the ${en}: ${ticks.length} ticked cells were not taken. Add one of the two.`,
    )
  else
    line.note(
      first[0],
      'only-ticked',
      `打勾的 ${ticks.length} 格按“${zh}”${by.show(value, 'zh')} 登记。请核对。`,
      `the ${ticks.length} ticked cells were taken for the ${en}, ${by.show(value, 'en')}. Check them.`,
    )
}

type Say = (column: string, name: string, value: unknown) => void
type Sums = NonNullable<NonNullable<AnyKind['roster']>['sums']>

function sumsOf({ roster }: AnyKind): readonly (readonly [column: string, Sums['columns'][string]])[] {
  return Object.entries(roster?.sums?.columns ?? {})
}

function askedOf({ roster }: AnyKind): readonly (readonly [column: string, Sums['columns'][string]])[] {
  return Object.entries(roster?.sums?.asked ?? {})
}

/** What the months of a row say is due for each of them: one amount for all, or it is told that it is not. */
function sayAsked(
  kind: AnyKind,
  said: Readonly<Record<string, unknown>>,
  line: RosterLine<string>,
  say: Say,
): void {
  const each = kind.roster?.sums?.each ?? ''
  const asked = kind.fields[each]
  if (asked === undefined) return
  const amounts = new Map<number, string>()
  let nothing: string | undefined
  let months = 0
  for (const [column, { of, column: one }] of askedOf(kind)) {
    const cell = line.cell(column)
    // What is due of no month is so for the year, or for nobody knows how long.
    if (cell === null || (of.length === 0 && line.cell('of') === null)) continue
    const count = Math.max(of.length, 1)
    const sum = typeof cell === 'string' && unpaid.test(cell) ? 0 : one.read(cell, line.at(column))
    if (sum === undefined) continue
    if (sum === 0) {
      nothing ??= column
      months += count
    } else if (!amounts.has(sum / count)) amounts.set(sum / count, column)
  }
  const shown = (amount: number) => `${asked.show(amount, 'zh')}`
  const [first, second] = amounts
  const before = said[each]
  if (second !== undefined || (first !== undefined && typeof before === 'number' && before !== first[0])) {
    const different = [...new Set([...(typeof before === 'number' ? [before] : []), ...amounts.keys()])]
    line.note(
      (second ?? first)?.[1] ?? each,
      'due-changes',
      `各月应交的不一样（${different.map(shown).join('、')} 元），${before === undefined ? `没有登记“${asked.words.zh}”` : `按“${asked.words.zh}”${shown(Number(before))} 登记`}。请核对。`,
      `not the same is due for each month (${different.map(shown).join(', ')} yuan); ${before === undefined ? `what is ${asked.words.en} was not taken` : `${shown(Number(before))} was taken for what is ${asked.words.en}`}. Check it.`,
    )
    return
  }
  const due = first?.[0] ?? (nothing === undefined ? undefined : 0)
  if (due === undefined) return
  if (before === undefined) say(kind.roster?.names?.[each] ?? each, each, due)
  if (nothing !== undefined && due > 0)
    line.note(
      nothing,
      'due-not-always',
      `有 ${months} 个月应交 0 元，其余每月 ${shown(due)} 元。按每月应交 ${shown(due)} 元登记，这 ${months} 个月会算作未交；免交的请补上免交起止月。`,
      `nothing is due for ${plural(months, 'month')}, and ${shown(due)} yuan for each of the others. It was taken for ${shown(due)} a month, so these will count as not paid; say from when to when fees are let off, if they are.`,
    )
}

/** What several fields come to together is shared out where each has the same; else the row comes back. */
function sayShared(
  kind: AnyKind,
  [column, one, cell]: readonly [column: string, one: Field<number>, cell: Cell],
  of: RecordColumns['values'],
  said: Readonly<Record<string, unknown>>,
  line: RosterLine<string>,
  say: Say,
): void {
  const each = kind.roster?.sums?.each ?? ''
  const sum = one.read(cell, line.at(column))
  const [first, asked] = [of[0]?.[2], kind.fields[each]]
  if (sum === undefined || first === undefined || asked === undefined) return
  const share = sum / of.length
  const due = said[each]
  const shown = (value: unknown) => first.show(value, 'zh')
  if (!Number.isInteger(share) || (sum > 0 && typeof due === 'number' && due > 0 && share !== due)) {
    const { zh, en } = asked.words
    line.refuse(
      column,
      'sum-not-shared',
      typeof due === 'number' && due > 0
        ? `${shown(sum)} 元不是 ${of.length} 个月的“${zh}”（每月 ${shown(due)} 元），不知道哪个月交了多少。请按月填写后重新导入。`
        : `${shown(sum)} 元不能平均分到 ${of.length} 个月，不知道哪个月交了多少。请按月填写后重新导入。`,
      typeof due === 'number' && due > 0
        ? `${shown(sum)} yuan are not ${of.length} times what is ${en} (${shown(due)}), so it is not known what was paid for which month. Fill in each month and import again.`
        : `${shown(sum)} yuan cannot be shared out evenly over ${of.length} months, so it is not known what was paid for which. Fill in each month and import again.`,
    )
    return
  }
  for (const [field, name] of of) if (said[name] === undefined) say(field, name, share)
  if (sum > 0 && due === undefined)
    line.note(
      column,
      'sum-shared',
      `按 ${of.length} 个月平均登记，每月 ${shown(share)} 元。请核对。`,
      `it was shared out over ${plural(of.length, 'month')}, ${shown(share)} each. Check it.`,
    )
}

/** Beside what was paid for each month, 实缴 in a table that has no column of months is what they come to. */
function totalsOf(kind: AnyKind): readonly string[] {
  return kind.roster?.sums === undefined || kind.roster.byRow === undefined ? [] : ['value']
}

function paidBy({ roster }: AnyKind): readonly string[] {
  return [...new Set(Object.values(roster?.sums?.columns ?? {}).flatMap(({ of }) => of))]
}

function byRowOf({ roster }: AnyKind): readonly (readonly [column: string, one: Field & Columned])[] {
  const { byRow } = roster ?? {}
  return byRow === undefined
    ? []
    : [
        ['of', byRow.by],
        ['value', byRow.value],
      ]
}

/** What a row says of the one field that another of its columns names. */
function saidByRow({ roster }: AnyKind, line: RosterLine<string>): Readonly<Record<string, unknown>> {
  const { byRow } = roster ?? {}
  if (byRow === undefined) return {}
  const by = byRow.by.read(line.cell('of'), line.at('of'))
  const amount = line.cell('value')
  const isUnpaid = typeof amount === 'string' && unpaid.test(amount)
  const value = isUnpaid ? undefined : byRow.value.read(amount, line.at('value'))
  if (value !== undefined && by === undefined)
    line.refuseMissing(
      'of',
      'month-missing',
      `没有填写${byRow.by.words.zh}。请补上后重新导入。`,
      `the ${byRow.by.words.en} is missing. Fill it in and import again.`,
    )
  return by === undefined || value === undefined ? {} : byRow.says(by, value)
}

/** What columns that are no fields say of the fields beside them. */
function saidBeside(
  { roster }: AnyKind,
  said: Readonly<Record<string, unknown>>,
  line: RosterLine<string>,
): Readonly<Record<string, unknown>> {
  const { beside } = roster ?? {}
  if (beside === undefined) return {}
  const read = Object.entries(beside.columns).map(([column, one]) => {
    const cell = line.cell(column)
    return [column, cell === null ? undefined : one.read(cell, line.at(column))] as const
  })
  return beside.says(Object.fromEntries(read), said, line.at)
}

/** Who a row is about, as far as it says: a name, or the number of a card. */
function readWho(line: RosterLine<string>, row: Record<string, unknown>): void {
  const { name, id_number, birth } = person.fields
  for (const [column, one] of [
    ['name', name],
    ['idNumber', id_number],
    ['birth', birth],
  ] as const) {
    const cell = line.cell(column)
    const value = cell === null ? undefined : one.read(cell, line.at(column))
    if (value !== undefined) row[column] = value
  }
  if (row['name'] === undefined && row['idNumber'] === undefined)
    line.refuseMissing(
      'name',
      'name-missing',
      '没有填写姓名，也没有证件号码，不知道是谁。请补上后重新导入。',
      'neither a name nor an ID number is given, so it is not known who this is. Fill one in and import again.',
    )
}
