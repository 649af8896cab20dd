/** Where one is in a table: the row -1 is the heads. */
export type At = { readonly row: number; readonly column: number }

type Size = {
  readonly rows: number
  readonly columns: number
  /** So many rows are in sight. */
  readonly page: number
}

/** Where a key leads in a table that is one stop of the Tab key (WAI-ARIA grid); undefined for other keys. */
export function tableStep(key: string, at: At, { rows, columns, page }: Size): At | undefined {
  const last = rows - 1
  const toRow = (row: number) => ({ ...at, row: Math.min(Math.max(row, -1), last) })
  switch (key) {
    case 'ArrowDown':
      return toRow(at.row + 1)
    case 'ArrowUp':
      return toRow(at.row - 1)
    case 'PageDown':
      return toRow(Math.max(at.row, 0) + page)
    case 'PageUp':
      return toRow(Math.max(at.row - page, 0))
    case 'Home':
      return toRow(0)
    case 'End':
      return toRow(last)
    case 'ArrowLeft':
      return { ...at, column: Math.max(at.column - 1, 0) }
    case 'ArrowRight':
      return { ...at, column: Math.min(at.column + 1, columns - 1) }
    default:
      return undefined
  }
}
