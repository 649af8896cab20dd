import type { Meaning, RosterForm } from '../../field.ts'
import { columnNames } from './column-names.ts'
import {
  headerBehindCode,
  headerKey,
  headerKeyWithoutRemarks,
  isOfFormer,
  isOfPersonBefore,
  keyOfQuestion,
  namesAnother,
} from './header-key.ts'
import { namePartsBeside, namesIn } from './name-parts.ts'

/**
 * A column that was recognised: where it stands (from 0) and its header as the file writes it. `says`: what it says of
 * every row, where the header itself is the value (书记姓名 says 书记).
 */
export type Column = {
  readonly index: number
  readonly header: string
  readonly says?: string
  /** In what its bare numbers are, where the header says so: 万 of 金额(万元). */
  readonly unit?: string
  /** Columns below one header, one for each word that it can have: a tick says which. */
  readonly ticks?: readonly Tick[]
  /** The columns behind it that hold the month, and the day, of the year that it holds itself. */
  readonly parts?: readonly number[]
  /** The column that holds the given name, where this one holds the surname alone. */
  readonly given?: number
  /** It is a column of another field, whose cells may hold this one as well: one that does not says nothing of it. */
  readonly within?: true
  /** Other columns of the same: what they say counts where this one is blank. */
  readonly also?: readonly SecondColumn[]
}
/** Another column of a field that has one already, by its place and its name. */
export type SecondColumn = { readonly index: number; readonly header: string }
export type Tick = { readonly index: number; readonly word: string }
export type Columns<F extends string> = { readonly [K in F]?: Column }

/** The word for a column that is to stand for no field. */
export const unused = 'ignore'
/** What a column is said to stand for, by the key of its name (column-names.ts). */
export type SaidColumns<F extends string> = ReadonlyMap<string, F | typeof unused>

/** What people said about columns: of this file, and of an earlier one with the same header. */
export type ColumnChoices<F extends string> = {
  readonly chosen: SaidColumns<F>
  readonly remembered: SaidColumns<F>
}
/** By what a column came to what it stands for. */
export type MatchedBy = 'header' | 'remembered' | 'chosen'

/** Which columns of a header row stand for which fields, which stand for none, and how sure that is. */
export type HeaderMatch<F extends string> = {
  readonly columns: Columns<F>
  readonly ignored: readonly string[]
  /** The names of these columns (column-names.ts), in the same order. */
  readonly ignoredNames: readonly string[]
  /** By place of the column; those that nobody knows are not in it. */
  readonly by: ReadonlyMap<number, MatchedBy>
  /** The headers of telephones that are somebody else's: not the organization's, or not the member's. */
  readonly ofPerson: readonly string[]
  /** The columns of which something was said, by place. */
  readonly chosen: ReadonlySet<number>
  readonly matched: number
  readonly tells: number
}

type Candidate<F extends string> = Meaning<F> & { readonly column: Column }

const inBrackets =
  /[([](?:单位:?)?(?:(万|千|百|亿)(?:元|人|人次|小时|名|个|份|册|件|吨|场|场次|次|篇|条|户|家|支)?|(分钟))[)\]]$/

/** A column where it stands, by its header, with the unit in which its numbers are. */
export function columnAt(index: number, header: string): Column {
  if (!/[([（［【]/.test(header)) return { index, header }
  const [, power, minutes] = inBrackets.exec(header.normalize('NFKC').replace(/\s+/g, '')) ?? []
  const unit = power ?? minutes
  return { index, header, ...(unit !== undefined && { unit }) }
}

export const noChoices: ColumnChoices<never> = { chosen: new Map(), remembered: new Map() }

/**
 * Matches headers to fields by synonym, whatever their order: the surest pair first, each field and each column
 * once. What the user chose goes before everything, then what was chosen for an earlier file. A column without a
 * header can only be chosen; it then counts as headed by the field's usual word.
 */
export function matchHeaders<F extends string>(
  form: RosterForm<F>,
  headers: readonly string[],
  choices: ColumnChoices<F> = noChoices,
): HeaderMatch<F> {
  const names = columnNames(headers)
  const named = headers.flatMap((raw, index) => {
    const key = headerKey(names[index] ?? '')
    const header = raw.trim() === '' ? usualHeader(form, choices.chosen.get(key)) : raw.trim()
    return header === undefined ? [] : [{ ...columnAt(index, header), key }]
  })
  const isSaid = (key: string) => choices.chosen.has(key) || choices.remembered.has(key)
  const inParts = namePartsBeside(named.filter(({ key }) => !isSaid(key)))
  const ofPeople = form.fields.some(({ field }) => field === 'idNumber')
  const isOfPerson = ({ index, key }: { readonly index: number; readonly key: string }) =>
    form.ownPhone !== undefined &&
    !isSaid(key) &&
    meansField(form, headers[index] ?? '', form.ownPhone) &&
    isOfPersonBefore(headers, index, ofPeople)
  const ofPerson = named.filter(isOfPerson)
  const isOfOthers = (column: (typeof named)[number]) =>
    ofPerson.includes(column) ||
    (form.titled !== undefined && !isSaid(column.key) && isOfFormer(headers, column.index))
  const own = named.filter(column => !isOfOthers(column))
  const candidates: Candidate<F>[] = own.flatMap(({ key, ...column }) => {
    const given = inParts.get(column.index)
    return given === undefined
      ? meaningsOf(form, column.header, key, choices).map(meaning => ({ ...meaning, column }))
      : namesIn(form).map(field => ({ field, rank: 0.5, column: { ...column, given } }))
  })
  const single = withoutSums(form, surestPairs(candidates))
  const columns = withBoth(form, single, named, ({ key }) => choices.chosen.get(key) === unused)
  const taken = new Set(Array.from(columns.values(), ({ index, given }) => [index, given ?? index]).flat())
  const ignored = named.filter(column => !taken.has(column.index))
  const by = new Map<number, MatchedBy>()
  for (const { index, key } of named) {
    if (choices.chosen.has(key)) by.set(index, 'chosen')
    else if (choices.remembered.has(key)) by.set(index, 'remembered')
    else if (taken.has(index)) by.set(index, 'header')
  }
  return {
    columns: columnsOf(form, columns),
    ignored: ignored.map(column => column.header),
    ignoredNames: ignored.map(column => names[column.index] ?? column.header),
    by,
    ofPerson: ofPerson.map(({ header }) => header),
    chosen: new Set(named.filter(({ key }) => choices.chosen.has(key)).map(({ index }) => index)),
    matched: columns.size,
    tells: form.fields.reduce((sum, { field, tells }) => sum + (columns.has(field) ? tells : 0), 0),
  }
}

/** Whether a header, with or without its remarks, can stand for a field. */
export function meansField<F extends string>(form: RosterForm<F>, header: string, field: F): boolean {
  return meaningsOf(form, header, '', noChoices).some(meaning => meaning.field === field)
}

function usualHeader<F extends string>(form: RosterForm<F>, said: string | undefined): string | undefined {
  return form.fields.find(({ field }) => field === said)?.header
}

function meaningsOf<F extends string>(
  form: RosterForm<F>,
  header: string,
  name: string,
  { chosen, remembered }: ColumnChoices<F>,
): readonly Meaning<F>[] {
  const said = chosen.get(name) ?? remembered.get(name)
  if (said === unused) return []
  if (said !== undefined) return [{ field: said, rank: chosen.has(name) ? -2 : -1 }]
  const key = headerKey(header)
  const short = headerKeyWithoutRemarks(key)
  const direct = form.meanings().get(key) ?? []
  const less = (known: string) =>
    (form.meanings().get(known) ?? []).map(({ field, rank }) => ({ field, rank: rank + 0.5 }))
  if (short !== key && (namesAnother(key) || ofPartyOrLeague.test(key))) return direct
  const known = short === key ? direct : [...direct, ...less(short)]
  if (known.length > 0) return known
  const asked = keyOfQuestion(short)
  if (asked !== undefined && form.meanings().has(asked)) return less(asked)
  if (short !== key) return known
  const behind = headerBehindCode(header)
  return behind === undefined ? direct : less(headerKeyWithoutRemarks(headerKey(behind)))
}

/** 入党（团）时间 is of either, whatever stands below it. */
const ofPartyOrLeague = /^(?:入|加入)(?:党\(团\)|团\(党\))/

function surestPairs<F extends string>(candidates: readonly Candidate<F>[]): ReadonlyMap<F, Column> {
  const columns = new Map<F, Column>()
  const taken = new Set<number>()
  const surestFirst = candidates.toSorted((a, b) => a.rank - b.rank || a.column.index - b.column.index)
  for (const { field, column } of surestFirst) {
    if (columns.has(field) || taken.has(column.index)) continue
    columns.set(field, column)
    taken.add(column.index)
  }
  return columns
}

/** 一季度 beside 1月, 2月 and 3月 is their sum, and no column of its own. */
function withoutSums<F extends string>(
  { sums = [] }: RosterForm<F>,
  columns: ReadonlyMap<F, Column>,
): ReadonlyMap<F, Column> {
  const isSum = (field: F) =>
    sums.some(
      sum =>
        sum.field === field &&
        sum.of.some(part => columns.has(part)) &&
        !(sum.unless !== undefined && columns.has(sum.unless)),
    )
  return new Map([...columns].filter(([field]) => !isSum(field)))
}

/** 姓名及身份证号 stands for both, where no column of its own says one of them better. */
function withBoth<F extends string, C extends Column>(
  { twos = [] }: RosterForm<F>,
  columns: ReadonlyMap<F, Column>,
  named: readonly C[],
  isUnused: (column: C) => boolean,
): ReadonlyMap<F, Column> {
  let all = columns
  for (const { fields, isOfBoth } of twos) {
    if (isOfBoth === undefined || fields.every(field => all.has(field))) continue
    const column = named.find(each => isOfBoth(each.header) && !isUnused(each))
    if (column === undefined) continue
    const others = [...all].filter(([field]) => field !== fields[0] && field !== fields[1])
    const lacking = fields.filter(field => !all.has(field))
    const other = others.find(([, { index }]) => index === column.index)
    // 单位及职务 beside a branch and a post is a workplace; where it alone tells of either, it is both.
    if (other !== undefined && lacking.length < fields.length) continue
    const rest = [...all].filter(each => each[0] !== other?.[0])
    all = new Map([...rest, ...lacking.map(field => [field, columnAt(column.index, column.header)] as const)])
  }
  return all
}

/** The same in the form in which rows are read. */
export function columnsOf<F extends string>(form: RosterForm<F>, found: ReadonlyMap<F, Column>): Columns<F> {
  const columns: { [K in F]?: Column } = {}
  for (const { field } of form.fields) {
    const column = found.get(field)
    if (column !== undefined) columns[field] = column
  }
  return columns
}
