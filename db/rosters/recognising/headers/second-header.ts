import { type Cell, isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { RosterForm } from '../../field.ts'
import { besideTable } from '../beside-table.ts'
import { isPieceOfNumber } from '../split-number.ts'
import { type DateParts, datePartsBelow } from './date-parts.ts'
import { headerKey, isOfAnother } from './header-key.ts'
import { isSurname, type NameParts, namePartsBelow, namesIn } from './name-parts.ts'
import { type TicksByHeader, ticksBelow, wordBelow } from './tick-columns.ts'

/** The header of a table as one line of texts, and the last row that belongs to it. */
export type HeaderBlock = {
  readonly headers: readonly string[]
  readonly lastRow: number
  readonly ticks: TicksByHeader
  readonly parts: DateParts
  readonly names: NameParts
}

/** So many rows below the header can belong to it: lines below each other, the same in English, numbers of columns, an example. */
const mostRows = 7
/** What people write for "nothing": a row with it in place of a number is about somebody. */
const nothing = /^(-+|—+|\/+|无|暂无|不详|未知|没有|空)$/

/**
 * Takes the rows that belong to a header together with it: the lines below merged cells (联系方式 over 手机 and 邮箱, 基本情况
 * over 时间 over 出生 over 年 and 月), the headers once more in English, the numbers of the columns, explanations and
 * examples. None of them is anybody.
 */
export function headerBlock<F extends string>(
  form: RosterForm<F>,
  header: SheetRow,
  texts: readonly string[],
  below: readonly SheetRow[],
): HeaderBlock {
  let headers = texts
  let lastRow = header.row
  let ticks: TicksByHeader = new Map()
  let parts: DateParts = new Map()
  let names: NameParts = new Map()
  // A title stands above a header and is none, so the first line has to tell by itself who the rows are about.
  if (!texts.some(text => isKey(form, text))) return { headers, lastRow, ticks, parts, names }
  const isBeside = besideTable(texts)
  /** Lines of groups, which belong to the header where a line below them does. */
  let groups: SheetRow[] = []
  for (const row of below.slice(0, mostRows)) {
    const grouped = groups.reduce((above, group) => joined(form, above, group, none), headers)
    const below = ticksBelow(form, grouped, row)
    const dates = datePartsBelow(grouped, row)
    const named = namePartsBelow(form, grouped, row)
    const ticked = new Set([
      ...[...below.values()].flatMap(each => each.map(({ index }) => index)),
      ...[...dates].flatMap(([year, others]) => [year, ...others]),
      ...[...named].flat(),
    ])
    if (isSecondLine(form, grouped, row, ticked)) {
      headers = withWholeDates(form, joined(form, grouped, row, ticked), dates)
      groups = []
      ticks = new Map([...ticks, ...below])
      parts = new Map([...parts, ...dates])
      names = new Map([...names, ...named])
    } else if (isLineOfGroups(form, grouped, row)) {
      groups.push(row)
      continue
    } else if (!isColumnNumbers(row) && !isExplanation(form, headers, row) && !isBeside(row)) break
    lastRow = row.row
  }
  return { headers, lastRow, ticks, parts, names }
}

const none: ReadonlySet<number> = new Set()

/** Short words alone, two of them at least and none below a key: 个人 and 时间 between 基本情况 and 性别. */
function isLineOfGroups<F extends string>(
  form: RosterForm<F>,
  headers: readonly string[],
  { cells, spread }: SheetRow,
): boolean {
  const own = [...cells.entries()].filter(([index, cell]) => !isBlank(cell) && !spread?.has(index))
  return (
    own.length > 1 &&
    own.every(
      ([index, cell]) =>
        typeof cell === 'string' &&
        /^[\p{Script=Han}\s()（）/、]{1,12}$/u.test(cell) &&
        (!isKey(form, headers[index] ?? '') || headerKey(cell) === headerKey(headers[index] ?? '')),
    )
  )
}

/** 出生 over 年 and 月 is 出生年月, where that is what the form knows. */
function withWholeDates<F extends string>(
  form: RosterForm<F>,
  headers: readonly string[],
  dates: DateParts,
): readonly string[] {
  return headers.map((header, index) => {
    const whole = `${header.trim()}年月`
    const isWhole = dates.has(index) && !form.meanings().has(headerKey(header))
    return isWhole && form.meanings().has(headerKey(whole)) ? whole : header
  })
}

/** Nothing but headers, at least one of them known, and none where the header above has one of its own. */
function isSecondLine<F extends string>(
  form: RosterForm<F>,
  headers: readonly string[],
  row: SheetRow,
  ticked: ReadonlySet<number>,
): boolean {
  let known = ticked.size
  let group = ''
  for (const [index, cell] of row.cells.entries()) {
    group = headers[index]?.trim() || group
    if (isBlank(cell) || row.spread?.has(index) || ticked.has(index)) continue
    const above = headers[index]?.trim() ?? ''
    if (typeof cell !== 'string' || cell.length > 30 || /\d{4}/.test(cell)) return false
    if (headerKey(cell) === headerKey(above)) continue
    if (isPieceOfNumber(group, cell)) {
      known++
      continue
    }
    // 团支部 below 组织类型 is what a row says there, and no header.
    if (wordBelow(form, above, cell) !== undefined) return false
    const whole = wholeOf(form, group, cell)
    const isKnown = form.meanings().has(headerKey(cell)) || whole !== undefined
    // Below 姓名 stands a person's name; a second line is blank there, or says what else tells who he is.
    if (isKey(form, above) && !isKey(form, whole ?? cell)) return false
    if (isKnown) known++
  }
  return known > 0
}

function isKey<F extends string>(form: RosterForm<F>, header: string): boolean {
  const meanings = form.meanings().get(headerKey(header)) ?? []
  if (meanings.some(({ field }) => form.keys.includes(field))) return true
  return isSurname(form, header) && namesIn(form).some(field => form.keys.includes(field))
}

/** What a line below says of its columns goes before what stands above, but for remarks such as （全称） below a header that is known. */
function joined<F extends string>(
  form: RosterForm<F>,
  headers: readonly string[],
  row: SheetRow,
  ticked: ReadonlySet<number>,
): readonly string[] {
  const width = Math.max(headers.length, row.cells.length)
  let group = ''
  return Array.from({ length: width }, (_, index) => {
    group = headers[index]?.trim() || group
    const cell: Cell = row.cells[index] ?? null
    const above = headers[index] ?? ''
    const isOwn =
      typeof cell === 'string' && cell.trim() !== '' && row.spread?.has(index) !== true && !ticked.has(index)
    if (!isOwn) return above
    if (isPieceOfNumber(group, cell)) return `${group}${cell.trim()}`
    if (isOfAnother(group)) return ofAnother(group, cell)
    if (isOfBefore.test(group.trim()) && row.cells.filter(other => other === cell).length > 1)
      return ofAnother(group, cell)
    // 得分 below 自评, and once more below 复核; 实缴 below 1月, which may stand above each of its columns.
    const next = [headers[index - 1], headers[index + 1] ?? '']
    const isGrouped = group !== '' && (above === '' || next.some(beside => beside === '' || beside === above))
    const whole = isGrouped ? wholeOf(form, group, cell) : undefined
    if (whole !== undefined) return whole
    return inBrackets.test(cell.trim()) && form.meanings().has(headerKey(above)) ? above : cell
  })
}

/** 1月实缴 for 实缴 below 1月, where that is what the form knows. */
function wholeOf<F extends string>(form: RosterForm<F>, group: string, header: string): string | undefined {
  // 1月份（元） is the same group.
  const whole = `${group.replace(/[（(][^（）()]*[)）]$/, '')}${header.trim()}`
  return whole.length < 20 && form.meanings().has(headerKey(whole)) ? whole : undefined
}

/** 换届时间 below 上届情况 is not that below 本届情况. */
const isOfBefore = /^(?:上一?届|上次|前一?届|前任|原任?|换届前|调整前|变更前|更名前)(?!名)/

/** 家长姓名 for 姓名 below 家长信息, 上届书记 for 书记 below 上届情况. */
function ofAnother(group: string, header: string): string {
  const whose = group.replace(/\s+/g, '').replace(/的?(?:基本)?(?:班子|信息|情况|资料|联系方式)?$/, '')
  return header.trim().startsWith(whose) ? header : `${whose}${header.trim()}`
}

function saysTheSame<F extends string>(form: RosterForm<F>, one: string, other: string): boolean {
  const fields = (header: string) => (form.meanings().get(headerKey(header)) ?? []).map(({ field }) => field)
  return fields(one).every(field => fields(other).includes(field))
}

/**
 * The headers of a line whose groups stand in the line above it, where no header of its own does: 1月 above 应缴 and
 * 实缴, and nothing above 姓名.
 */
export function withGroupsAbove<F extends string>(
  form: RosterForm<F>,
  headers: readonly string[],
  above: SheetRow | undefined,
): readonly string[] {
  if (above === undefined) return headers
  let group = ''
  return headers.map((header, index) => {
    const own = above.cells[index]
    if (typeof own === 'string' && own.trim() !== '') group = own.trim()
    if (group === '' || header.trim() === '') return header
    if (isOfAnother(group)) return ofAnother(group, header)
    if (isOfBefore.test(group) && headers.filter(other => other === header).length > 1)
      return ofAnother(group, header)
    const whole = wholeOf(form, group, header)
    // 姓名 below 团员 is a name as it is.
    return whole === undefined || saysTheSame(form, whole, header) ? header : whole
  })
}

/**
 * The headers of a line with those that stand in the line above it alone: 团支部 beside 书记, above 姓名 and 电话, where nobody
 * merged its cell with the blank one below.
 */
export function withHeadersAbove<F extends string>(
  form: RosterForm<F>,
  headers: readonly string[],
  above: SheetRow | undefined,
): readonly string[] {
  const isKnown = (header: string) => form.meanings().has(headerKey(header))
  if (above === undefined || headers.filter(isKnown).length < 2) return headers
  return headers.map((header, index) => {
    const over = above.cells[index]
    return header === '' && typeof over === 'string' && isKnown(over) ? over : header
  })
}

/** 1, 2, 3 …, or 甲, 乙, 1, 2 …, as statistical forms number their columns. */
function isColumnNumbers({ cells }: SheetRow): boolean {
  const texts = cells.filter(cell => !isBlank(cell)).map(cell => shownText(cell).replace(/[\s()（）]/g, ''))
  const numbers = texts.filter(text => !/^(栏次|序号|甲|乙|丙|丁|[A-Z])$/.test(text))
  if (texts.length < 3) return false
  const first = Number(numbers[0] ?? 1)
  return first <= 1 && numbers.every((text, i) => text === String(first + i))
}

/** Words where an ID number should be, and not a digit in the whole row: ID No., 18位 aside, says how to fill it in. */
function isExplanation<F extends string>(
  form: RosterForm<F>,
  headers: readonly string[],
  { cells }: SheetRow,
): boolean {
  if (isInBrackets(cells)) return true
  const number = headers.findIndex(header =>
    (form.meanings().get(headerKey(header)) ?? []).some(({ field }) => field === 'idNumber'),
  )
  const cell = cells[number]
  if (typeof cell !== 'string' || cell.trim() === '' || nothing.test(cell.trim())) return false
  const text = cell.replace(/\s+/g, '')
  if (!/\p{Script=Han}{2}|id|number|no\.|card/iu.test(text) || /\d{3}|[*×●•]{2}/.test(text)) return false
  return cells.every(other => typeof other !== 'number' && !/\d{6}/.test(shownText(other)))
}

const inBrackets = /^[(（][^()（）]*[)）]$/

/** （汉字） （男/女） （11位）: nothing but what is said aside of the headers above. */
function isInBrackets(cells: readonly Cell[]): boolean {
  const own = cells.filter(cell => !isBlank(cell))
  return own.length > 1 && own.every(cell => typeof cell === 'string' && inBrackets.test(cell.trim()))
}
