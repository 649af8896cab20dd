import type { IsoDay } from '#db/shared/day.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { RosterForm } from '../field.ts'
import { headerKey, headerKeyWithoutRemarks } from './headers/header-key.ts'

/** So many labels with a value beside them make a form of one person. */
const leastLabels = 4
const leastRows = 2

/**
 * A form that one person filled in (姓名 | 张伟 | 性别 | 男): labels with their values beside them, in several rows.
 * Answers the refusal that says so; undefined for anything else.
 */
export function formOfOnePerson<F extends string>(
  rows: readonly SheetRow[],
  form: RosterForm<F>,
): ((fileName: string) => Refusal) | undefined {
  let labels = 0
  let others = 0
  let rowsWithLabels = 0
  for (const { cells } of rows) {
    const filled = cells.filter(cell => !isBlank(cell)).map(cell => shownText(cell))
    const isLabel = filled.map(text => form.meanings().has(headerKey(text)))
    const pairs = isLabel.filter((is, i) => is && i + 1 < filled.length && !isLabel[i + 1]).length
    const known = isLabel.filter(Boolean).length
    // A header row is labels alone.
    if (known >= 3 && pairs <= known / 3) return undefined
    labels += pairs
    if (pairs > 0) others += filled.length - known
    if (pairs > 0) rowsWithLabels++
  }
  if (labels < leastLabels || rowsWithLabels < leastRows) return undefined
  if (form.happens && !form.meanings().has(headerKey('姓名')))
    return fileName =>
      new Refusal(
        'form-of-one-meeting',
        {
          zh: `“${fileName}”是一次活动的记录表，不是一行一次的台账。请把它填进活动记录的一行（可以下载空表）再导入，或在“本期应开展”页登记。`,
          en: `${fileName} is a form about one meeting, not a list with a row for each. Write it into one row of such a list (an empty one can be downloaded) and import that, or register it on the page "Meetings due".`,
        },
        { file: fileName },
      )
  // 姓名 | 张三 | 李四 | 王五: a column for each person.
  if (others > labels * 1.5)
    return fileName =>
      new Refusal(
        'roster-sideways',
        {
          zh: `“${fileName}”是横着的：一列一个人，列名写在第一列。请在 WPS 或 Excel 里复制后“选择性粘贴”，勾选“转置”，变成一行一个人，再导入。`,
          en: `${fileName} lies on its side: a column for each person, with the headers in the first one. Copy it and paste it transposed in WPS or Excel, so that each person is a row, and import that.`,
        },
        { file: fileName },
      )
  return fileName =>
    new Refusal(
      'form-of-one-person',
      {
        zh: `“${fileName}”是一个人的登记表，不是名册。请把他填进名册的一行（可以下载空表），再导入。`,
        en: `${fileName} is a form about one person, not a roster. Write the person into one row of a roster (an empty one can be downloaded) and import that.`,
      },
      { file: fileName },
    )
}

/** Whether a line of headers stands in one cell, with commas between them, as of a text that nobody split into columns. */
export function isInOneCell<F extends string>(rows: readonly SheetRow[], form: RosterForm<F>): boolean {
  return rows.some(({ cells }) => {
    const [cell, ...others] = cells.filter(each => !isBlank(each))
    if (typeof cell !== 'string' || others.length > 0 || cell.length > 500) return false
    const words = cell.split(/[,，;；\t|]/)
    return words.length > 2 && words.filter(word => form.meanings().has(headerKey(word))).length > 1
  })
}

export function columnsInOneCell(fileName: string): Refusal {
  return new Refusal(
    'columns-in-one-cell',
    {
      zh: `“${fileName}”每一行的内容都挤在一格里，没有分成列。请在 WPS 或 Excel 里选中这一列，用“数据”里的“分列”按逗号等分隔符拆开，保存后再导入；证件号码和电话的列要选“文本”。`,
      en: `In ${fileName} all that a row says stands in one cell. Choose that column in WPS or Excel, split it with "Text to Columns" by its commas, with the columns of ID numbers and telephones as text, save it and import it again.`,
    },
    { file: fileName },
  )
}

/** Sheets of the same shape that say different days are rosters of different times. */
export function sheetsOfSeveralDays(
  fileName: string,
  sheets: readonly { readonly sheet: string; readonly day: IsoDay | undefined }[],
): Refusal {
  const zh = sheets.map(({ sheet, day }) => `“${sheet}”（${day ?? '没有写日期'}）`).join('、')
  const en = sheets.map(({ sheet, day }) => `"${sheet}" (${day ?? 'no day'})`).join(', ')
  return new Refusal(
    'sheets-of-several-days',
    {
      zh: `“${fileName}”里有 ${sheets.length} 张一样的工作表，填报日期不同：${zh}。请指明导入哪一张。`,
      en: `${fileName} has ${sheets.length} sheets of the same shape with different days: ${en}. Say which one to import.`,
    },
    { file: fileName, sheets: sheets.map(({ sheet }) => sheet) },
  )
}

/** A header without anything below it. */
export function noRows(fileName: string, sheet: string, headerRow: number): Refusal {
  return new Refusal(
    'no-rows',
    {
      zh: `“${fileName}”里只有表头（工作表“${sheet}”第 ${headerRow} 行），下面没有填写的行。请填好后再导入，或换一个文件。`,
      en: `${fileName} has a header (sheet "${sheet}", row ${headerRow}) and nothing below it. Fill it in and import it again, or choose another file.`,
    },
    { file: fileName, sheet, headerRow },
  )
}

/** What may be headers of a line: short texts, by their keys. */
function headersOf({ cells }: SheetRow): readonly string[] {
  return cells.flatMap(cell => {
    const text = typeof cell === 'string' && cell.length <= 40 ? cell : ''
    const key = headerKeyWithoutRemarks(headerKey(text))
    return key !== '' && key.length < 12 ? [key] : []
  })
}

/** From where and to where somebody went, both as headers of one line. */
export function tellsOfTransfers(rows: readonly SheetRow[]): boolean {
  return rows.some(row => {
    const headers = headersOf(row)
    const says = (way: RegExp) => headers.some(header => way.test(header))
    const where = '(?:团支部|支部|团组织|组织|单位|团委)(?:名称|全称)?$'
    return (
      says(new RegExp(`^(?:转出|原)(?:所在)?${where}`)) &&
      says(new RegExp(`^(?:转入|现|接收)(?:所在)?${where}`))
    )
  })
}
export const transfersAreDone: Text = {
  zh: '像组织关系转接台账，写的是谁从哪个支部转到哪个支部，不能当名册导入。要转接的，在“组织关系转接”页申请；已经转好的，导入转入支部的团员名册即可。',
  en: 'It looks like a ledger of transfers from one branch to another, which is not imported. Ask for them on the page of transfers; where they are done already, import the roster of members of the branch that received them.',
}

/** 原名称 and 现名称, both as headers of one line: organizations that were renamed. */
export function tellsOfNewNames(rows: readonly SheetRow[]): boolean {
  const name = '(?:团?组织|团?支部|单位)?(?:名称|全称|名)$'
  return rows.some(row => {
    const headers = headersOf(row)
    const says = (words: string) => headers.some(header => new RegExp(`^(?:${words})${name}`).test(header))
    return says('原|旧|(?:变更|更名|调整)前的?') && says('现|新|(?:变更|更名|调整)后的?')
  })
}
export const namesAreDecided: Text = {
  zh: '像组织更名的表，写的是原来的和现在的名称，不是组织名册。请把每一行写进组织调整表（动作写“更名”，组织写原来的名称，新全称写现在的名称，可以下载空表），再导入；只有几个的，在各自的组织页面更名。',
  en: 'It looks like a list of organizations that were renamed, with their former and their present names, and is no roster of organizations. Write each line into a table of reorganization (an empty one can be downloaded) and import that, or rename the few on their pages.',
}

const volunteer = /^(?:志愿者|义工|队员|服务者|服务人|服务人员|参与者|参加人员)?(?:姓名|名字|名单)?$/
const serviceHours =
  /^(?:累计|本次|个人)?(?:志愿者?|义工)?(?:服务|志愿|义工)(?:活动)?总?(?:时长|时数|小时数?|工时|学时)$|^工时$/
const serviceTime = /^(?:志愿)?服务(?:时间|时段)$/
const whatWasDone =
  /^(?:志愿)?(?:服务|活动|项目)(?:活动)?(?:名称|项目|内容|主题|岗位|地点|日期|时间|类型)$|^(?:志愿)?项目$|^日期$/

/** A ledger of volunteering, by headers of one line: a row for each person who served, or for each time. */
export function tellsOfService(rows: readonly SheetRow[]): 'people' | 'activities' | undefined {
  for (const row of rows) {
    const headers = headersOf(row)
    const hours = headers.find(header => serviceHours.test(header))
    const time = hours ?? headers.find(header => serviceTime.test(header))
    if (time === undefined || !headers.some(header => header !== time && whatWasDone.test(header))) continue
    if (headers.some(header => volunteer.test(header))) return 'people'
    if (hours !== undefined) return 'activities'
  }
  return undefined
}

const maybePlace =
  /^(?:所在|所属|现)?(?:年级)?(?:行政)?(?:班级|班别|班次|班|部门|科室|处室|车间|班组|工段|院系|系别|学院|分会|中队|小组|网点|门店|营业部)(?:名称)?$/

/** Among headers that nobody knows the one by which offices tell their branches, 班级 in a school: whoever is asked for the branch is told of it. */
export function maybeOfPlace(headers: readonly string[]): string | undefined {
  return headers.find(header => maybePlace.test(headerKeyWithoutRemarks(headerKey(header))))
}
