import { chineseNumeralsAsDigits } from '#db/records/types/chinese-numerals.ts'
import { bareText } from '#db/shared/tidy-text.ts'
import { type SheetRow, shownText } from '#db/sheets/cell.ts'
import { headerKey } from './headers/header-key.ts'
import type { Columns } from './headers/header-match.ts'

/** Numbers that a spreadsheet, or the paper before it, has spread or shortened. */

/** A digit in each cell, as printed forms have it, is as far as a number is spread. */
const mostCells = 18
const wholeNumber = /^(\d{17}[\dX]|\d{15})$/i

/** By place of the column: how many digits of an ID number stand in it. */
export type Pieces = ReadonlyMap<number, number>

const piece = '\\(?(?:前|中间?|后|末|尾)(?:面)?(\\d{1,2}|[一二三四五六七八九十]{1,2})位(?:数字?|号码?)?\\)?'
const pieceAlone = new RegExp(`^${piece}$`)
const pieceOf = new RegExp(
  `^(?:(?:居民|公民)?(?:身份证|证件|身份)(?:号码?|证号码?|编号)?)?(?:[\\p{Script=Han}]{0,6}?)${piece}$`,
  'u',
)
const ofNumber = /身份|证件/
/** 出生日期8位 between the two. */
const pieceBetween = /(?<!\d)(\d{1,2})位\)?$/

/** 前14位 below 身份证号 is a piece of it. */
export function isPieceOfNumber(group: string, header: string): boolean {
  return header.length < 20 && ofNumber.test(group) && pieceAlone.test(headerKey(header))
}

/**
 * The headers of a table, those of 身份证号前14位 and 身份证号后4位 as one over both: adjacent columns that come to the
 * eighteen digits of a number.
 */
export function piecesOfNumber(headers: string[]): { readonly headers: string[]; readonly pieces: Pieces } {
  for (const [start, header] of headers.entries()) {
    const first = ofNumber.test(header) ? digitsIn(header, pieceOf) : undefined
    if (first === undefined) continue
    const counts = [first]
    let sum = first
    while (sum < 18) {
      const next = digitsIn(headers[start + counts.length] ?? '', pieceOf, pieceBetween)
      if (next === undefined) break
      counts.push(next)
      sum += next
    }
    if (sum !== 18 || counts.length < 2) continue
    const pieces = new Map(counts.map((count, n) => [start + n, count]))
    return {
      headers: headers.map((header, index) =>
        index === start ? '身份证号' : pieces.has(index) ? '' : header,
      ),
      pieces,
    }
  }
  return { headers, pieces: new Map() }
}

function digitsIn(header: string, ...forms: readonly RegExp[]): number | undefined {
  if (header.length > 30) return undefined
  const key = headerKey(header)
  const count = forms.map(form => form.exec(key)?.[1]).find(found => found !== undefined)
  return count === undefined ? undefined : Number(chineseNumeralsAsDigits(count)) || undefined
}

/** The columns behind that of an ID number that have no header of their own. */
export function splitColumns(headers: readonly string[], { idNumber }: Columns<string>): readonly number[] {
  if (idNumber === undefined) return []
  const behind = headers.findIndex((header, index) => index > idNumber.index && header.trim() !== '')
  const end = Math.min(behind < 0 ? 0 : behind, idNumber.index + mostCells)
  return Array.from({ length: Math.max(0, end - idNumber.index - 1) }, (_, n) => idNumber.index + 1 + n)
}

/**
 * Puts an ID number together that is written over several cells: its header stands over all of them, so that the
 * columns behind it have none. Only what makes a whole number is put together.
 */
export function numberJoiner(
  headers: readonly string[],
  pieces: Pieces = new Map(),
): (row: SheetRow, columns: Columns<string>) => SheetRow {
  const isHeaded = (index: number) => (headers[index] ?? '').trim() !== ''
  return (row, { idNumber }) => {
    if (idNumber === undefined || isHeaded(idNumber.index + 1)) return row
    const { index } = idNumber
    let end = index + 1
    while (end - index < mostCells && end < row.cells.length && !isHeaded(end)) end++
    const parts = row.cells.slice(index, end).map((cell, n) => {
      const text = bareText(shownText(cell))
      // 0012 in a cell of numbers is 12.
      return typeof cell === 'number' ? text.padStart(pieces.get(index + n) ?? 0, '0') : text
    })
    const joined = parts.join('')
    if (wholeNumber.test(parts[0] ?? '') || !wholeNumber.test(joined)) return row
    return { ...row, cells: row.cells.with(index, joined) }
  }
}

/** So many rows tell how a column writes its months. */
const rowsLookedAt = 5_000
/** However wide the sheet is. */
const cellsLookedAt = 500_000
const monthOfYear = /^\s*(?:19|20)\d{2}\.(\d{1,2})\s*$/

/**
 * The columns of texts in which 2014.1 was 2014.10 before a spreadsheet took it for a number: no month is written 10
 * there, though 11 or 12 are, or though months have two digits.
 */
export async function columnsWithoutOctober(
  batches: AsyncIterable<readonly SheetRow[]>,
  headerEnd: number,
): Promise<ReadonlySet<number>> {
  const seen = new Map<number, Set<string>>()
  let [rows, looked] = [0, 0]
  for await (const batch of batches) {
    for (const { row, cells } of batch) {
      if (row <= headerEnd) continue
      rows++
      looked += cells.length
      for (const [index, cell] of cells.entries()) {
        const month = typeof cell === 'string' && cell.length < 12 ? monthOfYear.exec(cell)?.[1] : undefined
        if (month === undefined) continue
        const months = seen.get(index) ?? new Set()
        months.add(month)
        seen.set(index, months)
      }
    }
    if (rows >= rowsLookedAt || looked >= cellsLookedAt) break
  }
  const lost = [...seen].filter(
    ([, months]) =>
      months.has('1') && !months.has('10') && [...months].some(month => /^(?:1[12]|0\d)$/.test(month)),
  )
  return new Set(lost.map(([index]) => index))
}

/** A row in which 2014.1 of such columns is the number that it has been, which says that it may be either month. */
export function withoutOctober(row: SheetRow, columns: ReadonlySet<number>): SheetRow {
  if (columns.size === 0) return row
  let cells = row.cells
  for (const index of columns) {
    const cell = cells[index]
    if (typeof cell === 'string' && monthOfYear.exec(cell)?.[1] === '1')
      cells = cells.with(index, Number(cell))
  }
  return cells === row.cells ? row : { ...row, cells }
}
