import type { Cell, SheetRow } from './cell.ts'
import type { RosterForm } from './field.ts'
import { type HeaderMatch, matchHeaders } from './header-match.ts'

/** Where the table of a sheet starts: its header row, what that means, and the lines above it. */
export type Table<F extends string> = {
  readonly header: SheetRow
  readonly headers: readonly string[]
  readonly match: HeaderMatch<F>
  readonly above: readonly SheetRow[]
}

/** The lines among which a header is looked for. */
export const headerLines = 60

/**
 * The header row of a roster: of the first lines the one with the most headers of that form, at least two (or one
 * that the user mapped).
 */
export function locateTable<F extends string>(
  rows: readonly SheetRow[],
  form: RosterForm<F>,
  map: ReadonlyMap<string, F> = new Map(),
): Table<F> | undefined {
  let best: Table<F> | undefined
  for (const [index, row] of rows.slice(0, headerLines).entries()) {
    const headers = Array.from(row.cells, headerText)
    const match = matchHeaders(form, headers, map)
    if (match.matched < (map.size > 0 ? 1 : 2) || match.matched <= (best?.match.matched ?? 0)) continue
    best = { header: row, headers, match, above: rows.slice(0, index) }
  }
  return best
}

/** Headers are short texts: a number, a date or a sentence is none. */
function headerText(cell: Cell | undefined): string {
  return typeof cell === 'string' && cell.length <= 60 ? cell : ''
}

/** Which of the form's needs a table does not meet, each as the fields that would have met it. */
export function missingNeeds<F extends string>(
  form: RosterForm<F>,
  table: Table<F>,
): readonly (readonly F[])[] {
  return form.needs.filter(need => need.every(field => table.match.columns[field] === undefined))
}
