import stringWidth from 'string-width'

export type Column = { readonly head: string; readonly align?: 'left' | 'right' }

/** The lines of a table whose columns stand under each other, a Chinese character being two places wide. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly (string | number | null)[])[],
): readonly string[] {
  const cells = [columns.map(column => column.head), ...rows.map(row => row.map(cell => onOneLine(cell)))]
  const widths = columns.map((_, n) => cells.reduce((most, row) => Math.max(most, widthOf(row[n])), 0))
  return cells.map(row => {
    const line = columns.map((column, n) => pad(row[n] ?? '', widths[n] ?? 0, column.align ?? 'left'))
    return line.join('  ').trimEnd()
  })
}

/** Names and values under each other: `name  value`. What has no value is left out. */
export function pairs(rows: readonly (readonly [string, string | number | null])[]): readonly string[] {
  const known = rows.filter(([, value]) => value !== null)
  const width = known.reduce((most, [name]) => Math.max(most, stringWidth(name)), 0)
  return known.map(([name, value]) => `${pad(name, width, 'left')}  ${onOneLine(value)}`.trimEnd())
}

function onOneLine(cell: string | number | null): string {
  return cell === null ? '' : String(cell).replace(/\s+/g, ' ')
}

function widthOf(cell: string | undefined): number {
  return stringWidth(cell ?? '')
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)))
  return align === 'left' ? text + space : space + text
}
