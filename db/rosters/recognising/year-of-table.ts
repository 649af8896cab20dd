import { type SheetRow, shownText } from '#db/sheets/cell.ts'

const year = /(?<!\d)((?:19|20)\d{2})(?=\s*(?:年|学年|[-—.]?\s*(?:团|通|评|活|会|组|$)))/g

/**
 * The year that a table is of: the only one that the lines above it name, else the one that its sheet or its file is
 * named after. Undefined where nothing or several are named.
 */
export function yearOfTable(fileName: string, sheet: string, above: readonly SheetRow[]): string | undefined {
  const lines = above.flatMap(({ cells }) => cells.map(shownText).filter(text => !/日期|时间/.test(text)))
  for (const text of [lines.join('\n'), sheet, fileName.replace(/\.[^.]*$/, '')]) {
    const named = new Set([...text.matchAll(year)].map(([, found]) => found))
    if (named.size === 1) return [...named][0]
    if (named.size > 1) return undefined
  }
  return undefined
}
