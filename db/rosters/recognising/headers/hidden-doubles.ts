import { type SheetRow, shownText } from '#db/sheets/cell.ts'
import { firstRows, type Sheet } from '#db/sheets/sheet.ts'
import type { RosterForm } from '../../field.ts'
import { headerLines } from '../locate-table.ts'
import { headerKey, headerKeyWithoutRemarks } from './header-key.ts'

/** Headers that are known in the line of a header. */
const leastKnown = 2

/**
 * The sheets without hidden columns that say the same as one in sight: two columns 姓名 of which one is hidden are one to
 * whoever looks at the sheet, and that one is meant.
 */
export async function withoutHiddenDoubles(
  sheets: readonly Sheet[],
  forms: readonly RosterForm<string>[],
): Promise<readonly Sheet[]> {
  const seen: Sheet[] = []
  for (const sheet of sheets) {
    const hidden = await sheet.hiddenColumns?.()
    const doubles =
      hidden === undefined || hidden.size === 0
        ? undefined
        : doublesIn(await firstRows(sheet, headerLines), hidden, forms)
    seen.push(doubles === undefined || doubles.size === 0 ? sheet : without(sheet, doubles))
  }
  return seen
}

function doublesIn(
  rows: readonly SheetRow[],
  hidden: ReadonlySet<number>,
  forms: readonly RosterForm<string>[],
): ReadonlySet<number> {
  const doubles = new Set<number>()
  for (const { cells } of rows) {
    for (const form of forms) {
      const meanings = form.meanings()
      const fields = cells.map(cell => {
        const key = typeof cell === 'string' && cell.length <= 60 ? headerKey(shownText(cell)) : ''
        return (meanings.get(key) ?? meanings.get(headerKeyWithoutRemarks(key)))?.[0]?.field
      })
      if (new Set(fields.filter(field => field !== undefined)).size < leastKnown) continue
      const inSight = new Set(fields.filter((_, index) => !hidden.has(index)))
      for (const [index, field] of fields.entries())
        if (field !== undefined && hidden.has(index) && inSight.has(field)) doubles.add(index)
    }
  }
  return doubles
}

function without(sheet: Sheet, columns: ReadonlySet<number>): Sheet {
  return { ...sheet, open: async () => blanked(await sheet.open(), columns) }
}

async function* blanked(
  batches: AsyncIterable<readonly SheetRow[]>,
  columns: ReadonlySet<number>,
): AsyncGenerator<readonly SheetRow[]> {
  for await (const batch of batches)
    yield batch.map(row => ({
      ...row,
      cells: row.cells.map((cell, index) => (columns.has(index) ? null : cell)),
    }))
}
