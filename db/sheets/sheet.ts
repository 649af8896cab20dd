import type { SheetRow } from './cell.ts'

/**
 * One sheet of a spreadsheet. `open` proves the sheet whole (or refuses the file) and gives its rows, blank ones
 * left out, in order and in batches; it may be called again.
 */
export type Sheet = {
  readonly name: string
  readonly hidden: boolean
  readonly open: () => Promise<AsyncIterable<readonly SheetRow[]>>
}

/** A sheet whose rows are in memory already. */
export function sheetOf(name: string, rows: readonly SheetRow[]): Sheet {
  return { name, hidden: false, open: async () => oneBatch(rows) }
}

async function* oneBatch(rows: readonly SheetRow[]): AsyncGenerator<readonly SheetRow[]> {
  if (rows.length > 0) yield rows
}

/** The first rows of a sheet, to look at: up to the end of the batch in which the number is reached. */
export async function firstRows(sheet: Sheet, atLeast: number): Promise<readonly SheetRow[]> {
  const first: SheetRow[] = []
  for await (const batch of await sheet.open()) {
    first.push(...batch)
    if (first.length >= atLeast) break
  }
  return first.slice(0, atLeast)
}
