import { rosterNamed, rosterWords } from '#db/records/rosters.ts'
import type { Text } from '#db/shared/text.ts'
import { isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { Sheet } from '#db/sheets/sheet.ts'
import type { SourceFile } from '#db/sheets/source-file.ts'
import type { RosterForm } from '../field.ts'
import type { OwnColumn } from '../kinds/work-columns.ts'
import { isLedger } from '../ledger/ledger-form.ts'
import type { RosterKind } from '../roster-kind.ts'
import { rosterKinds, rosterOf } from '../roster-kinds.ts'
import { builtHeader } from '../values/yes-or-no.ts'
import { areOfSeveralDays, asideName, placedTable } from './choose-table.ts'
import { headerKey, headerKeyWithoutRemarks, keyOfQuestion } from './headers/header-key.ts'
import type { Column } from './headers/header-match.ts'
import { isTableOf, locateTable, monthsOfYears, namedNeed, type Table } from './locate-table.ts'
import {
  formOfOnePerson,
  maybeOfPlace,
  namesAreDecided,
  tellsOfNewNames,
  tellsOfService,
  tellsOfTransfers,
  transfersAreDone,
} from './not-a-roster.ts'
import type { IsBranchOf } from './place-of-table.ts'
import { rosterDay } from './roster-day.ts'
import { columnChoices, type SaidByName } from './table-request.ts'
import { withoutHim } from './who-of-table.ts'

/** A file to look into. Where `as` or `sheet` is given, it is read as that. */
export type Recognising = SourceFile & {
  readonly as?: string | undefined
  readonly sheet?: string | undefined
  readonly map?: SaidByName | undefined
  readonly place?: string | undefined
  /** The own fields of the types of work that there are: columns of the work ledger. */
  readonly own?: readonly OwnColumn[] | undefined
  readonly knowsPlace?: ((text: string) => boolean) | undefined
  readonly isBranchOf?: IsBranchOf | undefined
  readonly office?: string | undefined
  /** What was said about columns of earlier files, for each kind of roster. */
  readonly remembered?: Readonly<Record<string, SaidByName>> | undefined
}

/** A sheet with the first of its rows. */
export type SheetGuess = { readonly sheet: Sheet; readonly rows: readonly SheetRow[] }

export type TakenFor = {
  readonly kind: RosterKind | null
  /** It is no roster but a 整治台账, which comes back by another way. */
  readonly isLedger?: true
  readonly look: SheetGuess | undefined
  /** All sheets that are taken in together with that one, it among them. */
  readonly together: readonly SheetGuess[]
  readonly sure: boolean
  readonly why: Text
}

/** How well a sheet fits a kind of roster: its columns, those that tell rosters apart more, less what it lacks. */
type Fit = {
  readonly kind: RosterKind
  readonly look: SheetGuess
  readonly table: Table<string>
  readonly score: number
  readonly telling: readonly string[]
  readonly fields: readonly string[]
  readonly lacking: readonly string[]
  /** A column that may be the organization of the rows, where they lack one. */
  readonly maybePlace: string | undefined
  /** It is called as such rosters are, or has columns that they alone have. */
  readonly isCalledSo: boolean
  /** It can be taken in as it is, once it is known of which organization it is. */
  readonly isWhole: boolean
}

const leastScore = 3
/** Columns that tell at least this much do so only by what is in them. */
const leastTelling = 3
/** A kind that fits this much better than every other one needs no question. */
const clearLead = 3

/** Which roster sheets look like, those in sight first, and why; or the sheet that fits best what they are said to be. */
export function takenFor(looks: readonly SheetGuess[], file: Recognising): TakenFor {
  const said = file.as === undefined ? undefined : rosterOf(file.as)
  const asked = said === undefined ? rosterKinds : [said]
  const fits = looks.flatMap(look => asked.flatMap(kind => fitOf(kind, look, file) ?? []))
  const best = wholeRather(
    fits.reduce<Fit | undefined>((a, b) => (a !== undefined && a.score >= b.score ? a : b), undefined),
    fits,
  )
  if (said !== undefined) {
    const look = best?.look ?? looks.find(({ sheet }) => !sheet.hidden) ?? looks[0]
    const sure = best !== undefined && best.lacking.length === 0
    const one = formOfOnePerson(look?.rows ?? [], said.form)
    const why = best === undefined ? (one?.(file.fileName).text ?? noHeader) : whyOf(best)
    const together = best === undefined || file.sheet !== undefined ? [] : sheetsLike(best, fits)
    return { kind: said, look, together: together.length > 0 ? together : soleLook(look), sure, why }
  }
  const ledger = looks.find(({ sheet, rows }) => !sheet.hidden && isLedger(rows))
  if (ledger !== undefined)
    return {
      ...{ kind: null, isLedger: true, look: ledger, together: soleLook(ledger), sure: false },
      why: {
        zh: '表头是整治台账的，不是名册。',
        en: 'Its headers are those of a rectification ledger; it is no roster.',
      },
    }
  if (best === undefined || best.lacking.length > 0) {
    const look = looks.find(({ sheet, rows }) => !sheet.hidden && tellsOfTransfers(rows))
    if (look !== undefined)
      return { kind: null, look, together: soleLook(look), sure: false, why: transfersAreDone }
    const renamed = looks.find(({ sheet, rows }) => !sheet.hidden && tellsOfNewNames(rows))
    if (renamed !== undefined)
      return {
        ...{ kind: null, look: renamed, together: soleLook(renamed), sure: false },
        why: namesAreDecided,
      }
    const first = looks.find(({ sheet }) => !sheet.hidden)
    const years = ofSeveralYears(first?.rows ?? [])
    if (years !== undefined)
      return { kind: null, look: first, together: soleLook(first), sure: false, why: years }
  }
  const titles = best === undefined ? [] : titlesOf(best, file.fileName)
  const served = service(best, looks, fits, titles)
  if (served !== undefined) return served
  const people = withoutNumbers(fits)
  if (people !== undefined && formOfOnePerson(people.look.rows, people.kind.form) === undefined)
    return {
      ...{ kind: people.kind, look: people.look, together: soleLook(people.look), sure: false },
      why: whyOf(people),
    }
  if (best === undefined || best.score <= leastScore) {
    const look = looks.find(({ sheet }) => !sheet.hidden) ?? looks[0]
    const rows = look?.rows ?? []
    const one =
      formOfOnePerson(rows, rosterOf('members').form) ?? formOfOnePerson(rows, rosterOf('meetings').form)
    const why = one?.(file.fileName).text ?? noHeader
    return { kind: null, look, together: soleLook(look), sure: false, why }
  }
  const kinds = kindsBySheet(fits)
  const [first, ...others] = kinds
  if (first !== undefined && others.length > 0 && new Set(kinds.map(({ kind }) => kind)).size > 1)
    return {
      kind: first.kind,
      look: first.look,
      together: sheetsLike(first, fits),
      sure: false,
      why: severalKinds(kinds),
    }
  const together = sheetsLike(best, fits)
  const whole = { kind: best.kind, look: together[0] ?? best.look, together }
  const both = electedAndOfficers(best.look, fits)
  if (both !== undefined) return { ...whole, ...both, sure: false }
  const taught = training(best, fits, titles)
  if (taught !== undefined) return taught
  const apart = twoTables(best, fits)
  if (apart !== undefined) return { ...apart, sure: false }
  const rival = fits.find(
    fit =>
      fit.look === best.look &&
      fit.kind !== best.kind &&
      fit.score > leastScore &&
      fit.score > best.score - clearLead,
  )
  if (rival !== undefined) return { ...whole, sure: false, why: rivalled(best, rival) }
  if (isOfSeveralDays(best.kind, together, file))
    return { ...whole, sure: false, why: severalDays(best, together.length) }
  const doubt = doubtIn(best, titles)
  if (doubt !== undefined) return { ...whole, sure: false, why: doubt }
  if (together.length > 1) return { ...whole, sure: true, why: severalSheets(best, together) }
  return { ...whole, sure: best.lacking.length === 0, why: whyOf(best) }
}

/** A kind that lacks what it cannot do without is none where another one, which lacks nothing, fits nearly as well. */
function wholeRather(best: Fit | undefined, fits: readonly Fit[]): Fit | undefined {
  if (best === undefined || best.lacking.length === 0 || best.isCalledSo) return best
  const isWhole = ({ look, lacking, score, isWhole }: Fit) =>
    look === best.look &&
    lacking.length === 0 &&
    isWhole &&
    score > leastScore &&
    score > best.score - clearLead
  return fits.find(isWhole) ?? best
}

/** What somebody has of his own: a list of these is one of people, whatever else it lacks. */
const ofPeople = ['sex', 'nation', 'birth', 'political', 'joined', 'memberNo', 'branch']

/**
 * A roster of members that lacks their ID numbers, which it cannot do without. Fits worse than a list of those who hold
 * something, and is one all the same, unless it is whole as something else or called so.
 */
function withoutNumbers(fits: readonly Fit[]): Fit | undefined {
  const inSight = fits.filter(({ look: { sheet } }) => !sheet.hidden)
  const isElse = ({ kind, isWhole, score, isCalledSo }: Fit) =>
    kind.as !== 'members' && (isCalledSo || (isWhole && score > leastScore))
  if (inSight.some(isElse)) return undefined
  return inSight.find(
    ({ kind, isWhole, fields, look }) =>
      kind.as === 'members' &&
      !isWhole &&
      fields.includes('name') &&
      !fields.includes('idNumber') &&
      fields.filter(field => ofPeople.includes(field)).length >= 2 &&
      !whoCame.test(look.sheet.name),
  )
}

/** Two tables of different kinds below each other on one sheet: each is imported once. */
function twoTables(
  best: Fit,
  fits: readonly Fit[],
): Pick<TakenFor, 'kind' | 'look' | 'together' | 'why'> | undefined {
  for (const fit of fits) {
    if (fit.look !== best.look || fit.kind === best.kind || fit.lacking.length > 0) continue
    if (fit.score <= leastScore || fit.table.header.row === best.table.header.row) continue
    const [first, then] = fit.table.header.row < best.table.header.row ? [fit, best] : [best, fit]
    if (!isTableOf(first.kind.form, first.table, then.table.above)) continue
    const [one, other] = [wordsOf(first.kind), wordsOf(then.kind)]
    const [upper, lower] = [first.table.header.row, then.table.header.row]
    return {
      kind: first.kind,
      look: best.look,
      together: sheetsLike(first, fits),
      why: {
        zh: `这张工作表里有两张表：第 ${upper} 行起像${one.zh}，第 ${lower} 行起像${other.zh}，一次导入一张。先当作${one.zh}导入，再把文件拖进来，改选${other.zh}导入一次。`,
        en: `The sheet holds two tables: from row ${upper} it looks like ${one.en}, from row ${lower} like ${other.en}. One is imported at a time: import it as ${one.en} first, then drop it again and choose ${other.en}.`,
      },
    }
  }
  return undefined
}

/** A list of elections that names who was elected holds two kinds of record: each is imported once. */
function electedAndOfficers(
  look: SheetGuess,
  fits: readonly Fit[],
): Pick<TakenFor, 'kind' | 'look' | 'together' | 'why'> | undefined {
  const wholeFit = (as: string) =>
    fits.find(fit => fit.look === look && fit.kind.as === as && fit.lacking.length === 0)
  const [terms, cadres] = [wholeFit('terms'), wholeFit('cadres')]
  if (terms === undefined || cadres === undefined || !terms.isCalledSo) return undefined
  const [first, then] = [wordsOf(terms.kind), wordsOf(cadres.kind)]
  return {
    kind: terms.kind,
    look,
    together: sheetsLike(terms, fits),
    why: {
      zh: `这张表既有换届情况，又有选出的团干部：先当作${first.zh}导入，再把文件拖进来，改选${then.zh}导入一次。`,
      en: `The table tells of elections and of who was elected: import it as ${first.en} first, then drop it again and choose ${then.en}.`,
    },
  }
}

/**
 * A ledger of volunteering is none of meetings or members, though it has their headers: a row for each person who served
 * is no record of this program, a row for each time is one of work.
 */
function service(
  best: Fit | undefined,
  looks: readonly SheetGuess[],
  fits: readonly Fit[],
  titles: readonly string[],
): TakenFor | undefined {
  if (best?.isCalledSo === true && best.isWhole) return undefined
  const look = best?.look ?? looks.find(({ sheet }) => !sheet.hidden)
  const rowsAre = look === undefined ? undefined : tellsOfService(look.rows)
  if (rowsAre === 'people')
    return { kind: null, look, together: soleLook(look), sure: false, why: serviceOfPeople }
  if (best?.kind.as !== 'meetings') return undefined
  const isSaid = titles.some(text => ofVolunteers.test(text))
  if (rowsAre === undefined && !(isSaid && doubtIn(best, titles) !== undefined)) return undefined
  const kind = rosterOf('work')
  const work = fits.find(fit => fit.kind === kind && fit.look === best.look)
  const together = work === undefined ? soleLook(best.look) : sheetsLike(work, fits)
  return { kind, look: best.look, together, sure: false, why: serviceOfTimes }
}

const ofVolunteers = /志愿(?:者)?(?:服务|活动|时)|义工/
const serviceOfPeople: Text = {
  zh: '像志愿服务台账，一行是一个人的一次服务。本程序不逐人登记志愿服务，不能当名册或活动记录导入。请按活动汇总成一行一次（团组织、日期、名称、人数、服务时长），再当作工作台账导入，并选定工作类型。',
  en: 'It looks like a ledger of volunteering with a row for each person who served, which is not kept here and is imported neither as a roster nor as meetings. Sum it up to one row for each time (organization, date, title, people, hours), import that as a work ledger and choose the type of work.',
}
const serviceOfTimes: Text = {
  zh: '像志愿服务台账，一行是一次服务：当作工作台账导入，请选定工作类型，或在表里补上“工作类型”一列；还没有工作类型的，先在“工作台账”页设立。是三会两制一课或主题团日的，改选活动记录。',
  en: 'It looks like a ledger of volunteering with a row for each time: import it as a work ledger and choose the type of work, or add a column 工作类型 (type); where there is no type yet, make it on the page of work first. Choose list of meetings instead if these are meetings of the branch.',
}

/** A list of who came to something, served, or was put forward for an honour has the columns of a list of members or cadres. */
const whoCame =
  /签到|失联(?:团员|人员|名单)|信息(?:变更|修改|更正)|考勤|报名(?:表|名单|汇总|统计)|参[训会赛]|与会|(?:志愿者?|义工)(?:服务|时)|优秀(?:共青)?团|先进(?:个人|集体|工作者)|(?:推荐|申报|表彰|获奖|评选|推优)[^，。；]{0,6}(?:名单|名册|汇总|表)|候选人/
/** Lists of people that every office has, and that say of nobody that he is a member or a cadre. */
const otherList =
  /党员|党(?:组织|支部|总支|委)|工会|妇联|民兵|退役军人|少先队|值班|排班|通讯录|联系电话表|疫苗|接种|核酸|体检|社保|参保|工资|考试|成绩|困难|低保|帮扶|慰问|住宿|(?:志愿者|义工)(?:基本)?(?:信息|情况)?(?:花?名册|名单|登记表|信息表|台账)|(?:员工|职工|学生|新生|毕业生|居民|人口|租户|青年|青少年)(?:基本)?(?:信息|情况)?(?:花?名册|名单|登记表|信息表|信息|统计表|一览表|台账)/

/** A list of those who were taught; a school may be called after that, and a roster may name what it was drawn up for. */
const ofTeaching =
  /(?:培训|研修|轮训|集训)(?!学校|机构|中心|基地|学院|有限|公司|集团|师)|学员(?!大?队)|参训|提升营/
const rosterTitle =
  /(?:团员|团干部?|干部|青年)(?:基本)?(?:信息|情况)?(?:花?名册|名单|登记表|信息表|统计表|一览表|台账)/
const isOfTraining = (title: string) =>
  title.length <= 60 && ofTeaching.test(title) && !rosterTitle.test(title)

/** A list of people at a training says where they come from, not what they are. */
function training(best: Fit, fits: readonly Fit[], titles: readonly string[]): TakenFor | undefined {
  if (best.kind.as !== 'cadres' && best.kind.as !== 'members') return undefined
  const title = titles.find(isOfTraining)
  if (title === undefined) return undefined
  const kind = rosterOf('attendances')
  const like = fits.find(fit => fit.kind === kind && fit.look === best.look)
  const [{ zh, en }, called] = [wordsOf(best.kind), title.trim().slice(0, 40)]
  return {
    kind,
    look: best.look,
    together: like === undefined ? soleLook(best.look) : sheetsLike(like, fits),
    sure: false,
    why: {
      zh: `标题写着“${called}”，像参加培训的人员名单，不是${zh}。要登记谁参加了培训，表里须有“培训名称”“培训日期”两列，补上后再导入；确实是${zh}的，请改选。`,
      en: `It is called "${called}", which is a list of those who took part in a training rather than ${en}. To record who was trained it needs the columns 培训名称 (training) and 培训日期 (day): add them and import it again. If it is ${en} all the same, choose that.`,
    },
  }
}

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

const ofNotYet =
  /^(?:拟|计划)(?:发展|入团)|(?:确定|列为|推荐|成为)(?:为)?(?:入团)?(?:积极分子|发展对象)|^(?:入团)?(?:积极分子|发展对象)(?:确定)?(?:时间|日期)|^(?:申请入团|递交入团申请书?|入团申请)(?:时间|日期|书)?/

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
        other.form.meanings
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

/** What stands above a table, and what its sheet and its file are called. */
function titlesOf({ look, table }: Fit, fileName: string): readonly string[] {
  const above = table.above.flatMap(({ cells }) => cells.map(shownText))
  return [...above, look.sheet.name, fileName].filter(text => text !== '')
}

/** What speaks against a kind though the headers fit: what the sheet is called, or none of the words that a column asks for. */
function doubtIn({ kind, look, table }: Fit, titles: readonly string[]): Text | undefined {
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
  const other = ofYears(kind, table) ?? notJoinedYet(kind, table) ?? builtOrNot(kind, table)
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

function soleLook(look: SheetGuess | undefined): readonly SheetGuess[] {
  return look === undefined ? [] : [look]
}

/** The sheets in sight that are the same roster with all that it needs; what stands aside by its name is none of them. */
function sheetsLike(best: Fit, fits: readonly Fit[]): readonly SheetGuess[] {
  const alike = fits.filter(
    ({ kind, lacking, look: { sheet } }) =>
      kind === best.kind && lacking.length === 0 && !sheet.hidden && !asideName.test(sheet.name),
  )
  return alike.length > 0 ? alike.map(({ look }) => look) : [best.look]
}

function isOfSeveralDays({ as, form }: RosterKind, looks: readonly SheetGuess[], file: Recognising): boolean {
  const choices = columnChoices(form, { fileName: file.fileName, remembered: file.remembered?.[as] })
  const tables = looks.map(({ sheet, rows }) => ({
    name: sheet.name,
    day: rosterDay(locateTable(rows, form, choices)?.above ?? []),
  }))
  return areOfSeveralDays(form, tables)
}

/** What each sheet in sight is for certain, in the order in which rosters build on each other. */
function kindsBySheet(fits: readonly Fit[]): readonly Fit[] {
  const whole = fits.filter(
    fit =>
      fit.lacking.length === 0 &&
      fit.score > leastScore &&
      !fit.look.sheet.hidden &&
      !asideName.test(fit.look.sheet.name),
  )
  return Array.from(Map.groupBy(whole, fit => fit.look).values(), ofSheet =>
    ofSheet.reduce((a, b) => (a.score >= b.score ? a : b)),
  ).toSorted((a, b) => rosterKinds.indexOf(a.kind) - rosterKinds.indexOf(b.kind))
}

function fitOf(kind: RosterKind, look: SheetGuess, file: Recognising): Fit | undefined {
  const { as, form } = kind
  const map = file.as === undefined ? undefined : file.map
  const choices = columnChoices(form, { fileName: file.fileName, map, remembered: file.remembered?.[as] })
  const table = locateTable(look.rows, form, choices)
  if (table === undefined) return undefined
  const { fileName, place, knowsPlace, isBranchOf, office } = file
  const request = { fileName, place, knowsPlace, isBranchOf, office }
  const { lacks: lacking, who } = placedTable(form, request, look.sheet.name, table, look.rows)
  const { matched } = table.match
  const columns = who === undefined ? table.match.columns : withoutHim(form, table.match.columns)
  const tells =
    columns === table.match.columns
      ? table.match.tells
      : form.fields.reduce((sum, one) => sum + (columns[one.field] === undefined ? 0 : one.tells), 0)
  const blank = form.fields.filter(
    ({ field, tells }) =>
      tells >= leastTelling &&
      columns[field]?.ticks === undefined &&
      columns[field]?.says === undefined &&
      isMostlyBlank(columns[field], table, look.rows),
  )
  const isOnlyUnplaced =
    form.place !== undefined &&
    columns[form.place] === undefined &&
    form.keys.every(key => columns[key] !== undefined) &&
    lacking.every(need => need.some(one => one === form.place))
  const blankNeeds = blank.filter(({ field }) => form.needs.some(need => need.every(one => one === field)))
  const untold = blank.reduce((sum, { tells }) => sum + tells + 1, 0) + 4 * blankNeeds.length
  const headerOf = (name: string) => form.fields.find(({ field }) => field === name)?.header ?? name
  const isCalledSo = isTitled(form, look, table.above, fileName)
  const itsOwn = Math.min(2, headersAmong(form.alsoHas, table.names))
  return {
    kind,
    look,
    table,
    isCalledSo: isCalledSo || itsOwn > 0,
    // Names and numbers alone are a roster whose organization is asked for, or stands above it.
    score:
      matched +
      tells +
      (isCalledSo ? titleTells : 0) +
      itsOwn * leastTelling +
      (isOnlyUnplaced ? 2 : -4 * lacking.length) -
      (headersAmong(form.notBeside, table.names) > 0 ? titleTells : 0) -
      untold,
    isWhole: blankNeeds.length === 0 && lacking.every(need => need.some(one => one === form.place)),
    fields: form.fields.flatMap(({ field }) => (columns[field] === undefined ? [] : [field])),
    telling: [
      ...new Set(
        form.fields
          .toSorted((a, b) => b.tells - a.tells)
          .flatMap(({ field }) => columns[field]?.header ?? []),
      ),
    ].slice(0, 3),
    lacking: lacking.map(need => namedNeed(need.map(headerOf))),
    maybePlace: lacking.some(need => need.some(one => one === form.place))
      ? maybeOfPlace(table.match.ignored)
      : undefined,
  }
}

/** A sheet that is called as such rosters are, or has that above its table, is one. */
const titleTells = 6

function isTitled(
  { title }: RosterForm,
  { sheet }: SheetGuess,
  above: readonly SheetRow[],
  fileName: string,
): boolean {
  const stem = title.replace(/(?:信息|登记)?表$/, '')
  const isCalledSo = (text: string) => {
    const at = text.indexOf(stem)
    return at >= 0 && (stem === title || tableWord.test(text.slice(at + stem.length)))
  }
  const isSo = isCalledSo(sheet.name) || isCalledSo(fileName)
  return isSo || above.some(row => row.cells.some(cell => isCalledSo(shownText(cell))))
}
/** 换届登记表, 换届情况统计表, 换届选举结果一览表 and 换届选举结果 are the same. */
const tableWord =
  /^(?:选举|改选)?(?:工作)?(?:情况|信息|结果)?(?:登记|统计|汇总|一览|报告|备案)?(?:表|台账)|^(?:选举|改选)(?:情况|结果)$/

function headersAmong(some: readonly string[] | undefined, headers: readonly string[]): number {
  if (some === undefined || some.length === 0) return 0
  const keys = new Set(some.map(headerKey))
  return headers.filter(header => {
    const key = headerKeyWithoutRemarks(headerKey(header))
    return keys.has(key) || keys.has(keyOfQuestion(key) ?? '')
  }).length
}

/** What people write where there is nothing to say. */
const isNothing = (text: string) => /^(?:无|没有|暂无|否|[-—–/\\]+)?$/.test(text.trim())
/** Below 职务 stands an office in the League, where the rows are cadres: 工程师 and 会计 are what members work as. */
const isNoPost = (text: string) =>
  isNothing(text) ||
  !/书记|委员|干事|主席|部长|组长|班长|团委|支委|[总团]支|联络|负责|秘书|主任|团干|辅导|指导|理事|队长|会长/.test(
    text,
  )

/** A 职务 that most rows leave blank is a column of a roster of members, in which some are cadres too. */
function isMostlyBlank(
  column: Column | undefined,
  table: { readonly header: SheetRow },
  rows: readonly SheetRow[],
): boolean {
  if (column === undefined) return false
  const { index, header } = column
  const isNone = header.includes('职务') ? isNoPost : isNothing
  const filled = rows.filter(({ row, cells }) => row > table.header.row && cells.some(cell => !isBlank(cell)))
  const blank = filled.filter(({ cells }) => isNone(shownText(cells[index])))
  return blank.length * 2 > filled.length
}

function wordsOf({ as }: RosterKind): Text {
  const { zh, en } = rosterWords(as)
  return { zh, en: `a ${en}` }
}

const noHeader: Text = {
  zh: '表头里没有认出足够的列名，看不出是哪一种名册。',
  en: 'Too few headers were understood to tell which roster this is.',
}

/** The years of which the months of a header are, or that head its columns themselves. */
function yearsOf(row: SheetRow): readonly string[] {
  const months = monthsOfYears(row)
  const years = row.cells.flatMap(cell => /^\s*((?:19|20)\d{2})\s*年度?\s*$/.exec(shownText(cell))?.[1] ?? [])
  return months.length > 1 ? months : [...new Set(years)]
}

/** 2018年12月 and 2019年1月 are months of two years, and each has a table. */
function ofSeveralYears(rows: readonly SheetRow[]): Text | undefined {
  const years = rows.map(row => yearsOf(row)).find(each => each.length > 1)
  return years === undefined
    ? undefined
    : {
        zh: `表头里有几个年度（${years.join('、')}）。一张表登记一个年度，请按年分成几张，标题写明年度，再导入。`,
        en: `The header is of several years (${years.join(', ')}). A table is imported for one year: part it by year, write the year in each title, and import each.`,
      }
}

function whyOf({ kind, telling, lacking, maybePlace }: Fit): Text {
  if (lacking.length > 0) {
    const asked =
      maybePlace === undefined
        ? { zh: '', en: '' }
        : {
            zh: `“${maybePlace}”一列写的如果就是团支部，请指定；整张表属于一个团支部的，请选那个团支部。`,
            en: ` If the column ${maybePlace} says the branch, choose it for that; if all rows are of one branch, choose the branch.`,
          }
    return {
      zh: `像${wordsOf(kind).zh}，但缺少“${lacking.join('”“')}”列。${asked.zh}`,
      en: `It looks like ${wordsOf(kind).en}, but lacks the column ${lacking.join(', ')}.${asked.en}`,
    }
  }
  return {
    zh: `表头里有“${telling.join('”“')}”，是${wordsOf(kind).zh}。`,
    en: `Its headers ${telling.join(', ')} are those of ${wordsOf(kind).en}.`,
  }
}

function rivalled(best: Fit, rival: Fit): Text {
  return {
    zh: `像${wordsOf(best.kind).zh}，也像${wordsOf(rival.kind).zh}。请看一下对不对。`,
    en: `It looks like ${wordsOf(best.kind).en}, but also like ${wordsOf(rival.kind).en}. Check which it is.`,
  }
}

function severalSheets(best: Fit, looks: readonly SheetGuess[]): Text {
  const names = looks.map(({ sheet }) => sheet.name)
  return {
    zh: `“${names.join('”“')}”这 ${names.length} 张工作表都是${wordsOf(best.kind).zh}，一起导入。`,
    en: `These ${names.length} sheets are ${wordsOf(best.kind).en} and are imported together: ${names.join(', ')}.`,
  }
}

function severalDays(best: Fit, n: number): Text {
  return {
    zh: `有 ${n} 张工作表都像${wordsOf(best.kind).zh}，填报日期不同。请选一张。`,
    en: `${n} sheets look like ${wordsOf(best.kind).en}, of different days. Choose one.`,
  }
}

function severalKinds(fits: readonly Fit[]): Text {
  const zh = fits.map(({ kind, look }) => `“${look.sheet.name}”像${wordsOf(kind).zh}`)
  const en = fits.map(({ kind, look }) => `"${look.sheet.name}" looks like ${wordsOf(kind).en}`)
  return {
    zh: `一次导入一张工作表：${zh.join('，')}。导入这一张后，把文件再拖进来选另一张。`,
    en: `One sheet is imported at a time: ${en.join(', ')}. After this one, drop the file again and choose another.`,
  }
}
