import type { Cell, SheetRow } from './cell.ts'
import { isBlank } from './cell.ts'

/** Cells merged downwards in one column: `first` and `last` are row numbers from 1, `column` counts from 0. */
export type MergedDown = { readonly column: number; readonly first: number; readonly last: number }

type OpenMerge = { readonly last: number; readonly value: Cell }

/**
 * Gives each row under a vertically merged cell the value of that cell, as the reader of the sheet sees it; which
 * cells these are, `spread` tells. Rows have to come in order.
 */
export function mergeFiller(merges: readonly MergedDown[]): (row: SheetRow) => SheetRow {
  if (merges.length === 0) return row => row
  const byFirst = Map.groupBy(merges, merge => merge.first)
  const open = new Map<number, OpenMerge>()
  return row => {
    for (const [column, merge] of open) if (merge.last < row.row) open.delete(column)
    const filled = open.size === 0 ? row : fill(row, open)
    for (const { column, last } of byFirst.get(row.row) ?? []) {
      const value = row.cells[column] ?? null
      if (!isBlank(value)) open.set(column, { last, value })
    }
    return filled
  }
}

function fill(row: SheetRow, open: ReadonlyMap<number, OpenMerge>): SheetRow {
  const cells = [...row.cells]
  const spread = new Set<number>()
  for (const [column, { value }] of open) {
    if (!isBlank(cells[column])) continue
    while (cells.length < column) cells.push(null)
    cells[column] = value
    spread.add(column)
  }
  return spread.size === 0 ? row : { row: row.row, cells, spread }
}
