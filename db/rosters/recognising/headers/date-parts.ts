import { type Cell, isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { RosterForm } from '../../field.ts'
import { columnsOf, type HeaderMatch } from './header-match.ts'

/** By the place of a date's column, which holds the year: the columns behind it that hold its month, and its day. */
export type DateParts = ReadonlyMap<number, readonly number[]>

const year = /^(?:年份?|年度)$/
const month = /^月份?$/
const day = /^(?:日期?|号)$/

/** 年, 月 and 日 in a row below one header, which none of the columns behind has of its own. */
export function datePartsBelow(headers: readonly string[], { cells, spread }: SheetRow): DateParts {
  const textAt = (index: number) => (spread?.has(index) ? '' : bare(shownText(cells[index])))
  const isBelow = (index: number, header: string) => ['', header].includes((headers[index] ?? '').trim())
  const found = new Map<number, readonly number[]>()
  for (const [index, raw] of headers.entries()) {
    const header = raw.trim()
    if (header === '' || !year.test(textAt(index))) continue
    const parts = [month, day].map((part, n) => {
      const at = index + n + 1
      return part.test(textAt(at)) && isBelow(at, header) ? at : undefined
    })
    const known = wholeFrom(parts)
    if (known.length > 0) found.set(index, known)
  }
  return found
}

/** 入团年份 and 入团月份, 出生(年), 出生(月) and 出生(日), side by side. */
function datePartsBeside(headers: readonly string[]): DateParts {
  const found = new Map<number, readonly number[]>()
  for (const [index, header] of headers.entries()) {
    const stem = stemOf(header, year)
    if (stem === undefined) continue
    const parts = [month, day].map((part, n) => {
      const at = index + n + 1
      return stemOf(headers[at] ?? '', part) === stem ? at : undefined
    })
    const known = wholeFrom(parts)
    if (known.length > 0) found.set(index, known)
  }
  return found
}

/** What a header says before 年, 月 or 日. */
function stemOf(header: string, part: RegExp): string | undefined {
  const text = bare(header)
  const [, stem = '', last = ''] = /^(.+?)(年份|年度|月份|日期|[年月日号])$/.exec(text) ?? []
  return stem !== '' && part.test(last) ? stem : undefined
}

/** A day without its month is none. */
function wholeFrom([month, day]: readonly (number | undefined)[]): readonly number[] {
  if (month === undefined) return []
  return day === undefined ? [month] : [month, day]
}

function bare(text: string): string {
  return text.replace(/[\s()（）]/g, '')
}

/** The match of a header with the columns that hold the rest of a date: these are no columns that nobody knows. */
export function withDateParts<F extends string>(
  form: RosterForm<F>,
  match: HeaderMatch<F>,
  headers: readonly string[],
  below: DateParts,
): HeaderMatch<F> {
  const parts = new Map([...datePartsBeside(headers), ...below])
  const taken = new Set(form.fields.flatMap(({ field }) => match.columns[field]?.index ?? []))
  const read = new Set<number>()
  const columns = new Map(
    form.fields.flatMap(({ field }) => {
      const column = match.columns[field]
      if (column === undefined) return []
      const own = parts.get(column.index)?.filter(index => !taken.has(index)) ?? []
      for (const index of own) read.add(index)
      return [[field, own.length === 0 ? column : { ...column, parts: own }] as const]
    }),
  )
  if (read.size === 0) return match
  const named = headers.flatMap((header, index) => (header.trim() === '' || taken.has(index) ? [] : [index]))
  const isLeft = (_: unknown, n: number) => !read.has(named[n] ?? -1)
  return {
    ...match,
    columns: columnsOf(form, columns),
    ignored: match.ignored.filter(isLeft),
    ignoredNames: match.ignoredNames.filter(isLeft),
  }
}

/** A date of which a row has year, month and day in cells of their own, as one text; a whole date in the first is left. */
export function dateOfParts(cells: readonly Cell[], index: number, parts: readonly number[]): Cell {
  const first = cells[index] ?? null
  if (!/^\d{2,4}年?$/.test(bare(shownText(first)))) return first
  const texts = [index, ...parts].map(each => cells[each] ?? null)
  const known = texts.findIndex(isBlank)
  const said = known < 0 ? texts : texts.slice(0, known)
  return said.map(cell => bare(shownText(cell)).replace(/(?<=\d)[年月日号]份?$/, '')).join('.')
}
