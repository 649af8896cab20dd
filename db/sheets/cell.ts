import type { IsoDay } from '#db/shared/day.ts'
import { ownCopy } from '#db/shared/own-copy.ts'
import { wellFormed } from '#db/shared/tidy-text.ts'

/** A real date cell: the calendar day as the sheet shows it; `month` where its format shows no day. */
export type DayCell = { readonly kind: 'day'; readonly day: IsoDay; readonly precision: 'day' | 'month' }

/** A formula, without its `=`; what it last came to is not looked at. */
export type FormulaCell = { readonly kind: 'formula'; readonly formula: string }

/** What a failed formula or a broken link leaves behind, such as `#N/A`. */
export type ErrorCell = { readonly kind: 'error'; readonly error: string }

/** What one cell of a sheet holds: blank, text, a number, a boolean, or one of the three above. */
export type Cell = null | string | number | boolean | DayCell | FormulaCell | ErrorCell

/**
 * One line of a sheet. `row` is the number a person sees beside it (from 1, counted over blank and hidden rows);
 * `spread` tells which cells got their value from a vertically merged cell above; `hidden` that nobody sees the row,
 * because it was hidden or a filter left it out; `struck` which cells are struck through, and
 * `indents` by how many steps texts are indented, the others not given.
 */
export type SheetRow = {
  readonly row: number
  readonly cells: readonly Cell[]
  readonly spread?: ReadonlySet<number>
  readonly hidden?: true
  readonly struck?: ReadonlySet<number>
  readonly indents?: ReadonlyMap<number, number>
}

/** Excel and WPS hold no longer text in a cell; what is longer is cut, and was made by hand to fill the memory. */
export const longestCellText = 32_767

/** A text of whole characters, no longer than a cell can hold. */
export function cutText(text: string): string {
  return text.length > longestCellText ? wellFormed(ownCopy(text.slice(0, longestCellText))) : text
}

/** The same for a text that may hold half a character. */
export function cellText(text: string): string {
  return wellFormed(cutText(text))
}

/** A formula as a cell; but a picture that WPS keeps in one says nothing, whatever its formula comes to. */
export function formulaCell(formula: string): Cell {
  return /^(?:_xlfn\.)?DISPIMG\s*\(/i.test(formula) ? null : { kind: 'formula', formula: cutText(formula) }
}

/** The cell as a person sees it in the sheet; a formula is shown as its text. */
export function shownText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'string') return cell
  if (typeof cell === 'number') return String(cell)
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE'
  if (cell.kind === 'day') return cell.precision === 'day' ? cell.day : cell.day.slice(0, 7)
  return cell.kind === 'formula' ? `=${cell.formula}` : cell.error
}

/** Rows are handed on, or packed, once so many characters of their texts have come together. */
export const charactersAtOnce = 500_000

/** How long the texts of some cells are together; one that stands in many of them counts in each. */
export function charactersIn(cells: readonly unknown[]): number {
  let characters = 0
  for (const cell of cells) if (typeof cell === 'string') characters += cell.length
  return characters
}

export function isBlank(cell: Cell | undefined): boolean {
  return (
    cell === null || cell === undefined || cell === '' || (typeof cell === 'string' && cell.trim() === '')
  )
}

/** Column 0 is A, 26 is AA. */
export function columnLetters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : columnLetters(Math.floor(column / 26) - 1) + last
}
