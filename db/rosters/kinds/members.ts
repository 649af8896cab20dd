import type { IdType, MemberStatus, ReportStatus } from '#contract/vocabulary.ts'
import { joinedAfterBirth, person } from '#db/records/person.ts'
import { membership, standing } from '#db/records/stays.ts'
import { nameAndNumber, nameAndPhone } from '#db/records/types/cell-of-two.ts'
import { chineseNumeralsAsDigits } from '#db/records/types/chinese-numerals.ts'
import { readRange } from '#db/records/types/date-range.ts'
import { day } from '#db/records/types/day.ts'
import { column } from '#db/records/types/field.ts'
import type { Sex } from '#db/records/types/gb-11643.ts'
import { type Dated, shownDate } from '#db/records/types/office-date.ts'
import { memberStatusWords } from '#db/records/words/member-words.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { plural } from '#db/shared/plural.ts'
import { type Cell, shownText } from '#db/sheets/cell.ts'
import { rosterForm } from '../field.ts'
import type { NotRead, RosterKind } from '../roster-kind.ts'
import type { RosterLine } from '../roster-line.ts'
import { readDay, readOptionalText } from '../values/read-value.ts'
import { composed, datedBy, type Read, readAll, readBy, type Spot, spot } from './composed.ts'
import { MoreFields } from './more-fields.ts'
import { age, parsePerson, whose } from './whose.ts'

/** What stands in one column of the table of people each. */
export const memberTexts = {
  nation: spot(person, 'nation'),
  political: spot(person, 'political'),
  memberNo: spot(person, 'member_no'),
  education: spot(person, 'education'),
  highestEducation: spot(person, 'highest_education'),
  occupation: spot(person, 'occupation'),
  income: spot(person, 'income'),
  workplace: spot(person, 'workplace'),
  phone: spot(person, 'phone'),
  email: spot(person, 'email'),
} as const

/** From when somebody belongs to the branch: kept of whoever comes to it with the roster. */
const movedIn = column(
  '转入日期 转入年月 转入本支部时间 转入支部时间 转入团支部时间 转入本支部日期 组织关系转入时间 团关系转入时间 团组织关系转入时间 关系转入时间 到本支部时间',
  day('转入时间', 'moved in on'),
)

/** 团员信息表 (domain.md 4.3): the person, where he belongs and how he stands, in one row; in the order of the form. */
export const memberSpots = {
  name: whose.name,
  idType: whose.idType,
  idNumber: whose.idNumber,
  birth: whose.birth,
  nation: memberTexts.nation,
  political: memberTexts.political,
  joined: spot(person, 'joined'),
  memberNo: memberTexts.memberNo,
  branch: spot(membership, 'org'),
  education: memberTexts.education,
  occupation: memberTexts.occupation,
  phone: memberTexts.phone,
  reportedOn: reportDay(
    '申请报到时间',
    'reported in on',
    '报到申请时间 申请报到日期 报到申请日期 提交报到时间 报到时间 报到日期',
  ),
  approvedOn: reportDay(
    '报到审核通过时间',
    'report approved on',
    '审核通过时间 报到通过时间 审核通过日期 报到审核时间',
  ),
  reportStatus: spot(standing, 'report'),
  status: spot(standing, 'status'),
  feesPaidTo: spot(person, 'fees_paid_to'),
  sex: spot(person, 'sex'),
  highestEducation: memberTexts.highestEducation,
  workplace: memberTexts.workplace,
  email: memberTexts.email,
  income: memberTexts.income,
  age,
  movedIn: spot({ fields: { moved: movedIn } }, 'moved', { onlyRead: true, tells: 0 }),
} as const

/** A day that the standings of a member tell: it is no field of any one record. */
function reportDay(zh: string, en: string, headings: string): Spot<IsoDay> {
  const one = column(headings, day(zh, en), { tells: 4, example: '2018-03-05' })
  return { kind: standing, name: 'since', one, peculiar: {} }
}

/** Every other field of people that is a column by its definition: nothing here names one of them. */
export const more = new MoreFields(
  person,
  Object.values<{ readonly kind: unknown; readonly name: string }>(memberSpots)
    .filter(({ kind }) => kind === person)
    .map(({ name }) => name),
)

/**
 * One member of a roster. `branch` is text as written: a code, a full or a short name. `feesPaidTo` is a month,
 * YYYY-MM. `birth` and `sex` come from the ID number where it is a 居民身份证. undefined is a blank cell, which says
 * nothing.
 */
export type MemberRow = Read<typeof memberTexts> & {
  readonly name: string
  readonly idType: IdType
  readonly idNumber: string
  readonly birth: Dated
  readonly sex: Sex | undefined
  readonly joined: Dated | undefined
  readonly branch: string
  readonly movedIn?: IsoDay | undefined
  readonly reportedOn: IsoDay | undefined
  readonly approvedOn: IsoDay | undefined
  readonly reportStatus: ReportStatus | undefined
  readonly status: MemberStatus | undefined
  readonly feesPaidTo: string | undefined
  /** What the row says in the columns that nothing names, by field. */
  readonly more: Readonly<Record<string, unknown>>
}

const columns = composed(memberSpots)

/** 书记 below 团内职务: who is a cadre too, which a roster of cadres says. */
const postsOfMembers: NotRead = {
  header: /^(?:现任?|担任|所任|兼任)?(?:团内|团支部|支部|团干部?)?(?:现任)?职务(?:名称)?(?:[(（].*)?$/,
  is: value => /书记|委员/.test(value) && !/党|工会|居委|村委|[无未没原曾]/.test(value),
  says: (columns, rows) => ({
    zh: `“${columns.join('”“')}”一列写着 ${rows} 个人的团内职务，没有登记。要登记的，把文件再拖进来，改选团干部名册。`,
    en: `The column ${columns.join(', ')} says of ${plural(rows, 'person', 'people')} which post in the League they hold, which was not taken. To record it drop the file again and choose cadres.`,
  }),
}

export const members: RosterKind<MemberRow> = {
  as: 'members',
  form: rosterForm({
    title: person.roster?.title ?? '',
    needs: [['name'], ['idNumber'], ['branch']],
    keys: ['name', 'idNumber'],
    ownPhone: 'phone',
    place: 'branch',
    twos: [nameAndNumber('name', 'idNumber'), { ...nameAndPhone('name', 'phone'), onlyInOneColumn: true }],
    fields: [...columns.fields, ...more.columns],
  }),
  notes: { ...columns.notes, ...more.notes },
  texts: { ...columns.texts, ...more.texts },
  parse: parseMember,
  leftInRemark: saysLeft,
  awayInRemark: (text, { political }) =>
    saysAway(text) ? away : political !== '中共党员' && saysJoinedParty(text) ? inParty : undefined,
  notRead: postsOfMembers,
  once: { field: 'idNumber', code: 'id-twice', keyOf: row => row.idNumber },
  named: { by: ['name'], all: false },
}

/** Reads a member; undefined when the row is refused. */
function parseMember(line: RosterLine<string>, today: IsoDay): MemberRow | undefined {
  const { name, idType, idNumber, birth, sex } = parsePerson(line, today)
  const branch = readBy(line, 'branch', memberSpots.branch)
  if (branch === undefined) {
    line.refuseMissing(
      'branch',
      'org-missing',
      '没有填写所在团支部。请补上后重新导入。',
      'the branch is missing. Fill it in and import again.',
    )
  }
  const texts = readAll(line, memberTexts)
  notePolitics(line, texts.political)
  const joined = datedBy(line, 'joined', memberSpots.joined)
  // The number tells the day of birth, whether or not there is a column for it.
  if (birth !== undefined && joined !== undefined)
    joinedAfterBirth({ birth: shownDate(birth), joined: shownDate(joined) }, field => line.at(field))
  const row = {
    ...texts,
    sex: readSex(line, sex),
    joined,
    movedIn: cameOn(line, today),
    reportedOn: wholeDay(line, 'reportedOn'),
    approvedOn: wholeDay(line, 'approvedOn'),
    reportStatus: readBy(line, 'reportStatus', memberSpots.reportStatus),
    status: readStatus(line),
    feesPaidTo: paidTo(line),
    more: more.read(line),
  }
  if (
    line.refused ||
    name === undefined ||
    idNumber === undefined ||
    birth === undefined ||
    branch === undefined
  )
    return undefined
  return { name, idType, idNumber, birth, branch, ...row }
}

/** The day from which somebody belongs to the branch: of a month its first; a day to come is none. */
function cameOn(line: RosterLine<string>, today: IsoDay): IsoDay | undefined {
  const came = readDay(line, 'movedIn')
  if (came === undefined || (came.precision !== 'year' && came.day <= today)) return came?.day
  const [zh, en] =
    came.precision === 'year'
      ? ['只写了年份', 'only the year is given']
      : ['这一天还没有到', 'this day has not come yet']
  line.note(
    'movedIn',
    'day-missing',
    `${zh}，这一格没有登记。请写成 2018-03-05 的形式。`,
    `${en}, so this cell was not taken. Write it as 2018-03-05.`,
  )
  return undefined
}

/** A month alone says too little of how long somebody waited: it is told, and the row goes on without it. */
function wholeDay(line: RosterLine<string>, field: 'reportedOn' | 'approvedOn'): IsoDay | undefined {
  const read = readDay(line, field)
  if (read === undefined || read.precision === 'day') return read?.day
  line.note(
    field,
    'day-missing',
    '没有写明是哪一天，这一格没有登记。请写成 2018-03-05 的形式。',
    'the day is not given, so this cell was not taken. Write it as 2018-03-05.',
  )
  return undefined
}

/** 已交清, 欠交 and a tick say whether fees were paid, and not up to when. */
const noMonth =
  /^(?:(?:已|全部|均|都|未|没有|没(?!有)|尚|欠|免|不用|无需|正常){0,4}(?:按时|按月|按期|足额)?(?:[交缴]|结)(?:清|齐|纳|费|完|团费|减|免){0,4}|减免|[√✓✔×✗✘]|[是否])[。！!]?$/

/** 2018年第三季度, 2018年上半年 and 2018年全年: up to where they end. */
const partOfYear = /^((?:19|20)\d{2})年?度?(?:第?([一二三四1-4])季度?|([上下])半年|全年|全部|年?底)$/

/** 交至2018年 is up to its December, and 2018.1-2018.12 up to where it ends. */
function paidTo(line: RosterLine<string>): string | undefined {
  const cell = line.cell('feesPaidTo')
  if (typeof cell === 'string' && cell.length < 30 && noMonth.test(cell.replace(/\s+/g, ''))) {
    line.note(
      'feesPaidTo',
      'month-not-said',
      '没有写明交到哪年哪月，这一格没有登记。请写成 2018-12 的形式。',
      'it does not say up to which month, so this cell was not taken. Write it as 2018-12.',
    )
    return undefined
  }
  const month = monthAlone(cell)
  if (month !== undefined) {
    const of = line.year
    if (of === undefined)
      line.note(
        'feesPaidTo',
        'month-not-said',
        '只写了月份，没有年份，这一格没有登记。请写成 2018-12 的形式。',
        'a month without its year, so this cell was not taken. Write it as 2018-12.',
      )
    else
      line.note(
        'feesPaidTo',
        'date-without-year',
        `没有写年份，按表上的 ${of} 年登记为 ${of}-${month}。请核对。`,
        `no year is written; it was taken for ${of}-${month}, by the year ${of} that the sheet names. Check it.`,
      )
    return of === undefined ? undefined : `${of}-${month}`
  }
  const [, year, quarter, half] =
    (typeof cell === 'string' && partOfYear.exec(cell.normalize('NFKC').replace(/\s+/g, ''))) || []
  if (year !== undefined) {
    const months =
      quarter === undefined
        ? half === '上'
          ? 6
          : 12
        : 3 * ('一二三四'.indexOf(quarter) + 1 || Number(quarter))
    return `${year}-${String(months).padStart(2, '0')}`
  }
  const paid = (typeof cell === 'string' ? readRange(cell)?.to : undefined) ?? readDay(line, 'feesPaidTo')
  return paid?.precision === 'year' ? `${paid.day.slice(0, 4)}-12` : paid?.day.slice(0, 7)
}

/** 12月, 十二月份 and 12, as two digits. */
function monthAlone(cell: Cell): string | undefined {
  const text = chineseNumeralsAsDigits(shownText(cell).slice(0, 20).normalize('NFKC').replace(/\s+/g, ''))
  return /^(1[0-2]|0?[1-9])(?:月份?)?底?$/.exec(text)?.[1]?.padStart(2, '0')
}

/** 转出 and the like: whoever writes that says that this is none of the branch's members any more. */
const leavingWord =
  /^(?:已|拟|申请|办理|正在)?(?:组织关系|团组织关系|团关系|关系)?(?:已)?(?:转出|转走|转移|转接出|调出|调离|迁出|移出|转往|转至|转到|离职|离校|毕业离校|毕业转出|离开|去世|死亡|已故|亡故|除名|已?离团|超龄离团|满28周岁离团|退团)(?:团员|待接收|在途|中|成功|完成|审核通过)?/

/** 2018年9月 before 转出. */
const whenWritten =
  /^[于在]?(?:\d{2,4}年|\d{4}[./-])(?:\d{1,2}(?:月份?|[./-]\d{1,2}日?)?(?:\d{1,2}日)?)?(?:底|初)?/

/** Whether a state, or a remark, says that somebody has left: 转出, 已转出, 毕业离校. */
export function saysLeft(text: string): boolean {
  return leavingWord.test(text.replace(/\s+/g, '').replace(whenWritten, ''))
}

/** Words for where somebody is who may not be in the branch any more, wherever they stand: 2025年9月参军, 已考上大学. */
const awayWord =
  /(?<![未没无不曾拟])(?:参军|入伍|应征|服兵?役|当兵|出国|出境|留学|移民|去世|逝世|死亡|病[故逝]|身故|失联|失去联系|联系不上|无法联系|下落不明|升学|升入|考[上入取]|退学|辍学|休学|外出|务工|打工|不在本?(?:地|社区|支部|街道|校|单位|岗)|搬(?:走|离|家|迁)|调[走离往至到]|离[开职校团世]|辞职|辞退|退团|脱团|转[出走往至]|停止团籍|除名|开除|空挂|服刑|已?超龄|满(?:28|二十八)|户[口籍]迁|迁[出走往至]|(?<!初中|高中|中专|大专|专科|本科|大学|研究生|职高|技校)毕业(?!生|班|证|于|论|年)|取消团籍|考研|读研|[在去到]外地?(?:读书|上学|求学|上班|工作|居住|生活)|(?:在|去)外(?:地|省|市))/
/** Or who is back. */
const backAgain = /退伍|退役|复员|转业|[回归]国|归来|返[乡校回]|已返|复学|意[向愿]|[军家]属|转入|调入/

const away = {
  code: 'remark-away',
  zh: '备注里写的像是人已不在本支部，这一行仍按原样登记，团籍状态没有改动。确实离开的，请办理转出或离团。',
  en: 'by the remark the member may not be in the branch any more; the row was taken as it stands and no state was changed. Record where the member went if that is so.',
}

const inParty = {
  code: 'remark-party',
  zh: '备注里写的像是已经入党，政治面貌没有改动。确实入党的，请改正“政治面貌”一列。',
  en: 'by the remark the member has joined the Party; the political status was not changed. Correct that if it is so.',
}

function saysJoinedParty(text: string): boolean {
  return /^(?:已|于?\d{4}[年./-]\d{1,2}月?)(?:入党|加入中国共产党|转为?(?:中共)?(?:正式|预备)?党员)|^(?:中共)?(?:预备|正式)?党员$/.test(
    text.slice(0, 100).replace(/\s+/g, ''),
  )
}

/** Whether a remark says of somebody that he may be elsewhere, though it does not say that he has left. */
export function saysAway(text: string): boolean {
  const bare = text.slice(0, 200).replace(/\s+/g, '')
  return awayWord.test(bare) && !backAgain.test(bare)
}

/**
 * The state of a member. A word for having left never becomes 正常: the row is left out, since the roster does not say
 * where the member is now.
 */
function readStatus(line: RosterLine<string>): MemberStatus | undefined {
  const text = readOptionalText(line, 'status')?.replace(/\s+/g, '')
  if (text === undefined || memberStatusWords.valueOf(text) !== undefined || !leavingWord.test(text))
    return readBy(line, 'status', memberSpots.status)
  line.refuse(
    'status',
    'member-left',
    '写的是已经离开，所以不登记为本支部团员。台账里还有他的，请办理转出；其实没有离开的，把这一格改为“正常”再导入。',
    'this says that the member has left, so the row was not taken. Record where the member went; one who is still there is 正常.',
  )
  return undefined
}

/** Offices keep those who are not members yet in the same table. */
function notePolitics(line: RosterLine<string>, political: string | undefined): void {
  if (
    political === undefined ||
    !/^(群众|(?:一般|普通|社会)?青年|少先队员|.*(积极分子|申请人|发展对象))$/.test(political)
  )
    return
  if (/入党|发展对象/.test(political)) return
  line.note(
    'political',
    'not-a-member',
    '这样写的人还不是团员，这一行却登记成了团员。还没有入团的，请删去这一行。',
    'people of this status are not members of the League, and the row was taken as one. Delete it if the person has not joined.',
  )
}

/** The ID number knows better than the column. */
function readSex(line: RosterLine<string>, known: Sex | undefined): Sex | undefined {
  const given = readBy(line, 'sex', memberSpots.sex)
  if (given !== undefined && known !== undefined && given !== known) {
    line.note(
      'sex',
      'id-sex-differs',
      '与身份证号所示的性别不一致，已按身份证号登记。请核对。',
      'this differs from the sex that the ID number tells, which was taken. Check it.',
    )
  }
  return known ?? given
}
