import type { Cell, SheetRow } from './cell.ts'
import { isBlank } from './cell.ts'

/** Cells merged downwards in one column: `first` and `last` are row numbers from 1, `column` counts from 0. */
export type MergedDown = { readonly column: number; readonly first: number; readonly last: number }

/**
 * Gives each row under a vertically merged cell the value of that cell, as the reader of the sheet sees it; which
 * cells these are, `spread` tells. Rows have to come in order.
 */
export function mergeFiller(merges: readonly MergedDown[]): (row: SheetRow) => SheetRow {
  if (merges.length === 0) return row => row
  const byFirst = Map.groupBy(merges, merge => merge.first)
  const open = new OpenMerges()
  return row => {
    const filled = open.fill(row)
    for (const { column, last } of byFirst.get(row.row) ?? []) open.begin(column, last, row.cells[column])
    return filled
  }
}

/** The merged cells that reach down to the row that is read. */
export class OpenMerges {
  readonly #open = new Map<number, { readonly last: number; readonly value: Cell }>()
  /** The last rows of blank cells, by column: they give nothing on. */
  readonly #blank = new Map<number, number>()
  /** The row behind which the first of those that are open has ended. */
  #firstEnd = Number.POSITIVE_INFINITY

  /** A cell that is merged down to the row `last`; a blank one spreads nothing. */
  begin(column: number, last: number, value: Cell | undefined): void {
    if (value === undefined || isBlank(value)) return
    this.#open.set(column, { last, value })
    this.#firstEnd = Math.min(this.#firstEnd, last)
  }

  /** The same of a cell that may be blank: whoever asks what is covered has to know of it, too. */
  reserve(column: number, last: number, value: Cell): void {
    this.begin(column, last, value)
    if (isBlank(value)) this.#blank.set(column, last)
  }

  covers(column: number, row: number): boolean {
    const last = Math.max(this.#open.get(column)?.last ?? 0, this.#blank.get(column) ?? 0)
    return last >= row
  }

  fill(row: SheetRow): SheetRow {
    if (this.#firstEnd < row.row) this.#close(row.row)
    if (this.#open.size === 0) return row
    const cells = [...row.cells]
    const spread = new Set<number>()
    for (const [column, { value }] of this.#open) {
      if (!isBlank(cells[column])) continue
      while (cells.length < column) cells.push(null)
      cells[column] = value
      spread.add(column)
    }
    return spread.size === 0 ? row : { ...row, cells, spread }
  }

  #close(row: number): void {
    this.#firstEnd = Number.POSITIVE_INFINITY
    for (const [column, { last }] of this.#open) {
      if (last < row) this.#open.delete(column)
      else this.#firstEnd = Math.min(this.#firstEnd, last)
    }
  }
}
