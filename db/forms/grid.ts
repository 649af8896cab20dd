import type { FormCell, FormPart } from './form.ts'

/** The cells of a part by place; a merged cell is found at each place that it covers. */
export class Grid {
  readonly #cells = new Map<string, FormCell>()
  readonly height: number
  readonly width: number

  constructor({ cells, height, width }: FormPart) {
    this.height = height
    this.width = width
    for (const cell of cells)
      for (let r = 0; r < cell.rows; r++)
        for (let c = 0; c < cell.columns; c++) this.#cells.set(`${cell.row + r} ${cell.column + c}`, cell)
  }

  at(row: number, column: number): FormCell | undefined {
    return this.#cells.get(`${row} ${column}`)
  }

  /** The lowest cell with words in a column, between two rows. */
  lowest(from: number, to: number, column: number): FormCell | undefined {
    for (let row = to - 1; row >= from; row--) {
      const cell = this.at(row, column)
      if (cell !== undefined && cell.text.trim() !== '') return cell
    }
    return undefined
  }

  inRow(row: number): readonly FormCell[] {
    const cells = Array.from({ length: this.width }, (_, column) => this.at(row, column))
    return [...new Set(cells.filter(cell => cell !== undefined))]
  }
}

/** The words to the left of a cell in its row, the nearest first. */
export function saidBefore({ row, column }: FormCell, grid: Grid): readonly string[] {
  const texts: string[] = []
  for (let at = column - 1; at >= 0; at--) {
    const cell = grid.at(row, at)
    if (cell === undefined || cell.column !== at) continue
    if (cell.text.trim() !== '') texts.push(cell.text)
  }
  return texts
}

/** The headers above a cell, the nearest first; a title over the whole width is none. */
export function saidAbove(cell: FormCell, grid: Grid): readonly string[] {
  return cellsAbove(cell, grid).map(({ text }) => text)
}

export function cellsAbove({ row, column, columns }: FormCell, grid: Grid): readonly FormCell[] {
  const found: FormCell[] = []
  for (let at = row - 1; at >= 0; at--) {
    const cell = grid.at(at, column)
    if (cell === undefined || cell.row !== at || cell.text.trim() === '') continue
    if (cell.columns >= grid.width && cell.columns > columns) break
    found.push(cell)
  }
  return found
}
