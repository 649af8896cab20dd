import { bareText } from '#db/shared/tidy-text.ts'
import { type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { Columns } from './headers/header-match.ts'

/** Numbers that a spreadsheet, or the paper before it, has spread or shortened. */

/** A digit in each cell, as printed forms have it, is as far as a number is spread. */
const mostCells = 18
const wholeNumber = /^(\d{17}[\dX]|\d{15})$/i

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
): (row: SheetRow, columns: Columns<string>) => SheetRow {
  const isHeaded = (index: number) => (headers[index] ?? '').trim() !== ''
  return (row, { idNumber }) => {
    if (idNumber === undefined || isHeaded(idNumber.index + 1)) return row
    const { index } = idNumber
    let end = index + 1
    while (end - index < mostCells && end < row.cells.length && !isHeaded(end)) end++
    const parts = row.cells.slice(index, end).map(cell => bareText(shownText(cell)))
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
