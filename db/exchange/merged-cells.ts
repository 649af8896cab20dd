import type { Cell, SheetRow } from './cell.ts'
import { isBlank } from './cell.ts'

/** Cells merged downwards in one column: `first` and `last` are row numbers from 1, `column` counts from 0. */
export type MergedDown = { readonly column: number; readonly first: number; readonly last: number }

/**
 * Gives each row under a vertically merged cell the value of that cell, as the reader of the sheet sees it. A row
 * with nothing of its own stays blank.
 */
export function mergeFiller(merges: readonly MergedDown[]): (row: SheetRow) => SheetRow {
  if (merges.length === 0) return row => row
  const byFirst = Map.groupBy(merges, merge => merge.first)
  let open: { readonly merge: MergedDown; readonly value: Cell }[] = []
  return row => {
    open = open.filter(({ merge }) => merge.last >= row.row)
    const filled = open.length === 0 ? row : fill(row, open)
    for (const merge of byFirst.get(row.row) ?? []) {
      const value = row.cells[merge.column] ?? null
      if (!isBlank(value)) open.push({ merge, value })
    }
    return filled
  }
}

function fill(
  row: SheetRow,
  open: readonly { readonly merge: MergedDown; readonly value: Cell }[],
): SheetRow {
  const cells = [...row.cells]
  const spread = new Set<number>()
  for (const { merge, value } of open) {
    if (!isBlank(cells[merge.column])) continue
    while (cells.length < merge.column) cells.push(null)
    cells[merge.column] = value
    spread.add(merge.column)
  }
  return spread.size === 0 ? row : { row: row.row, cells, spread }
}
