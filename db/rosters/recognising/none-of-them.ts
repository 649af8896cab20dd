import { readDate } from '#db/records/types/office-date.ts'
import { type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { RosterLine } from '../roster-line.ts'
import { saysYes } from '../values/yes-or-no.ts'
import type { Column } from './headers/header-match.ts'

/** 以下为已转出人员: a line that says of all rows below it that they are none of the branch's any more. */
const theyLeft =
  /^[(（]?[一二三四五六七八九十\d]{0,3}[)）、.．]?(?:附[:：]?)?(?:以下|下列|下面)?(?:人员|团员|同志)?(?:均|都)?(?:为|是|系)?(?:本年度?|今年|\d{4}年度?)?(?:已|已经|拟)?(?:转出|转走|调出|调离|离团|超龄离团|退团|流失|离校|毕业离校|离开)(?:的|本支部的?)?(?:人员|团员|青年|同志|名单|情况)*(?:名单|名册|表)?[(（]?(?:共?\d+[人名])?[)）]?[:：]?$/

/** 入团积极分子名单, 发展对象: people who are no members yet. Where members are named beside them, the rows say who is what. */
const notYet = /积极分子|发展对象|(?:入团)?申请人|申请入团|拟发展|未入团|非团员/
/** A sentence says something else: 发展对象请另报. */
const sentence = /[请另不除注]|.{25}/
const members = /(?<!非)(?<!发展)团员(?!积极)|团干/

/** Whether a line says of the people below it that they are none of the branch's members: any more, or yet. */
export function saysNoneOfThem(text: string): boolean {
  const bare = text.replace(/\s+/g, '')
  return theyLeft.test(bare) || saysNotYet(bare)
}

/** Whether it says so since they have not joined yet. */
function saysNotYet(text: string): boolean {
  return notYet.test(text) && !members.test(text) && !sentence.test(text)
}

/** What the lowest line above each of these tables says, where it says that; a title above all of them is of the first column. */
export function saidAbove(
  above: readonly SheetRow[],
  starts: readonly number[],
): readonly (string | undefined)[] {
  const textsOf = (start: number, end: number | undefined) =>
    above.toReversed().flatMap(({ cells, spread }) =>
      cells.slice(start, end).flatMap((cell, i) => {
        const text = spread?.has(start + i) ? '' : shownText(cell).trim()
        return text === '' ? [] : [text]
      }),
    )
  return starts.map((start, i) => textsOf(start, starts[i + 1]).find(saysNoneOfThem))
}

/** A line above says of all rows below it that these people have left, or have not joined yet. */
export function refuseNoneOf(line: RosterLine<string>, field: string | undefined, said: string): void {
  const bare = said.replace(/\s+/g, '')
  if (saysNotYet(bare) || otherSheet.test(bare)) {
    line.refuse(
      field ?? '',
      'not-a-member',
      `上面写着“${said}”，还没有入团，所以不登记为团员。其实已经入团的，把这一行移到团员名单里再导入。`,
      `a line above says "${said}": not a member yet, so the row was not taken. Move it to the list of members if the person has joined.`,
    )
    return
  }
  line.refuse(
    field ?? '',
    'member-left',
    `上面写着“${said}”，所以不登记为本支部团员。台账里还有他的，请办理转出；其实没有离开的，把这一行移到上面的表里再导入。`,
    `a line above says "${said}", so the row was not taken. Record where the member went; move the row above that line if the member is still there.`,
  )
}

/** A column that says of each person whether he or she is a member at all. */
export const membershipHeader =
  /^是否(?:为|是)?(?:共青)?团员(?:[(（].*)?$|^是否(?:已|已经)?(?:入团|加入(?:共青团|团组织))(?:[(（].*)?$/

/** Or whether the branch still has him or her on its roll. */
export const onRollHeader =
  /^(?:现在?)?是否(?:仍|还)?在(?:册|籍|团|本?支部)(?:团员)?(?:[(（].*)?$|^(?:团员|人员)?在[册籍团](?:情况|状态|与否)$/

const isOffRoll = /^(?:否|不是|不在|[不未非]在[册籍]|已?不在(?:册|籍|团|本?支部)|n|no|false|×|✗|✘|x|0)$/i

/** Offices leave people on the list of a branch that are not on its roll any more, and say so in a column. */
export function refuseOffRoll(
  line: RosterLine<string>,
  column: Column,
  row: SheetRow,
  saysLeft: (text: string) => boolean,
): void {
  const value = shownText(row.cells[column.index]).trim()
  if (!isOffRoll.test(value) && !saysLeft(value)) return
  line.refuseAt(column.header, value, 'member-left', {
    zh: '这一列写着不在册，所以不登记为本支部团员。台账里还有他的，请办理转出；其实在册的，改正这一格再导入。',
    en: 'this says that the person is not on the roll, so the row was not taken. Record where the member went; correct the cell if the member is still there, and import again.',
  })
}

/** When somebody left, where offices keep those who did in the same table. */
export const goneHeader =
  /^(?!.*(?:预计|计划|拟))(?:组织关系)?(?:转出|转走|离团|退团|离开|离校|离职|调离|调出|迁出)(?:本?支部)?(?:的)?(?:时间|日期|年月|日)(?:[(（].*)?$/

const saysNothing = /^[-—–/\\]*$|^(?:无|暂无|否|未转出|不详|FALSE)$/

/**
 * A day there says that the member is none of the branch's any more; a day to come, as of pupils who will leave school, does
 * not.
 */
export function refuseGone(line: RosterLine<string>, column: Column, row: SheetRow): void {
  const cell = row.cells[column.index]
  const value = shownText(cell).trim()
  if (saysNothing.test(value)) return
  const when = readDate(cell ?? null)
  if (when.kind === 'dated' && when.dated.day > line.today) return
  line.refuseAt(column.header, value, 'member-left', {
    zh: '这一列写着离开的时间，所以不登记为本支部团员。台账里还有他的，请办理转出或离团；其实没有离开的，清空这一格再导入。',
    en: 'this says when the member left, so the row was not taken. Record where the member went; clear the cell if the member is still there, and import again.',
  })
}

/** Or where to. */
export const wentHeader =
  /^(?:组织关系)?(?:转出|转往|转至|迁出|调往)(?:的)?(?:去向|去处|单位|学校|团?组织|团?支部|地点?|何处)(?:名称)?(?:[(（].*)?$/

/** A place there says that the member went to it. */
export function refuseWent(line: RosterLine<string>, column: Column, row: SheetRow): void {
  const value = shownText(row.cells[column.index]).trim()
  if (saysNothing.test(value) || /^(?:本(?:支部|社区|单位|校)|未定|待定|没有)$/.test(value)) return
  line.refuseAt(column.header, value, 'member-left', {
    zh: '这一列写着去了哪里，所以不登记为本支部团员。台账里还有他的，请办理转出；其实没有离开的，清空这一格再导入。',
    en: 'this says where the member went, so the row was not taken. Record the transfer; clear the cell if the member is still there, and import again.',
  })
}

/** Or whether somebody has, where offices ask it of each. */
export const hasGoneHeader =
  /^是否(?:已|已经)?(?:转出|转走|离团|超龄离团|退团|脱团|调出|调离|离开|离职|离校|毕业离校|迁出|去世)(?:本?支部)?(?:[(（].*)?$|^(?:团员|人员|本[期月年季度]*)?(?:变动|异动|增减|变更|流动)(?:类型|类别|原因)(?:[(（].*)?$/

/** 是 below 是否转出, and 转出 below 变动类型, say that the member is none of the branch's any more. */
export function refuseHasGone(
  line: RosterLine<string>,
  column: Column,
  row: SheetRow,
  saysLeft: (text: string) => boolean,
): void {
  const value = shownText(row.cells[column.index]).trim()
  if (!saysYes.test(value) && !saysLeft(value)) return
  line.refuseAt(column.header, value, 'member-left', {
    zh: '这一列写着已经离开，所以不登记为本支部团员。台账里还有他的，请办理转出或离团；其实没有离开的，改正这一格再导入。',
    en: 'this says that the member has left, so the row was not taken. Record where the member went; correct the cell if the member is still there, and import again.',
  })
}

/** Columns that are each ticked for people of one sort: 非团员 and 群众 beside 团员. */
export const otherSortHeader =
  /^(?:非团员|未入团|群众|少先队员|入?团?积极分子|入团申请人|(?:普通|社会|团外)青年)(?:[(（].*)?$/

/** A tick below 非团员 says that the person is no member. */
export function refuseTickedSort(line: RosterLine<string>, column: Column, row: SheetRow): void {
  const value = shownText(row.cells[column.index]).trim()
  if (!saysYes.test(value)) return
  line.refuseAt(column.header, value, 'not-a-member', {
    zh: '这一列打了勾，还不是团员，所以不登记为团员。其实已经入团的，改正这一格再导入。',
    en: 'this is ticked, so the person is not a member and the row was not taken. Correct the cell if the person has joined, and import again.',
  })
}

/** A sheet of youths is none of members. */
const otherSheet =
  /^\d*[.、_-]?(?:普通|一般|社会|团外)?(?:青年|群众|少先队员)(?:名单|名册|花名册|信息|信息表)?$/

/** Whether the name of a sheet says of all that stand in it that they are none of the branch's members. */
export function sheetOfOthers(name: string): boolean {
  return saysNoneOfThem(name) || otherSheet.test(name.replace(/\s+/g, ''))
}

const isNone =
  /^(?:否|不是|非|非团员|不是团员|没有|没入团|[未没](?:入团|加入)|还?未入|n|no|false|×|✗|✘|x|0)$/i

/** Offices keep those who have not joined in the same table, and say so in a column. */
export function refuseNoMember(line: RosterLine<string>, column: Column, row: SheetRow): void {
  const value = shownText(row.cells[column.index]).trim()
  if (!isNone.test(value)) return
  line.refuseAt(column.header, value, 'not-a-member', {
    zh: '这一列写着还不是团员，所以不登记为团员。其实已经入团的，改正这一格再导入。',
    en: 'this says that the person is not a member, so the row was not taken. Correct the cell if the person has joined, and import again.',
  })
}

/** A column by which offices that keep members and others in one table tell them apart. */
export const sortHeader = /^(?:人员|身份|成员|青年)?(?:类别|类型|身份)(?:[(（].*)?$/

const isOtherSort =
  /^(?:(?:入团)?积极分子|入团(?:申请人|对象|发展对象)|申请入团(?:人|人员)?|(?:团外|普通|社会|一般)?青年|群众|非团员|未入团|少先队员|预备团员|拟发展(?:团员|对象))$/

/** 入团积极分子 below 类别 is no member, whatever the title of the table says. */
export function refuseOtherSort(line: RosterLine<string>, column: Column, row: SheetRow): void {
  const value = shownText(row.cells[column.index]).replace(/\s+/g, '')
  if (!isOtherSort.test(value)) return
  line.refuseAt(column.header, value, 'not-a-member', {
    zh: '这样写的人还不是团员，所以不登记为团员。其实已经入团的，改正这一格再导入。',
    en: 'people of this sort are not members yet, so the row was not taken. Correct the cell if the person has joined, and import again.',
  })
}
