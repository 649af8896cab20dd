import { type SheetRow, shownText } from '#db/sheets/cell.ts'

const year = /(?<!\d)((?:19|20)\d{2})(?=\s*(?:年|学年|[-—.]?\s*(?:团|通|评|活|会|组|$)))/g

/** 统计时间：2018-01-01至2018-12-31: what a table counts lies between these days. */
const spanned = /统计(时间|期间|周期|区间|日期)/
const anyYear = /(?<!\d)(?:19|20)\d{2}(?=[-/.年])/g

/**
 * The year that a table is of: the only one that the lines above it name, else the one that its sheet or its file is
 * named after. Undefined where nothing or several are named.
 */
export function yearOfTable(fileName: string, sheet: string, above: readonly SheetRow[]): string | undefined {
  const said = above.flatMap(({ cells }) => cells.map(shownText))
  const lines = said.filter(text => !/日期|时间/.test(text))
  const span = new Set(said.filter(text => spanned.test(text)).flatMap(text => text.match(anyYear) ?? []))
  if (span.size === 1) return [...span][0]
  for (const text of [lines.join('\n'), sheet, fileName.replace(/\.[^.]*$/, '')]) {
    const named = new Set([...text.matchAll(year)].map(([, found]) => found))
    if (named.size === 1) return [...named][0]
    if (named.size > 1) return undefined
  }
  return undefined
}
