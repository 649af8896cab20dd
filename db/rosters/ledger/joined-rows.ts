import { type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { Columns } from '../recognising/headers/header-match.ts'
import { goingOn, wholeText } from '../writing/long-rows.ts'
import type { LedgerField } from './ledger-form.ts'

/** What goes on below where it is too long for one row. */
const running = ['rules', 'problems', 'measures', 'owner', 'liaison', 'progress'] as const

/**
 * The rows of a ledger with those in one that only go on what another one began, wherever sorting put them; and the
 * ones for which that other row is not there.
 */
export function joinedRows(
  rows: readonly SheetRow[],
  columns: Columns<LedgerField>,
): { readonly whole: readonly SheetRow[]; readonly loose: readonly SheetRow[] } {
  const text = (row: SheetRow, field: LedgerField) => {
    const column = columns[field]
    return column === undefined ? '' : shownText(row.cells[column.index]).trim()
  }
  const whose = (row: SheetRow) => [text(row, 'code') || text(row, 'org'), text(row, 'opened')].join('\n')
  const further = new Map<SheetRow, SheetRow[]>()
  const loose: SheetRow[] = []
  const begins = rows.filter(row => goingOn(text(row, 'number')) === undefined)
  for (const row of rows) {
    if (goingOn(text(row, 'number')) === undefined) continue
    const same = begins.filter(one => whose(one) === whose(row))
    const first = same.findLast(one => one.row < row.row) ?? same[0]
    if (first === undefined) loose.push(row)
    else further.set(first, [...(further.get(first) ?? []), row])
  }
  const whole = begins.map(row => {
    const more = further.get(row)
    if (more === undefined) return row
    const place = (one: SheetRow) => goingOn(text(one, 'number'))?.at ?? 0
    const parts = [row, ...more.toSorted((a, b) => place(a) - place(b))]
    const cells = [...row.cells]
    for (const field of running) {
      const index = columns[field]?.index
      if (index !== undefined) cells[index] = wholeText(parts.map(one => text(one, field)))
    }
    return { ...row, cells }
  })
  return { whole, loose }
}
