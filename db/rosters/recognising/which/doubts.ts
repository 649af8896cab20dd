import { rosterNamed } from '#db/records/rosters.ts'
import type { Text } from '#db/shared/text.ts'
import { isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { RosterKind } from '../../roster-kind.ts'
import { rosterKinds, rosterOf } from '../../roster-kinds.ts'
import { builtHeader } from '../../values/yes-or-no.ts'
import { headerKey } from '../headers/header-key.ts'
import { monthsOfYears, type Table } from '../locate-table.ts'
import { type Fit, wordsOf } from './fit.ts'

/** What stands above a table, and what its sheet and its file are called. */
export function titlesOf({ look, table }: Fit, fileName: string): readonly string[] {
  const above = table.above.flatMap(({ cells }) => cells.map(shownText))
  return [...above, look.sheet.name, fileName].filter(text => text !== '')
}

/** What speaks against a kind though the headers fit: what the sheet is called, or none of the words that a column asks for. */
export function doubtIn({ kind, look, table }: Fit, titles: readonly string[]): Text | undefined {
  if (kind.as === 'cadres' || kind.as === 'members') {
    const isRoster = titles.some(text => rosterTitle.test(text))
    const [{ zh, en }, of] = [wordsOf(kind), rosterNamed(kind.as)?.of ?? wordsOf(kind)]
    const came = titles.find(text => whoCame.test(text))
    const others = titles.find(text => !isRoster && otherList.test(text) && !text.includes('团'))
    const called = (came ?? others)?.trim().slice(0, 40)
    if (called !== undefined)
      return {
        zh: `表头像${zh}，标题却写着“${called}”。请看一下${came === undefined ? `里面是不是都是${of.zh}` : '是哪一种表'}。`,
        en: `Its headers are those of ${en}, but it is called "${called}". Check ${came === undefined ? `whether all in it are ${of.en}` : 'which it is'}.`,
      }
  }
  const weak =
    kind.as === 'orgs'
      ? titles
          .find(text => ofWeak.test(text))
          ?.trim()
          .slice(0, 40)
      : undefined
  if (weak !== undefined)
    return {
      zh: `表头像${wordsOf(kind).zh}，标题却写着“${weak}”。软弱涣散的认定和问题不从这里登记：请在“命脉工程”的建议里认定、建档，或导入整治台账。`,
      en: `Its headers are those of ${wordsOf(kind).en}, but it is called "${weak}". Which branches are weak, and why, is not recorded by it: confirm them and open their cases on the lifeline pages, or import a rectification ledger.`,
    }
  const other =
    ofYears(kind, table) ??
    notJoinedYet(kind, table) ??
    builtOrNot(kind, table) ??
    ofEnterprises(kind, look.rows, table)
  if (other !== undefined) return other
  for (const { field, isOne } of kind.form.fields) {
    const column = table.match.columns[field]
    if (isOne === undefined || column === undefined || column.ticks !== undefined) continue
    const said = look.rows
      .filter(({ row }) => row > table.headerEnd)
      .map(({ cells }) => cells[column.index] ?? null)
      .filter(cell => !isBlank(cell))
    if (said.length < 2 || said.some(isOne)) continue
    return {
      zh: `像${wordsOf(kind).zh}，但“${column.header}”一列里没有一个是它的词。请看一下是哪一种表。`,
      en: `It looks like ${wordsOf(kind).en}, but none of the words below ${column.header} is one of its own. Check which it is.`,
    }
  }
  return undefined
}

/** A list of who came to something, served, or was put forward for an honour has the columns of a list of members or cadres. */
export const whoCame =
  /签到|失联(?:团员|人员|名单)|信息(?:变更|修改|更正)|考勤|报名(?:表|名单|汇总|统计)|参[训会赛]|与会|(?:志愿者?|义工)(?:服务|时)|优秀(?:共青)?团|先进(?:个人|集体|工作者)|(?:推荐|申报|表彰|获奖|评选|推优)[^，。；]{0,6}(?:名单|名册|汇总|表)|候选人/
/** Lists of people that every office has, and that say of nobody that he is a member or a cadre. */
const otherList =
  /党员|党(?:组织|支部|总支|委)|工会|妇联|民兵|退役军人|少先队|值班|排班|通讯录|联系电话表|疫苗|接种|核酸|体检|社保|参保|工资|考试|成绩|困难|低保|帮扶|慰问|住宿|(?:志愿者|义工)(?:基本)?(?:信息|情况)?(?:花?名册|名单|登记表|信息表|台账)|(?:员工|职工|学生|新生|毕业生|居民|人口|租户|青年|青少年)(?:基本)?(?:信息|情况)?(?:花?名册|名单|登记表|信息表|信息|统计表|一览表|台账)/

const ofWeak = /软弱涣散|后进(?:团|基层|支部)|薄弱(?:团|基层|支部)/

/** A list of those who were taught; a school may be called after that, and a roster may name what it was drawn up for. */
const ofTeaching =
  /(?:培训|研修|轮训|集训)(?!学校|机构|中心|基地|学院|有限|公司|集团|师)|学员(?!大?队)|参训|提升营/
const rosterTitle =
  /(?:团员|团干部?|干部|青年)(?:基本)?(?:信息|情况)?(?:花?名册|名单|登记表|信息表|统计表|一览表|台账)/
export const isOfTraining = (title: string) =>
  title.length <= 60 && ofTeaching.test(title) && !rosterTitle.test(title)

/** 拟发展时间 and 确定积极分子时间, and nothing of when they joined: these may be people who have not. */
function notJoinedYet({ as }: RosterKind, { match }: Table<string>): Text | undefined {
  if (as !== 'members' || match.columns['joined'] !== undefined) return undefined
  const header = match.ignored.find(each => ofNotYet.test(each.replace(/\s+/g, '')))
  if (header === undefined) return undefined
  return {
    zh: `像团员名册，但有“${header}”一列，没有入团时间，像还没有入团的人。请看一下里面是不是都是团员；还没有入团的，不能当团员导入。`,
    en: `It looks like a roster of members, but it has a column ${header} and none of when they joined, as of people who have not. Check whether all in it are members; nobody else can be imported as one.`,
  }
}

const ofNotYet =
  /^(?:拟|计划)(?:发展|入团)|(?:确定|列为|推荐|成为)(?:为)?(?:入团)?(?:积极分子|发展对象)|^(?:入团)?(?:积极分子|发展对象)(?:确定)?(?:时间|日期)|^(?:申请入团|递交入团申请书?|入团申请)(?:时间|日期|书)?/

/** Enterprises by their own names: whether they have an organization of the League, and what it is called, nothing says. */
function ofEnterprises(
  { as }: RosterKind,
  rows: readonly SheetRow[],
  table: Table<string>,
): Text | undefined {
  const column = table.match.columns['name']
  if (as !== 'orgs' || column === undefined || !/企业|公司/.test(column.header)) return undefined
  const below = rows.filter(({ row }) => row > table.headerEnd)
  if (below.some(({ cells }) => /团|支部/.test(shownText(cells[column.index])))) return undefined
  const [orgs, units] = [wordsOf(rosterOf('orgs')), wordsOf(rosterOf('prospects'))]
  return {
    zh: `“${column.header}”一列写的是企业，没有写团组织的名称。已经建团的，把这一列改成团组织的全称，再当作${orgs.zh}导入；还没有建团的，改选${units.zh}。`,
    en: `The column ${column.header} names enterprises and no organizations of the League. Where there is one, write its full name there and import it as ${orgs.en}; where there is none yet, choose ${units.en}.`,
  }
}

/** 是否建团: units with an organization and units without one stand in one list. */
function builtOrNot({ as }: RosterKind, { written }: Table<string>): Text | undefined {
  const header = written.find(each => builtHeader.test(each.replace(/\s+/g, '')))
  if (header === undefined || (as !== 'orgs' && as !== 'prospects')) return undefined
  const [orgs, units] = [wordsOf(rosterOf('orgs')), wordsOf(rosterOf('prospects'))]
  return {
    zh: `有“${header}”一列，已建团和未建团的单位写在一张表里：先当作${orgs.zh}导入，只登记已建团的；再把文件拖进来，改选${units.zh}，只登记未建团的。`,
    en: `It has a column ${header}: units with an organization and units without one stand in one table. Import it as ${orgs.en} first, which takes those with one; then drop it again and choose ${units.en}, which takes the others.`,
  }
}

/** Such a column tells well what is in a table. */
const tellsMuch = 3

/** 2024年评议结果 and 2025年评议结果 beside the members are what the table is of, and of a kind that has a year for each row. */
function ofYears(kind: RosterKind, { match }: Table<string>): Text | undefined {
  const yearly = match.ignored.flatMap(header => {
    const rest = /^(?:19|20)\d{2}(?:年度?)?(.{2,})$/.exec(headerKey(header))?.[1]
    return rest === undefined ? [] : [{ header, rest }]
  })
  for (const { rest } of yearly) {
    const of = rosterKinds.find(
      other =>
        other.form.year !== undefined &&
        other.form
          .meanings()
          .get(rest)
          ?.some(({ field }) => other.form.fields.some(one => one.field === field && one.tells >= tellsMuch)),
    )
    if (of === undefined) continue
    const [is, its] = [wordsOf(kind), wordsOf(of)]
    const headers = yearly.map(({ header }) => header)
    return {
      zh: `像${is.zh}，但“${headers.join('”“')}”是${its.zh}里的内容，当作${is.zh}不会登记。要登记的，请一年一张表，列名写“${rest}”，标题写年份，再当作${its.zh}导入。`,
      en: `It looks like ${is.en}, but ${headers.join(', ')} belong to ${its.en} and would not be taken. To record them make a table for each year with a column ${rest} and the year in its title, and import it as ${its.en}.`,
    }
  }
  return undefined
}

/** The years of which the months of a header are, or that head its columns themselves. */
function yearsOf(row: SheetRow): readonly string[] {
  const months = monthsOfYears(row)
  const years = row.cells.flatMap(cell => /^\s*((?:19|20)\d{2})\s*年度?\s*$/.exec(shownText(cell))?.[1] ?? [])
  return months.length > 1 ? months : [...new Set(years)]
}

/** 2018年12月 and 2019年1月 are months of two years, and each has a table. */
export function ofSeveralYears(rows: readonly SheetRow[]): Text | undefined {
  const years = rows.map(row => yearsOf(row)).find(each => each.length > 1)
  return years === undefined
    ? undefined
    : {
        zh: `表头里有几个年度（${years.join('、')}）。一张表登记一个年度，请按年分成几张，标题写明年度，再导入。`,
        en: `The header is of several years (${years.join(', ')}). A table is imported for one year: part it by year, write the year in each title, and import each.`,
      }
}
