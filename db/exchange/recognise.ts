import { headerLines, locateTable, missingNeeds } from './locate-table.ts'
import { type RosterKind, rosterKinds, rosterReadings } from './roster-kinds.ts'
import { firstRows } from './sheet.ts'
import type { SourceFile } from './source-file.ts'
import { openSpreadsheet } from './spreadsheet.ts'

/** What a file is taken for, and how surely: `score` counts its columns, those that tell a roster apart more. */
export type Recognised = {
  readonly as: RosterKind
  readonly sheet: string
  readonly headerRow: number
  readonly score: number
}

/**
 * Tells which roster a spreadsheet looks like, by its headers alone; undefined when it looks like none. Throws a
 * Refusal when the file cannot be read.
 */
export async function recognise(file: SourceFile): Promise<Recognised | undefined> {
  let best: Recognised | undefined
  for (const sheet of await openSpreadsheet(file)) {
    const rows = await firstRows(sheet, headerLines)
    for (const as of rosterKinds) {
      const found = judge(as, rows)
      if (found !== undefined && found.score > (best?.score ?? leastScore))
        best = { as, sheet: sheet.name, ...found }
    }
  }
  return best
}

const leastScore = 3

function judge<K extends RosterKind>(
  as: K,
  rows: Parameters<typeof locateTable>[0],
): { readonly headerRow: number; readonly score: number } | undefined {
  const form = rosterReadings[as].form
  const table = locateTable(rows, form)
  if (table === undefined) return undefined
  const score = table.match.matched + table.match.tells - 4 * missingNeeds(form, table).length
  return { headerRow: table.header.row, score }
}
