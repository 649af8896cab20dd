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

  /** A cell that is merged down to the row `last`; a blank one spreads nothing. */
  begin(column: number, last: number, value: Cell | undefined): void {
    if (value !== undefined && !isBlank(value)) this.#open.set(column, { last, value })
  }

  /** The same of a cell that may be blank: whoever asks what is covered has to know of it, too. */
  reserve(column: number, last: number, value: Cell): void {
    this.#open.set(column, { last, value })
  }

  covers(column: number, row: number): boolean {
    const merge = this.#open.get(column)
    return merge !== undefined && merge.last >= row
  }

  fill(row: SheetRow): SheetRow {
    for (const [column, merge] of this.#open) if (merge.last < row.row) this.#open.delete(column)
    if (this.#open.size === 0) return row
    const cells = [...row.cells]
    const spread = new Set<number>()
    for (const [column, { value }] of this.#open) {
      if (isBlank(value) || !isBlank(cells[column])) continue
      while (cells.length < column) cells.push(null)
      cells[column] = value
      spread.add(column)
    }
    return spread.size === 0 ? row : { ...row, cells, spread }
  }
}
