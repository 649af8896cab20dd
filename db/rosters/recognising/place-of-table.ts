import { type SheetRow, shownText } from '#db/sheets/cell.ts'
import { rosterUnit } from './roster-day.ts'

/**
 * Where the organization of a table's rows stands: in a column of its own, said by whoever imports, in lines between
 * the rows (一、第一团支部; `first` is that of the rows before the first line), or once for all of them above the table,
 * in the name of its sheet or in that of its file. Of tables side by side each may have its own above it: `each`, from
 * the left. `office`: nobody said it, and the office that takes the rows in has nothing but itself.
 */
export type Place =
  | { readonly from: 'column' }
  | { readonly from: 'lines'; readonly first?: string | undefined }
  | {
      readonly from: 'said' | 'unit' | 'title' | 'sheet' | 'file' | 'office'
      readonly text: string
      readonly each?: readonly string[]
    }

export type IsBranchOf = (text: string, above: string) => boolean

type PlaceOnce = Exclude<Place, { from: 'column' | 'lines' }>

type Asked = {
  readonly sheet: string
  readonly fileName: string
  readonly above: readonly SheetRow[]
  /** The rows below the header that were looked at. */
  readonly below: readonly SheetRow[]
  /** The first column of each of the tables that stand side by side. */
  readonly starts: readonly number[]
  readonly knows: (text: string) => boolean
  /** Whether a text names a branch below the organization that another one names. */
  readonly isBranchOf?: IsBranchOf | undefined
  /** The name of the office that takes the rows in, where it has nothing but itself. */
  readonly office?: string | undefined
}

/** The place of a table that has no column for it; undefined where nothing names a known organization. */
export function placeOfTable(asked: Asked): Place | undefined {
  const { below, knows } = asked
  const once = placeOnce(asked)
  if (below.some(row => placeInLine(row, knows) !== undefined)) return { from: 'lines', first: once?.text }
  return once
}

/**
 * What is said first, but for a unit or a title that names what lies above the branch of which another of them is:
 * 填报单位：青山区 above 东坪社区第一团支部团员花名册, or on a sheet of that name.
 */
function placeOnce(asked: Asked): PlaceOnce | undefined {
  const { starts, above, knows, office, isBranchOf } = asked
  const each = placesAbove(above, starts, knows)
  const [left] = each
  if (left !== undefined && each.length > 1) return { from: 'title', text: left, each }
  const [first, ...others] = placesNamed(asked)
  if (first === undefined) return office === undefined ? undefined : { from: 'office', text: office }
  return others.find(other => isBranchOf?.(other.text, first.text) === true) ?? first
}

/** All that the lines above a table, its sheet and its file name: what new organizations may hang under that say nothing of it. */
export function namedForAll(asked: Omit<Asked, 'below' | 'starts'>): readonly string[] {
  return [...placesNamed({ ...asked, below: [], starts: [] })].map(({ text }) => text)
}

function* placesNamed({ sheet, fileName, above, knows }: Asked): Generator<PlaceOnce> {
  // Of a title, a unit and a line right above the header the line says most: 一、护理团支部 below the hospital's title.
  const last = above.at(-1)
  const nearest = above.length > 1 && last !== undefined ? placeInLine(last, knows) : undefined
  if (nearest !== undefined) yield { from: 'title', text: nearest }
  const unit = rosterUnit(above)
  if (unit !== undefined && knows(unit)) yield { from: 'unit', text: unit }
  for (const row of above) {
    // The first block may have its line above the header: 一、东坪社区第一团支部.
    const section = placeInLine(row, knows)
    if (section !== undefined) yield { from: 'title', text: section }
    for (const cell of row.cells) {
      const text = partsOfLine(shownText(cell))
        .map(part => namedIn(part, knows))
        .find(part => part !== undefined)
      if (text !== undefined) yield { from: 'title', text }
    }
  }
  const named = namedIn(sheet, knows)
  if (named !== undefined) yield { from: 'sheet', text: named }
  const ofFile = namedIn(fileName.replace(/\.[^.]*$/, ''), knows)
  if (ofFile !== undefined) yield { from: 'file', text: ofFile }
}

/** A line, and what stands in it side by side: 班主任：李老师　　团支部：东坪社区第一团支部. */
function partsOfLine(line: string): readonly string[] {
  const parts = line.length > 200 ? [] : line.split(/[ \t\u00a0\u3000]{2,}|[;；|]/)
  return parts.length > 1 ? [line, ...parts] : [line]
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
        .map(cell => namedIn(shownText(cell), knows))
        .find(text => text !== undefined),
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
  if (titled.length >= 2 && knows(titled)) return titled
  const first = beforeOthers(soleText(row) ?? '')
  const named = first === undefined ? undefined : nameOfSection(first)
  return named !== undefined && knows(named) ? named : undefined
}

/** 东坪社区第一团支部　书记：李明　电话：138…: what stands before that of which the organization is named. */
function beforeOthers(line: string): string | undefined {
  if (line.length > 200) return undefined
  const labelled =
    /^(.{2,60}?)[\s,，;；、(（]*(?:团?支部|团)?(?:书记|团支书|负责人|联系人|联系电话|电话|手机|团员数|人数)(?:姓名)?[:：]/.exec(
      line,
    )
  const [first, ...others] = partsOfLine(line).slice(1)
  return labelled?.[1] ?? (others.length > 0 ? first : undefined)
}

/**
 * The known organization that a title names: all of it but what such titles end with, or as far as the last word for an
 * organization goes, whatever it is a list of: 东坪社区团总支志愿服务活动台账.
 */
function namedIn(text: string, knows: (text: string) => boolean): string | undefined {
  const title = text.replace(/^\s*(?:所[在属])?(?:团支部|支部|团组织|组织|单位)(?:名称)?\s*[:：]/, '')
  const whole = titleName(title)
  return [whole, ...asFarAsAnOrg(title)].find(text => text.length >= 2 && knows(text))
}

/** The beginnings of a title that end with a word for an organization, the longest first; of a long text none. */
function asFarAsAnOrg(title: string): readonly string[] {
  const bare = title
    .replace(/\s+/g, '')
    .replace(/^附[件表]?[一二三四五六七八九十\d]{0,3}[:：.、]?/, '')
    .replace(/^\d{4}(年度?|[-—.]\d{1,2}月?)?/, '')
  if (bare.length > longestTitle) return []
  return [...bare.matchAll(/团支部|支部委员会|团总支|团工委|工作委员会|团委|委员会|支部|街道|社区/g)]
    .map(({ 0: word, index }) => bare.slice(0, index + word.length))
    .toReversed()
}
const longestTitle = 60

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
  const text = soleText(row)
  return text === undefined ? undefined : nameOfSection(text)
}

function nameOfSection(line: string): string | undefined {
  const text = line.replace(/\s+/g, '')
  if (/\d{15}/.test(text)) return undefined
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
