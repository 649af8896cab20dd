import { type SheetRow, shownText } from '#db/sheets/cell.ts'
import { rosterUnit } from './roster-day.ts'

/**
 * Where the organization of a table's rows stands: in a column of its own, said by whoever imports, in lines between
 * the rows (一、第一团支部; `first` is that of the rows before the first line), or once for all of them above the table
 * or as the name of its sheet. Of tables side by side each may have its own above it: `each`, from the left.
 */
export type Place =
  | { readonly from: 'column' }
  | { readonly from: 'lines'; readonly first?: string | undefined }
  | {
      readonly from: 'said' | 'unit' | 'title' | 'sheet'
      readonly text: string
      readonly each?: readonly string[]
    }

type Asked = {
  readonly sheet: string
  readonly above: readonly SheetRow[]
  /** The rows below the header that were looked at. */
  readonly below: readonly SheetRow[]
  /** The first column of each of the tables that stand side by side. */
  readonly starts: readonly number[]
  readonly knows: (text: string) => boolean
}

/** The place of a table that has no column for it; undefined where nothing names a known organization. */
export function placeOfTable(asked: Asked): Place | undefined {
  const { below, knows } = asked
  const once = placeOnce(asked)
  if (below.some(row => placeInLine(row, knows) !== undefined)) return { from: 'lines', first: once?.text }
  return once
}

function placeOnce({
  sheet,
  above,
  starts,
  knows,
}: Asked): Exclude<Place, { from: 'column' | 'lines' }> | undefined {
  const each = placesAbove(above, starts, knows)
  const [first] = each
  if (first !== undefined && each.length > 1) return { from: 'title', text: first, each }
  const unit = rosterUnit(above)
  if (unit !== undefined && knows(unit)) return { from: 'unit', text: unit }
  for (const row of above) {
    // The first block may have its line above the header: 一、东坪社区第一团支部.
    const section = placeInLine(row, knows)
    if (section !== undefined) return { from: 'title', text: section }
    for (const cell of row.cells) {
      const text = titleName(shownText(cell))
      if (text !== '' && knows(text)) return { from: 'title', text }
    }
  }
  const named = titleName(sheet)
  return named !== '' && knows(named) ? { from: 'sheet', text: named } : undefined
}

/** What the lowest line that names an organization above each of several tables side by side names there; else none. */
function placesAbove(
  above: readonly SheetRow[],
  starts: readonly number[],
  knows: (text: string) => boolean,
): readonly string[] {
  if (starts.length < 2) return []
  for (const { cells } of above.toReversed()) {
    const each = starts.map((start, i) =>
      cells
        .slice(i === 0 ? 0 : start, starts[i + 1])
        .map(cell => titleName(shownText(cell)))
        .find(text => text !== '' && knows(text)),
    )
    const named = each.filter(text => text !== undefined)
    if (named.length === starts.length) return named
  }
  return []
}

/** The known organization that a line between the rows names: 一、东坪社区第一团支部, or the title of a table below. */
export function placeInLine(row: SheetRow, knows: (text: string) => boolean): string | undefined {
  const name = sectionName(row)
  if (name === undefined || knows(name)) return name
  const titled = titleName(name)
  return titled.length >= 2 && knows(titled) ? titled : undefined
}

/** 2018年东坪社区第一团支部团员花名册 names 东坪社区第一团支部. */
function titleName(title: string): string {
  return title
    .replace(/\s+/g, '')
    .replace(/^\d{4}(年度?|[-—.]\d{1,2}月?)?/, '')
    .replace(/[(（][^()（）]*[)）]$/, '')
    .replace(
      /(全体)?(共青团员|团员青年|团员|团干部|团干|人员|成员)?(基本)?(信息|情况)?(登记|统计|汇总|采集|一览|花名|名)?(名单|名册|册|表|台账)?$/,
      '',
    )
    .replace(/(组织生活|会议|活动)(记录)?$/, '')
    .replace(/(?<=.{2})(?:(?:19|20)\d{2}[年度]|[“"《‘「]|三会[两一]|三会一课).*$/, '')
}

/** A line between the rows that names an organization: 一、东坪社区第一团支部（12人）. Its bare name, if it can be one. */
function sectionName(row: SheetRow): string | undefined {
  const text = soleText(row)?.replace(/\s+/g, '')
  if (text === undefined || /\d{15}/.test(text)) return undefined
  const name = text
    .replace(/^[(（]?([一二三四五六七八九十]{1,3}|\d{1,3})[)）]?[、.．,，:：]/, '')
    .replace(/^[(（]([一二三四五六七八九十]{1,3}|\d{1,3})[)）]/, '')
    .replace(/^(团支部|支部|组织|单位)(名称)?[:：]/, '')
    .replace(/[(（]?(共|计|合计)?\d+[人名个][)）]?$/, '')
    .replace(/[:：]$/, '')
  return name.length >= 2 ? name : undefined
}

/** No roster is wider: cells behind are not looked at. */
const widest = 200

/** The text of the only cell of a row that holds something of its own. */
export function soleText({ cells, spread }: SheetRow): string | undefined {
  let sole: string | undefined
  for (let index = 0; index < cells.length && index < widest; index++) {
    const cell = cells[index]
    if (cell === null || cell === undefined || spread?.has(index)) continue
    const text = shownText(cell).trim()
    if (text === '') continue
    if (sole !== undefined || typeof cell !== 'string') return undefined
    sole = text
  }
  return sole
}
