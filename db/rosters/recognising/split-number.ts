import { bareText } from '#db/shared/tidy-text.ts'
import { type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { Columns } from './headers/header-match.ts'

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
