import { columnLetters } from '#db/sheets/cell.ts'

/** Rows and columns count from 0. */
export function addressOf(row: number, column: number): string {
  return `${columnLetters(column)}${row + 1}`
}

export function columnOf(letters: string): number {
  let n = 0
  for (const letter of letters.toUpperCase()) n = n * 26 + letter.charCodeAt(0) - 64
  return n - 1
}

/** A place such as B6; undefined for what is none. */
export function placeOf(address: string): { readonly row: number; readonly column: number } | undefined {
  const [, letters, digits] = /^\$?([A-Za-z]{1,3})\$?(\d{1,7})$/.exec(address) ?? []
  if (letters === undefined || digits === undefined) return undefined
  return { row: Number(digits) - 1, column: columnOf(letters) }
}

/** Rows that are put in: behind the row `after` (from 0), so many; the rows that are filled begin at `first`. */
export type Insertion = { readonly first: number; readonly after: number; readonly count: number }

const reference =
  /((?:'(?:[^']|'')+'|[\p{L}\p{N}_.]+)!)?(?<![\p{L}\p{N}_.$])(\$?[A-Z]{1,3}\$?\d{1,7})(?::(\$?[A-Z]{1,3}\$?\d{1,7}))?(?![\p{L}\p{N}_(.])/gu

/**
 * A formula after rows were put into a sheet, as Excel writes it: what stood below is named by its new row, and a range
 * over the filled rows grows with them. Names without a sheet mean `own`; strings stay.
 */
export function shiftedFormula(formula: string, into: string, own: string, by: Insertion): string {
  return outsideStrings(formula, piece =>
    piece.replace(reference, (whole: string, sheet: string | undefined, a: string, b: string | undefined) => {
      const named = sheet === undefined ? own : sheet.slice(0, -1).replace(/^'|'$/g, '').replaceAll("''", "'")
      if (named !== into) return whole
      const shifted = b === undefined ? shiftedCell(a, by) : `${shiftedStart(a, by)}:${shiftedEnd(a, b, by)}`
      return `${sheet ?? ''}${shifted}`
    }),
  )
}

/** A formula as it stands some rows further down: what is fixed with $ stays. */
export function movedFormula(formula: string, rows: number): string {
  return outsideStrings(formula, piece =>
    piece.replace(
      /(?<![\p{L}\p{N}_.$])(\$?[A-Z]{1,3})(\$?)(\d{1,7})(?![\p{L}\p{N}_(.])/gu,
      (_, column: string, fixed: string, row: string) =>
        fixed === '$' ? `${column}$${row}` : `${column}${Number(row) + rows}`,
    ),
  )
}

function outsideStrings(formula: string, change: (piece: string) => string): string {
  return formula
    .split(/("(?:[^"]|"")*")/)
    .map((piece, i) => (i % 2 === 1 ? piece : change(piece)))
    .join('')
}

/** A1, A1:B2, or several of them with spaces between. */
export function shiftedRanges(ranges: string, by: Insertion): string {
  return ranges
    .split(' ')
    .map(one => {
      const [a = '', b] = one.split(':')
      if (placeOf(a) === undefined) return one
      return b === undefined ? shiftedCell(a, by) : `${shiftedStart(a, by)}:${shiftedEnd(a, b, by)}`
    })
    .join(' ')
}

function rowOf(cell: string): number {
  return Number(/\d+$/.exec(cell)?.[0] ?? 0) - 1
}

function withRow(cell: string, row: number): string {
  return cell.replace(/\d+$/, String(row + 1))
}

function shiftedCell(cell: string, { after, count }: Insertion): string {
  return rowOf(cell) > after ? withRow(cell, rowOf(cell) + count) : cell
}

function shiftedStart(cell: string, by: Insertion): string {
  return shiftedCell(cell, by)
}

function shiftedEnd(start: string, cell: string, by: Insertion): string {
  const row = rowOf(cell)
  const isGrown = row > by.after || (row === by.after && row === by.first && rowOf(start) <= by.first)
  return isGrown ? withRow(cell, row + by.count) : cell
}
