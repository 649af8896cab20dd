import type { Text } from '#db/shared/text.ts'
import { type Cell, isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import { headerKey, headerKeyWithoutRemarks } from '../headers/header-key.ts'

/** So many rows are looked at. */
const looked = 80

/** What a table is that no roster fits, and what to do with it; undefined where nobody can tell. */
export function whatElse(all: readonly SheetRow[]): Text | undefined {
  const rows = filledRows(all)
  if (rows.some(cells => isOfClosing(cells))) return closingsAreDecided
  if (countsUnits(rows)) return figures
  const people = rows.filter(cells => cells.some(isNumberOfPerson))
  const [first] = people
  if (first !== undefined && people.length * 2 >= rows.length) {
    if (first.length === 1) return numbersAlone
    const headed = rows.some(cells => cells.some(cell => ofNumber.test(keyOf(cell))))
    return headed ? undefined : withoutHeader
  }
  const names = rows.filter(cells => cells.length === 1 && isName(cells[0]))
  return names.length > 1 && names.length >= rows.length - 2 ? namesAlone : undefined
}

/** The same of a table that a roster of organizations fits: 团支部 above numbers says how many there are. */
export function whatCounts(all: readonly SheetRow[]): Text | undefined {
  return countsUnits(filledRows(all)) ? figures : undefined
}

const filledRows = (rows: readonly SheetRow[]) =>
  rows
    .slice(0, looked)
    .map(ownCells)
    .filter(cells => cells.length > 0)
const ownCells = ({ cells, spread }: SheetRow): readonly Cell[] =>
  cells.filter((cell, index) => !isBlank(cell) && !spread?.has(index))
const keyOf = (cell: Cell) =>
  typeof cell === 'string' && cell.length <= 40 ? headerKeyWithoutRemarks(headerKey(cell)) : ''

const ofNumber = /身份证|证件号|公民身份号码/
const isNumberOfPerson = (cell: Cell) => /^\s*\d{17}[\dXx]\s*$/.test(shownText(cell))
const isName = (cell: Cell | undefined) =>
  typeof cell === 'string' && /^\p{Script=Han}{2,4}$/u.test(cell.replace(/\s+/g, ''))

const ofClosing =
  /^(?:撤销|撤并|注销|解散)(?:原因|时间|日期|文号|依据)?$|^被(?:合并|撤销)|^合并(?:后|到|入|至|进|时间|日期)|^(?:调整|变动)(?:类型|类别|方式|后)/
const ofOrg = /(?:团?组织|团?支部|团总支|团委)(?:名称|全称)?$/

/** 撤销原因, 被合并团支部 or 调整类型 beside organizations, as headers of one line. */
function isOfClosing(cells: readonly Cell[]): boolean {
  const keys = cells.map(keyOf)
  return keys.some(key => ofClosing.test(key)) && keys.some(key => ofOrg.test(key))
}

const closingsAreDecided: Text = {
  zh: '像组织撤销、合并或调整的表，不是组织名册。请把每一行写进组织调整表（动作写“撤销”“合并”“更名”等，可以下载空表），再导入；只有几个的，在各自的组织页面办理。',
  en: 'It looks like a list of organizations that were closed, merged or changed, and is no roster of organizations. Write each line into a table of reorganization (an empty one can be downloaded) and import that, or do it on the pages of the few.',
}

/** At least so many columns of bare numbers make a table of figures. */
const leastFigures = 3

/** Lines with a name each and nothing but figures behind it: how many members, meetings or percent a unit has. */
function countsUnits(rows: readonly (readonly Cell[])[]): boolean {
  const lines = rows.filter(cells => cells.filter(isFigure).length >= leastFigures)
  const isOfUnits = (cells: readonly Cell[]) => cells.length - cells.filter(isFigure).length <= 2
  const [first] = lines
  const headers = first === undefined ? [] : rows.slice(0, rows.indexOf(first)).flat().map(keyOf)
  return (
    lines.length > 0 &&
    lines.every(isOfUnits) &&
    !headers.some(key => ofPerson.test(key)) &&
    headers.filter(key => ofCount.test(key)).length >= 2
  )
}

function isFigure(cell: Cell): boolean {
  return typeof cell === 'number' || /^\s*\d{1,7}(?:\.\d+)?\s*%?\s*$/.test(shownText(cell))
}
const ofPerson =
  /^(?:团员|学生|团干部?)?姓名$|身份证|证件号|^书记|负责人|^(?:1?\d|[一二三四五六七八九十]{1,2})月份?$/
const ofCount =
  /(?:数|人口|比例|率|合计|总计|小计|次数|金额|岁(?:以[上下])?)$|^(?:男|女|专职|兼职|挂职|应[缴到]|实[缴到]|团员|团干部?|团委|团总支|团支部)$/

const figures: Text = {
  zh: '像统计表：一行一个单位，后面都是人数、次数这样的数，不是名册，不导入。这些数本程序从名册和记录里数出来；要登记的是具体的人、组织或活动，请导入一行一个的表。',
  en: 'It looks like a table of figures: a row for each unit, with numbers behind it. It is no roster and is not imported: such figures are counted from rosters and records. What can be recorded are people, organizations or meetings, in tables with a row for each.',
}
const withoutHeader: Text = {
  zh: '没有表头，第一行就是人。请在最上面加一行，每一列写明是什么（例如姓名、身份证号、所在团支部），再导入。',
  en: 'There is no header: the first row is somebody already. Add a row above that says what each column is, such as 姓名 (name), 身份证号 (ID number) and 所在团支部 (branch), and import it again.',
}
const numbersAlone: Text = {
  zh: '只有身份证号，没有姓名。请加上“姓名”一列，再写明所在团支部（加一列，或写在表上面的标题里），再导入。',
  en: 'It has ID numbers alone. Add a column 姓名 (name), and the branch, in a column or in a title above the table, and import it again.',
}
const namesAlone: Text = {
  zh: '只有姓名，没有身份证号，同名的人分不清。请加上“身份证号”一列，再写明所在团支部（加一列，或写在表上面的标题里），再导入。',
  en: 'It has names alone, by which people of one name cannot be told apart. Add a column 身份证号 (ID number), and the branch, in a column or in a title above the table, and import it again.',
}
