import { kindOf } from '#db/records/kinds.ts'
import { person } from '#db/records/person.ts'
import { post } from '#db/records/post.ts'
import type { AnyKind } from '#db/records/record.ts'
import { rosterNamed } from '#db/records/rosters.ts'
import { nameAndNumber } from '#db/records/types/cell-of-two.ts'
import type { At, Columned, Field } from '#db/records/types/field.ts'
import { tidyIn } from '#db/records/types/text.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Cell } from '#db/sheets/cell.ts'
import { alsoInEnglish, type Field as Column, field, type RosterForm, rosterForm, wordsOf } from '../field.ts'
import type { NotIf, RosterKind, Row } from '../roster-kind.ts'
import type { RosterLine } from '../roster-line.ts'
import { builtHeader, saysYes } from '../values/yes-or-no.ts'
import { type FieldNote, noteOf } from '../writing/field-note.ts'
import { composed } from './composed.ts'
import {
  askedOf,
  byRowOf,
  paidBy,
  readValues,
  saidByRow,
  sumsOf,
  sumsWithin,
  totalsOf,
  type Valued,
} from './several-fields.ts'
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
  readonly values: readonly Valued[]
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
    notIf: kind.name === 'prospect' ? [withOrganization] : undefined,
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

const withOrganization: NotIf = {
  header: builtHeader,
  is: value => saysYes.test(value),
  code: 'has-organization',
  says: {
    zh: '这一列写着已经建团，不是待建单位，所以没有登记。它的团组织，请当作组织名册导入。',
    en: 'this says that the unit has an organization of the League already, so it was not taken as one without. Import its organization with a roster of organizations.',
  },
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
      ...sumsOf(kind).map(([field, { of: together }]) => ({
        field,
        // 上半年 beside 一季度 says no more than beside 1月.
        of: [...together.map(of), ...sumsWithin(kind, together)],
      })),
      ...totalsOf(kind).map(field => ({
        field,
        of: [...sumsOf(kind).map(([sum]) => sum), ...paidBy(kind).map(of)],
        unless: 'of',
      })),
    ],
    year: values.find(([, name]) => name === 'year')?.[0],
    alsoHas: kind.roster?.alsoHas ?? [],
    happens: kind.roster?.happens ?? kind.fields['year'] !== undefined,
    twos: [
      ...(person === undefined ? [] : [nameAndNumber('name', 'idNumber')]),
      ...(kind.roster?.twos ?? []).map(two => ({
        ...two,
        fields: [of(two.fields[0]), of(two.fields[1])] as const,
      })),
    ],
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
  const say = (column: string, name: string, value: unknown) => {
    if (value === undefined) return
    row[column] = value
    said[name] = value
  }
  readValues(kind, values, line, said, say)
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
    // A month without its year has said so already.
    if (line.problems.some(({ code, refused }) => refused && code === `${column}-missing`)) continue
    line.refuseMissing(
      column,
      one.type === 'day' ? 'date-missing' : `${column}-missing`,
      `没有填写${zh}。请补上后重新导入。`,
      `the ${en} is missing. Fill it in and import again.`,
    )
  }
  return line.refused ? undefined : row
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
