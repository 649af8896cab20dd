import { type SheetRow, shownText } from '#db/sheets/cell.ts'

const year =
  /(?<!\d)((?:19|20)\d{2})(?=\s*(?:年|学年|[-—.]?\s*(?:团|通|评|活|会|组|$)|\s*[)）](?!\s*\d+\s*号)))/g

/** 统计时间：2018-01-01至2018-12-31, 时间：2018年1月-3月: what a table counts lies between these days. */
const spanned =
  /统计(时间|期间|周期|区间|日期)|所属(期|时间|年度|月份)|(缴费|交费|缴纳|收缴)期间|^\s*时间[:：].*月\s*[-—~～至到].*月/
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

const months = '一 二 三 四 五 六 七 八 九 十 十一 十二'.split(' ')
/** 2018年3月, 三月份, 2018-03; the end of 1-3月, 3月5日 and 三个月 are none. */
const month =
  /(?:(?<![\d\p{Script=Han}\-—~～、.])|(?<=年))(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?(?![\d\-—~～至到、]|日)/gu
const monthInDigits = /(?<!\d)(?:19|20)\d{2}[-.](1[0-2]|0?[1-9])(?![\d\-.])/g

/** The month of that year (YYYY-MM) that all rows of a table are of: the only one that a line above it, its sheet or its file names. */
export function monthOfTable(
  inYear: string | undefined,
  fileName: string,
  sheet: string,
  above: readonly SheetRow[],
): string | undefined {
  if (inYear === undefined) return undefined
  const said = above.flatMap(({ cells }) => cells.map(shownText)).filter(text => !/日期|时间/.test(text))
  for (const text of [said.join('\n'), sheet, fileName.replace(/\.[^.]*$/, '')]) {
    const words = [...text.matchAll(month), ...text.matchAll(monthInDigits)].map(([, word = '']) => word)
    const named = new Set(words.map(word => months.indexOf(word) + 1 || Number(word)))
    const [only] = named
    if (named.size === 1) return `${inYear}-${String(only).padStart(2, '0')}`
    if (named.size > 1) return undefined
  }
  return undefined
}
