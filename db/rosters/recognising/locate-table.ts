import { bareText } from '#db/shared/tidy-text.ts'
import { type Cell, isBlank, type SheetRow } from '#db/sheets/cell.ts'
import type { RosterForm } from '../field.ts'
import { columnNames, letteredColumn } from './headers/column-names.ts'
import { withDateParts } from './headers/date-parts.ts'
import { headerKey } from './headers/header-key.ts'
import {
  type Column,
  type ColumnChoices,
  type Columns,
  columnAt,
  type HeaderMatch,
  matchHeaders,
  noChoices,
  unused,
} from './headers/header-match.ts'
import { type NameParts, namesIn } from './headers/name-parts.ts'
import { officersIn, withHeadAsName } from './headers/officers.ts'
import { withoutRunningNumbers } from './headers/running-numbers.ts'
import { withSecondColumns } from './headers/second-columns.ts'
import { headerBlock, withGroupsAbove, withHeadersAbove } from './headers/second-header.ts'
import { withTickedWords, withTicks } from './headers/tick-columns.ts'
import { type Pieces, piecesOfNumber } from './split-number.ts'

/** Where the table of a sheet starts: its header row, what that means, and the lines above it. */
export type Table<F extends string> = {
  readonly header: SheetRow
  /** As the file writes them; a column without one that was chosen has its field's usual word. */
  readonly headers: readonly string[]
  /** As the file writes them, whatever was chosen. */
  readonly written: readonly string[]
  /** The names by which the columns can be chosen (column-names.ts). */
  readonly names: readonly string[]
  readonly match: HeaderMatch<F>
  /** How many digits of an ID number each column has over which it is spread, by place. */
  readonly pieces: Pieces
  /** The same columns once more at the right of the first ones, where two tables stand side by side. */
  readonly beside: readonly Columns<F>[]
  /** The last row of the header: a second line, numbers of columns and examples belong to it. */
  readonly headerEnd: number
  /** The lines of the header, as they stand there. */
  readonly lines: readonly SheetRow[]
  readonly above: readonly SheetRow[]
}

/** So many tables are looked for to the right of the first one: more than any sheet of paper is wide. */
const mostBeside = 30
/** More lines than a header has. */
const mostHeaderLines = 8
/** The lines among which a header is looked for. */
export const headerLines = 60
/** Or, where there is none among them, below pages of instructions: the lines behind those. */
export const deepestLines = 180

/**
 * The header row of a roster: of the first lines the one with the most headers of that form, at least two (or one
 * that the user chose).
 */
export function locateTable<F extends string>(
  rows: readonly SheetRow[],
  form: RosterForm<F>,
  choices: ColumnChoices<F> = noChoices,
): Table<F> | undefined {
  const chosen = [...choices.chosen]
  const least = chosen.some(([, field]) => field !== unused) ? 1 : 2
  const widest = rows.reduce((most, row) => Math.max(most, row.cells.length), 0)
  const lettered = Math.max(0, ...chosen.map(([name]) => (letteredColumn(name) ?? -1) + 1))
  const width = Math.min(widest, lettered)
  let best: Table<F> | undefined
  for (const [index, row] of rows.slice(0, headerLines).entries()) {
    if (least > 1 && isOfSomebody(row)) continue
    const first = [...withHeadersAbove(form, headerTexts(row), rows[index - 1])]
    while (first.length < width) first.push('')
    const next = rows.slice(index + 1, index + 1 + mostHeaderLines).map(withMonths)
    const block = headerBlock(form, row, first, next)
    const { headers, pieces } = piecesOfNumber([...withGroupsAbove(form, block.headers, rows[index - 1])])
    const below = () => rows.slice(index + 1).filter(line => line.row > block.lastRow)
    const own = withoutRunningNumbers(form, matchHeaders(form, headers, choices), below)
    const headed = withHeadAsName(form, own, headers)
    const plain = withTickedWords(form, headed, headers, below)
    const ticked = withTicks(form, plain, block.ticks)
    const dated = withDateParts(form, ticked, headers, block.parts)
    const found = withNameParts(form, dated, headers, block.names)
    const officers = officersIn(form, headers, rows[index - 1], found.columns)
    const match =
      officers.length === 0
        ? withoutRepeats(form, withBothBelow(form, found, below), headers)
        : withOfficers(form, found, officers)
    const isEnough = match.matched >= least || isOfNamesAlone(form, match)
    if (!isEnough || match.matched <= (best?.match.matched ?? 0)) continue
    if (best !== undefined && isTableOf(form, best, rows.slice(0, index))) break
    if (best !== undefined && match.matched === best.match.matched + 1 && isNamedBelow(form, best, row))
      continue
    const once = officers.length === 0
    const beside = once ? tablesBeside(form, headers, match) : officers.slice(1)
    const whole = once ? withSecondColumns(form, match, headers, beside) : { match, beside }
    best = {
      header: row,
      headers: namedHeaders(form, headers, match),
      written: headers,
      names: columnNames(headers),
      ...whole,
      pieces,
      headerEnd: block.lastRow,
      lines: rows.slice(index, index + mostHeaderLines).filter(line => line.row <= block.lastRow),
      above: rows.slice(0, index),
    }
  }
  return best
}

/** Whether it is a table of its own that people stand in already: one with more headers below it is the next one. */
export function isTableOf<F extends string>(
  form: RosterForm<F>,
  table: Table<F>,
  above: readonly SheetRow[],
): boolean {
  const lacks = missingNeeds(form, table).filter(need => !need.some(field => field === form.place))
  const { columns } = table.match
  const own = [...form.keys, ...form.needs.flat()].flatMap(field => columns[field]?.index ?? [])
  if (lacks.length > 0 || own.length < 2 || table.match.matched < 3) return false
  return above.some(row => row.row > table.headerEnd && own.every(index => !isBlank(row.cells[index])))
}

/** 序号, 团支部名称 and 备注: where organizations are listed their names may be all that is said. */
function isOfNamesAlone<F extends string>(
  { above, keys: [name] }: RosterForm<F>,
  match: HeaderMatch<F>,
): boolean {
  return (
    above !== undefined &&
    name !== undefined &&
    match.columns[name] !== undefined &&
    match.ignored.length > 0 &&
    match.ignored.every(header => /^(?:序号|编号|备注|说明|no\.?)$/i.test(headerKey(header)))
  )
}

/** Whether a row has a name, and no header, where the table above has its names: 委员 beside it is his post. */
function isNamedBelow<F extends string>(
  form: RosterForm<F>,
  { match }: Table<F>,
  { cells }: SheetRow,
): boolean {
  const [key] = form.keys
  const at = key === undefined ? undefined : match.columns[key]?.index
  const text = at === undefined ? '' : headerText(cells[at]).trim()
  return text !== '' && !form.meanings().has(headerKey(text)) && !match.ignored.includes(text)
}

/** So many cells of a column tell whether it holds two fields. */
const mostCellsLookedAt = 20

/** 李明 4401… below 姓名 is a name and a number, where no column has the number and most cells hold both. */
function withBothBelow<F extends string>(
  { twos = [], fields }: RosterForm<F>,
  match: HeaderMatch<F>,
  below: () => readonly SheetRow[],
): HeaderMatch<F> {
  let { columns, matched, tells } = match
  for (const { fields: pair, isOfBoth, parts } of twos) {
    const lacking = pair.filter(field => columns[field] === undefined)
    const column = pair.map(field => columns[field]).find(each => each !== undefined)
    const [field, ...others] = lacking
    if (isOfBoth === undefined || column === undefined || field === undefined || others.length > 0) continue
    const cells = below().flatMap(row =>
      row.spread?.has(column.index) ? [] : [row.cells[column.index] ?? null],
    )
    const filled = cells.filter(cell => !isBlank(cell)).slice(0, mostCellsLookedAt)
    const both = filled.filter(cell => parts(cell, column.header) !== undefined)
    if (both.length === 0 || both.length * 2 < filled.length) continue
    columns = { ...columns, [field]: { ...column, within: true } }
    matched++
    tells += fields.find(each => each.field === field)?.tells ?? 0
  }
  return columns === match.columns ? match : { ...match, columns, matched, tells }
}

/** The match of a table of officers: its first one's columns, those of the others being used as well. */
function withOfficers<F extends string>(
  form: RosterForm<F>,
  match: HeaderMatch<F>,
  officers: readonly Columns<F>[],
): HeaderMatch<F> {
  const columns: Columns<F> = officers[0] ?? {}
  const taken = new Set(
    officers.flatMap(each => form.fields.flatMap(({ field }) => each[field]?.index ?? [])),
  )
  const names = new Set(
    officers.flatMap(each => form.fields.flatMap(({ field }) => each[field]?.header ?? [])),
  )
  const left = match.ignored.map((header, i) => [header, match.ignoredNames[i] ?? header] as const)
  const ignored = left.filter(([header]) => !names.has(header))
  const by = new Map(match.by)
  for (const index of taken) if (!by.has(index)) by.set(index, 'header')
  const known = form.fields.filter(({ field }) => columns[field] !== undefined)
  return {
    ...match,
    columns,
    ignored: ignored.map(([header]) => header),
    ignoredNames: ignored.map(([, name]) => name),
    by,
    matched: known.length,
    tells: known.reduce((sum, { tells }) => sum + tells, 0),
  }
}

/** The match of a header with the names that are written in two columns below one header: the second is none that nobody knows. */
function withNameParts<F extends string>(
  form: RosterForm<F>,
  match: HeaderMatch<F>,
  headers: readonly string[],
  below: NameParts,
): HeaderMatch<F> {
  if (below.size === 0) return match
  const columns: { [K in F]?: Column } = { ...match.columns }
  const read = new Set<number>()
  for (const [family, rest] of below) {
    for (const field of namesIn(form)) {
      const column = match.columns[field]
      if (column === undefined || (column.index !== family && column.index !== rest)) continue
      columns[field] = { ...column, index: family, given: rest }
      for (const index of [family, rest]) read.add(index)
    }
  }
  const taken = new Set(form.fields.flatMap(({ field }) => match.columns[field]?.index ?? []))
  const named = headers.flatMap((header, index) => (header.trim() === '' || taken.has(index) ? [] : [index]))
  const isLeft = (_: unknown, n: number) => !read.has(named[n] ?? -1)
  return {
    ...match,
    columns,
    ignored: match.ignored.filter(isLeft),
    ignoredNames: match.ignoredNames.filter(isLeft),
  }
}

/**
 * The match of a header whose names come again at the right, without a column there that stands for another field than
 * the one of the same header in the first table: 单位 is where somebody belongs in both, and no workplace.
 */
function withoutRepeats<F extends string>(
  form: RosterForm<F>,
  match: HeaderMatch<F>,
  headers: readonly string[],
): HeaderMatch<F> {
  const [key] = form.keys
  const named = key === undefined ? undefined : match.columns[key]
  const isSame = (one: string, other: string) => besideKey(one) === besideKey(other)
  if (named === undefined || headers.filter(header => isSame(header, named.header)).length < 2) return match
  const columns: { [K in F]?: Column } = { ...match.columns }
  const known = form.fields.flatMap(({ field }) => columns[field] ?? [])
  const again = form.fields.filter(({ field }) => {
    const column = columns[field]
    return (
      column !== undefined &&
      !match.chosen.has(column.index) &&
      known.some(other => other.index < column.index && isSame(other.header, column.header))
    )
  })
  for (const { field } of again) delete columns[field]
  return again.length === 0 ? match : { ...match, columns, matched: match.matched - again.length }
}

/**
 * The tables to the right of the first one: the same headers again, in the columns that it leaves. A column that stands
 * there only once, such as the branch of both, belongs to all of them.
 */
export function tablesBeside<F extends string>(
  form: RosterForm<F>,
  headers: readonly string[],
  { columns, chosen }: HeaderMatch<F>,
): readonly Columns<F>[] {
  const fields = form.fields.flatMap(({ field }) => (columns[field] === undefined ? [] : [field]))
  const names = columnNames(headers)
  const taken = new Set(fields.flatMap(field => columns[field]?.index ?? []))
  const free = Map.groupBy(
    headers.keys().filter(index => !taken.has(index) && !chosen.has(index)),
    index => besideKey(headers[index] ?? ''),
  )
  const keys = form.keys.filter(field => columns[field] !== undefined)
  const tables: Columns<F>[] = []
  while (keys.length > 0 && tables.length < mostBeside) {
    const again: { [K in F]?: Column } = {}
    let found = 0
    for (const field of fields) {
      const index = free.get(besideKey(columns[field]?.header ?? ''))?.shift()
      const first = columns[field]
      const given = first?.given === undefined ? undefined : first.given - first.index
      const column =
        index === undefined
          ? first
          : {
              ...columnAt(index, names[index] ?? ''),
              ...(given !== undefined && { given: index + given }),
            }
      if (column !== undefined) again[field] = column
      if (index !== undefined) found++
    }
    const tells = keys.every(field => again[field]?.index !== columns[field]?.index)
    if (found < 2 || !tells) break
    tables.push(again)
  }
  return tables
}

/** 姓名1 and 姓名2 head the same of two people in a row. */
function besideKey(header: string): string {
  return headerKey(header).replace(/(?<=\p{Script=Han})(?:\d{1,2}|\(\d{1,2}\))$/u, '')
}

/**
 * The row that looks like a header to one who knows no form: the first with nearly as many words as any row has. A
 * line such as 填报单位:… and long numbers are no words.
 */
export function likelyHeader(rows: readonly SheetRow[]): SheetRow | undefined {
  const counted = rows
    .slice(0, headerLines)
    .map(row => ({ row, words: isOfSomebody(row) ? 0 : wordCount(row) }))
  const most = counted.reduce((sum, { words }) => Math.max(sum, words), 0)
  return counted.find(({ words }) => words >= 2 && words >= most * 0.6)?.row
}

/** A row with an ID number or a mobile one is about a person: where nobody wrote headers, the first person is none. */
function isOfSomebody(row: SheetRow): boolean {
  return row.cells.some(
    cell =>
      typeof cell === 'string' &&
      cell.length > 10 &&
      cell.length < 40 &&
      /^(?:\d{17}[\dX]|1[3-9]\d{9})$/i.test(bareText(cell)),
  )
}

function wordCount(row: SheetRow): number {
  const words = headerTexts(row).filter(text => /\p{L}/u.test(text) && !/[:：]|\d{6}/.test(text))
  return new Set(words).size
}

export function headerTexts(row: SheetRow): string[] {
  const texts = Array.from(withMonths(row).cells, headerText)
  if (monthsOfYears(row).length === 1)
    for (const [index, text] of texts.entries()) texts[index] = text.replace(yearOfMonth, '')
  for (const index of monthsInRow(row))
    texts[index] = `${Number(firstOfMonth(row.cells[index])?.slice(5, 7))}月`
  return texts
}

/** 2018年 before 1月, 2018. before 1. */
const yearOfMonth = /^\s*((?:19|20)\d{2})\s*年度?\s*(?=\d{1,2}\s*月)/

/** The years that the months of a header name, as 2018年1月 does; none where it is one month alone. */
export function monthsOfYears({ cells }: SheetRow): readonly string[] {
  const found = cells.flatMap(cell => yearOfMonth.exec(headerText(cell))?.[1] ?? [])
  return found.length < 2 ? [] : [...new Set(found)]
}

/**
 * 1, 2, 3 … 12 behind 姓名, or below 月份, are months. Numbers of columns begin with the first of them, and hardly ever
 * come to twelve.
 */
function withMonths(row: SheetRow): SheetRow {
  const { cells } = row
  const start = cells.findIndex(cell => saysNumber(cell, 1))
  if (start < 1 || !months.every((month, i) => saysNumber(cells[start + i], month))) return row
  const end = start + months.length
  if (saysNumber(cells[end], 13) || cells.some((cell, i) => i < start && saysNumber(cell))) return row
  return { ...row, cells: cells.map((cell, i) => (i < start || i >= end ? cell : `${i - start + 1}月`)) }
}

const months = Array.from({ length: 12 }, (_, i) => i + 1)

function saysNumber(cell: Cell | undefined, number?: number): boolean {
  if (typeof cell !== 'number' && !(typeof cell === 'string' && /^\s*\d{1,2}\s*$/.test(cell))) return false
  return number === undefined || Number(cell) === number
}

/** The columns of months whose headers are dates, as WPS makes of 2018-1, 2018-2: the next one is always a month later. */
function monthsInRow({ cells }: SheetRow): readonly number[] {
  const found: number[] = []
  for (const [index, cell] of cells.entries()) {
    const [day, before, after] = [cell, cells[index - 1], cells[index + 1]].map(firstOfMonth)
    if (day !== undefined && (isMonthLater(before, day) || isMonthLater(day, after))) found.push(index)
  }
  return found
}

function firstOfMonth(cell: Cell | undefined): string | undefined {
  if (typeof cell !== 'object' || cell === null || cell.kind !== 'day') return undefined
  return cell.day.endsWith('-01') ? cell.day : undefined
}

function isMonthLater(before: string | undefined, after: string | undefined): boolean {
  const [year, month] = (before ?? '').split('-')
  return before !== undefined && after === `${year}-${String(Number(month) + 1).padStart(2, '0')}-01`
}

/** Headers are short texts: a number, a date or a sentence is none. */
function headerText(cell: Cell | undefined): string {
  return typeof cell === 'string' && cell.length <= 60 ? cell : ''
}

function namedHeaders<F extends string>(
  form: RosterForm<F>,
  headers: readonly string[],
  match: HeaderMatch<F>,
): readonly string[] {
  const named = [...headers]
  for (const { field } of form.fields) {
    const column = match.columns[field]
    if (column !== undefined && named[column.index]?.trim() === '') named[column.index] = column.header
  }
  return named
}

/** So many columns of which one is needed are named. */
const mostNamed = 6

/** 姓名/身份证号: the columns of which one is needed, the first few of them. */
export function namedNeed(headers: readonly string[]): string {
  const first = headers.slice(0, mostNamed).join('/')
  return headers.length > mostNamed ? `${first}/…` : first
}

/** Which of the form's needs a table does not meet, each as the fields that would have met it. */
export function missingNeeds<F extends string>(
  form: RosterForm<F>,
  table: { readonly match: { readonly columns: Columns<F> } } | undefined,
): readonly (readonly F[])[] {
  return form.needs.filter(need => need.every(field => table?.match.columns[field] === undefined))
}

/** Where each of the tables that stand side by side begins: behind the last column of the one before it. */
export function startsOf<F extends string>(
  form: RosterForm<F>,
  tables: readonly Columns<F>[],
): readonly number[] {
  const indexes = (columns: Columns<F>) => form.fields.flatMap(({ field }) => columns[field]?.index ?? [])
  return tables.map((columns, i) => {
    const before = tables[i - 1]
    const first = Math.min(...form.keys.flatMap(key => columns[key]?.index ?? []))
    return before === undefined ? 0 : Math.max(-1, ...indexes(before).filter(index => index < first)) + 1
  })
}
