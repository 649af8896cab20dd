/** A cell by its place. */
export type At = { readonly row: number; readonly column: number }
/** Where one is, and the other corner of what is chosen: the same cell where it is one alone. */
export type Chosen = { readonly at: At; readonly corner: At }
export type Span = {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}
export type Size = {
  readonly rows: number
  readonly columns: number
  /** Rows in sight. */
  readonly page: number
}

export function spanOf({ at, corner }: Chosen): Span {
  return {
    top: Math.min(at.row, corner.row),
    bottom: Math.max(at.row, corner.row),
    left: Math.min(at.column, corner.column),
    right: Math.max(at.column, corner.column),
  }
}

export function isIn({ top, bottom, left, right }: Span, row: number, column: number): boolean {
  return row >= top && row <= bottom && column >= left && column <= right
}

export function cellsIn(span: Span): readonly At[] {
  const cells: At[] = []
  for (let row = span.top; row <= span.bottom; row++)
    for (let column = span.left; column <= span.right; column++) cells.push({ row, column })
  return cells
}

export function within({ row, column }: At, { rows, columns }: Pick<Size, 'rows' | 'columns'>): At {
  return {
    row: Math.max(0, Math.min(row, rows - 1)),
    column: Math.max(0, Math.min(column, columns - 1)),
  }
}

type Key = { readonly key: string; readonly ctrl: boolean }
/**
 * Where a key leads from a cell; undefined for one that leads nowhere. With Ctrl an arrow goes to the edge of what is
 * filled in, as in Excel.
 */
export function moved(
  from: At,
  { key, ctrl }: Key,
  size: Size,
  isFilled: (at: At) => boolean,
): At | undefined {
  const { row, column } = from
  const last = { row: size.rows - 1, column: size.columns - 1 }
  const step = arrows[key]
  if (step !== undefined)
    return ctrl
      ? edge(from, step, size, isFilled)
      : within({ row: row + step.row, column: column + step.column }, size)
  switch (key) {
    case 'Home':
      return ctrl ? { row: 0, column: 0 } : { row, column: 0 }
    case 'End':
      return ctrl ? last : { row, column: last.column }
    case 'PageUp':
      return within({ row: row - size.page, column }, size)
    case 'PageDown':
      return within({ row: row + size.page, column }, size)
    default:
      return undefined
  }
}

const arrows: Readonly<Record<string, At>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
}

function edge(from: At, step: At, size: Size, isFilled: (at: At) => boolean): At {
  const next = (at: At): At => ({ row: at.row + step.row, column: at.column + step.column })
  const isThere = ({ row, column }: At) => row >= 0 && column >= 0 && row < size.rows && column < size.columns
  let at = next(from)
  if (!isThere(at)) return from
  const runs = isFilled(from) && isFilled(at)
  while (isThere(next(at)) && (runs ? isFilled(next(at)) : !isFilled(at))) at = next(at)
  return at
}

/**
 * Which cell of what was copied goes into which cell of the sheet: from the first cell of what is chosen on; again and
 * again where more is chosen than was copied and it fits in evenly, one cell into all of them.
 */
export function pastedOver(
  span: Span,
  copied: { readonly rows: number; readonly columns: number },
  size: Pick<Size, 'rows' | 'columns'>,
): {
  readonly span: Span
  readonly over: number
  readonly from: (at: At) => At
} {
  const [high, wide] = [span.bottom - span.top + 1, span.right - span.left + 1]
  const isTiled =
    high % copied.rows === 0 && wide % copied.columns === 0 && high >= copied.rows && wide >= copied.columns
  const rows = isTiled ? high : copied.rows
  const columns = isTiled ? wide : copied.columns
  return {
    span: {
      top: span.top,
      left: span.left,
      bottom: Math.min(span.top + rows, size.rows) - 1,
      right: Math.min(span.left + columns, size.columns) - 1,
    },
    over: Math.max(0, span.top + rows - size.rows),
    from: ({ row, column }) => ({
      row: (row - span.top) % copied.rows,
      column: (column - span.left) % copied.columns,
    }),
  }
}
