import { remembering } from '#db/shared/own-copy.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import { type Cell, shownText } from '#db/sheets/cell.ts'
import { meetingTypeWords } from '../words/meeting-words.ts'
import { chineseNumeralsAsDigits } from './chinese-numerals.ts'
import { readRange } from './date-range.ts'
import { readDate, shownDate } from './office-date.ts'

/**
 * Two fields that offices write into one cell, 应到/实到 or the beginning and the end of a post. `parts` gives what the
 * cell says of each, undefined where it says nothing of two; `told` is noted where the header does not announce both.
 */
export type CellOfTwo<F extends string> = {
  readonly fields: readonly [F, F]
  readonly parts: (cell: Cell, header: string) => readonly [Cell, Cell] | undefined
  readonly told: (first: string, second: string) => Text
  /** A table may well have a column for the second alone that says both (本届任期). */
  readonly isWholeInSecond?: true
  /** A column that is of both (姓名及身份证号). Where a table has a column of one alone, its cells may tell. */
  readonly isOfBoth?: (header: string) => boolean
  /** Numbers of which one stands in a column of its own as well: a cell that says another one there is no cell of two. */
  readonly mustAgree?: true
  /** Where each has a column of its own, a cell holds that one alone, whatever it looks like. */
  readonly onlyInOneColumn?: true
}

const labelledExpected = /应(?:到|参加|出席|参会|有)[^\d]{0,6}(\d{1,6})/
const labelledAttended = /(?:实(?:到|际|参加|有)|到会|出席|参会|参加)[^\d]{0,6}(\d{1,6})/
const twoNumbers = /^(\d{1,6})人?(?:[/|、;:,-]|\()(\d{1,6})人?\)?$/

/** 12/10, 12(10), 应到12人，实到10人; and 12/10 that a spreadsheet took for the tenth of December. */
export function crowdIn(cell: Cell, header: string): readonly [Cell, Cell] | undefined {
  const isBackwards = /实到.*应到/.test(header)
  const isOfBoth = /应到.*实到|实到.*应到|情况/.test(header)
  const inOrder = (first: string, second: string): readonly [Cell, Cell] =>
    isBackwards ? [second, first] : [first, second]
  if (typeof cell === 'object' && cell?.kind === 'day')
    return isOfBoth
      ? inOrder(String(Number(cell.day.slice(5, 7))), String(Number(cell.day.slice(8))))
      : undefined
  if (typeof cell !== 'string' || cell.length > 100) return undefined
  const text = cell.normalize('NFKC').replace(/\s+/g, '')
  const [expected, attended] = [labelledExpected.exec(text)?.[1], labelledAttended.exec(rest(text))?.[1]]
  if (expected !== undefined && attended !== undefined) return [expected, attended]
  const two = twoNumbers.exec(text)
  // 1,234 is one number.
  if (two === null || /^\d{1,3},\d{3}$/.test(text)) return undefined
  return inOrder(two[1] ?? '', two[2] ?? '')
}

/** 应参加12人 is not 参加12人. */
function rest(text: string): string {
  return text.replace(labelledExpected, '')
}

/** 2017.9-2019.6: when a post began and ended; it has no end while it goes on. */
export function tenureIn(cell: Cell): readonly [Cell, Cell] | undefined {
  const range = typeof cell === 'string' ? readRange(cell) : undefined
  return range && [shownDate(range.from), range.to && shownDate(range.to)]
}

/** 2017.3-2020.3 and 2017年3月起三年 as a term of office: the election, and for how many years, as far as it says. */
export function termIn(cell: Cell, header: string): readonly [Cell, Cell] | undefined {
  // A day alone below 换届日期 is that day.
  const isOfTerm = /任期|届期/.test(header) && !/[起始]|日期|时间/.test(header)
  const begins = (said: Cell, isWhole: boolean) => {
    const reading = readDate(said)
    const isDate = reading.kind === 'dated' && (isWhole || (isOfTerm && reading.dated.precision !== 'year'))
    return isDate ? shownDate(reading.dated) : undefined
  }
  if (typeof cell !== 'string') {
    const day = begins(cell, false)
    return day === undefined ? undefined : [day, null]
  }
  if (cell.length > 60) return undefined
  const text = cell
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/\(.*\)$/, '')
  const range = readRange(text)
  if (range?.to === null) return [shownDate(range.from), null]
  if (range?.to !== undefined) {
    const years = wholeYears(range.from.day, range.to.day)
    return years < 1 ? undefined : [shownDate(range.from), String(years)]
  }
  const [, from, years] = /^自?(.{4,12}?)起?(?:,?任期)?([一二三四五1-5]年)?$/.exec(text) ?? []
  const day = from === undefined ? undefined : begins(from, years !== undefined)
  return day === undefined ? undefined : [day, years ?? null]
}

/** From one day to another, to the nearest year. */
export function wholeYears(from: string, to: string): number {
  return Math.round(monthsBetween(from, to) / 12)
}

/** Of days of which no more than the year may be known. */
export function monthsBetween(from: string, to: string): number {
  const months = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7) || 1)
  return months(to) - months(from)
}

/** 支部大会：学习两会精神 is a kind of meeting and what it was about. */
export function meetingIn(cell: Cell): readonly [Cell, Cell] | undefined {
  if (typeof cell !== 'string') return undefined
  const [, type, topic] = /^([^：:—\-（(\n]{2,12})[：:—\-（(\n]+(.+?)[)）]?$/s.exec(cell.trim()) ?? []
  if (type === undefined || topic === undefined || meetingTypeWords.valueOf(type.trim()) === undefined)
    return undefined
  return [type.trim(), topic.trim()]
}

const nameThenPhone = /^([\p{Script=Han}·]{2,15})[（(：:/、,;|+ ]{0,2}(1[3-9]\d{9})[）)]?$/u

/** 路遥（13700000005） is a name and a mobile number. Below a header that announces both, a cell may hold a name alone. */
export function nameAndPhoneIn(cell: Cell, header = ''): readonly [Cell, Cell] | undefined {
  if (typeof cell !== 'string' || cell.length > 40) return undefined
  const text = cell.normalize('NFKC').replace(/\s+/g, ' ').trim()
  const [, name, phone] = nameThenPhone.exec(text) ?? []
  if (name !== undefined && phone !== undefined) return [name, phone]
  return isOfNameAndPhone(header) && !/\d/.test(text) ? [cell, null] : undefined
}

export const nameAndPhone = <F extends string>(name: F, phone: F): CellOfTwo<F> => ({
  fields: [name, phone],
  parts: nameAndPhoneIn,
  isOfBoth: isOfNameAndPhone,
  told: (first, second) => ({
    zh: `一格里写了姓名和电话，按姓名“${first}”、手机号码 ${second} 读取。请核对。`,
    en: `the cell holds a name and a telephone number; it was taken for ${first}, ${second}. Check it.`,
  }),
})

/** 姓名及身份证号, 姓名（身份证号码） and 身份证号、姓名, without what stands between the words. */
const numberHead = '(?:居民)?(?:身份证|证件|公民身份)(?:号码?|证号码?|编号)?'
const nameHead =
  '(?:(?:团员|团干部?|干部|青年|学生|学员|成员|人员|(?:团?支部)?(?:副?书记|..委员))?(?:姓名|名字)|姓名)'
const nameAndNumberHead = new RegExp(
  `^(?:${nameHead}[及和与加+(]{0,2}${numberHead}|${numberHead}[及和与加+(]{0,2}${nameHead})\\)?(?:\\([^()]*\\)?)?$`,
)
const phoneHead = '(?:联系)?(?:电话|手机|方式)(?:号码?)?'
const nameAndPhoneHead = new RegExp(`^${nameHead}[及和与加+(]{0,2}${phoneHead}\\)?$`)
function isOfNameAndPhone(header: string): boolean {
  return header.length <= 40 && nameAndPhoneHead.test(bareHeader(header))
}
const isOfNameAndNumber = (header: string) =>
  header.length <= 40 && nameAndNumberHead.test(bareHeader(header))

/** Each row of a sheet is tried as a header of each roster. */
const bareHeader = remembering(5_000, header =>
  header
    .normalize('NFKC')
    .replace(/[\s*、，,/\\|:;_-]+/g, '')
    .replace(/[[【]/g, '(')
    .replace(/[\]】]/g, ')'),
)

/** No digit of it is lost if it has one too many or too few: then the number is told to be wrong. */
const idNumberWithin = /(?<![\da-z])\d(?:[ -]?\d){13,18}(?: ?x)?(?![\da-z])/i
const idLabel = /(?:居民)?(?:身份证|证件)(?:号码?|证号码?|编号)?[:： ]*|姓名[:： ]*/g

/**
 * 李明 4401…, 李明（4401…） and the two on two lines are a name and the number of a card. Below a header that announces
 * both, a cell may hold one of them alone, or a name and a foreign number in brackets.
 */
export function nameAndNumberIn(cell: Cell, header: string): readonly [Cell, Cell] | undefined {
  if (typeof cell !== 'string' || cell.length > 80) return undefined
  const text = cell
    .replace(/[！-～]/g, sign => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/\s+/g, ' ')
  const isAnnounced = isOfNameAndNumber(header)
  // What stands beside a number below 身份证号, as （本人）, is nobody's name.
  if (!isAnnounced && !(/[\d０-９]{4}/.test(cell) && /名|name|书记|委员/i.test(header))) return undefined
  const number = idNumberWithin.exec(text)?.[0]
  if (number === undefined) {
    if (!isAnnounced) return undefined
    const [, name, paper] = /^(.{2,40}?) ?\(([a-z\d() *]{6,24})\)$/i.exec(text.trim()) ?? []
    return name === undefined || paper === undefined ? [text.trim(), null] : [name.trim(), paper]
  }
  const name = text
    .replace(number, ' ')
    .replace(idLabel, ' ')
    .replace(/^[\s(),，、;；:：/|+-]+|[\s(),，、;；:：/|+-]+$/g, '')
  if (name === '') return isAnnounced ? [null, number.replace(/[ -]/g, '')] : undefined
  // 李明 4401… 13800001234 holds more than two.
  return /\d/.test(name) && !isAnnounced ? undefined : [name, number.replace(/[ -]/g, '')]
}

export const nameAndNumber = <F extends string>(name: F, number: F): CellOfTwo<F> => ({
  fields: [name, number],
  parts: nameAndNumberIn,
  isOfBoth: isOfNameAndNumber,
  told: () => ({
    zh: '一格里写了姓名和证件号码，分成两项读取。请核对。',
    en: 'the cell holds a name and an ID number and was read as both. Check it.',
  }),
})

const codeHead = '(?:团?组织|团?支部|机构)?(?:id|编[号码]|代码)'
const orgHead = '(?:团?组织|团?支部|机构|单位)?(?:名称|全称)'
const codeAndNameHead = new RegExp(
  `^(?:${codeHead}[及和与加+(]{0,2}${orgHead}|${orgHead}[及和与加+(]{0,2}${codeHead})\\)?$`,
  'i',
)
const isOfCodeAndName = (header: string) => header.length <= 40 && codeAndNameHead.test(bareHeader(header))

const codeBefore =
  /^(?:[(（[【〔](?<inside>[a-z]{0,6}[-_]?\d{2,}(?:-\d+)*)[)）\]】〕]\s*|(?<apart>[a-z]{0,6}[-_]?\d{2,}(?:-\d+)*)[\s:：、,，/|_-]+|(?<close>0\d{2,}|\d{6,}|[a-z]{1,6}[-_]\d{2,}(?:-\d+)*)(?=\p{Script=Han}))(?<name>.*\p{Script=Han}{2}.*)$/iu
const codeBehind =
  /^(?<name>.*\p{Script=Han}{2}.*?)(?:\s*[(（[【〔](?<inside>[a-z]{0,6}[-_]?\d{2,}(?:-\d+)*)[)）\]】〕]|[\s:：、,，/|]+(?<apart>[a-z]{0,6}[-_]?\d{2,}(?:-\d+)*))$/iu
/** 2025级, 12号楼 and 3个: what is counted there is part of the name; and a year is no code. */
const isCounted = /^\s*(?:[级届年月日班号座栋楼层期组室排个名人区路街巷弄幢中小]|单元|公司|学校)/
const isYear = /^(?:19|20)\d{2}$/

/**
 * GQ-0123 幸福社区团支部, （0123）幸福社区团支部 and 幸福社区团支部（GQ-0123） are a code and the name of an organization. Below
 * a header that announces both, a cell may hold one of them alone.
 */
export function codeAndNameIn(cell: Cell, header: string): readonly [Cell, Cell] | undefined {
  if (typeof cell !== 'string' || cell.length > 120) return undefined
  const text = cell.replace(/\s+/g, ' ').trim()
  const isAnnounced = isOfCodeAndName(header)
  const { inside, apart, close, name } = (codeBefore.exec(text) ?? codeBehind.exec(text))?.groups ?? {}
  const code = inside ?? apart ?? close
  if (code !== undefined && name !== undefined) {
    const isSure = /^0|[a-z]|\d{3}/i.test(code) && !isYear.test(code) && !isCounted.test(name)
    if (isAnnounced || isSure) return [code, name.trim()]
  }
  if (!isAnnounced) return undefined
  return /\p{Script=Han}/u.test(text) ? [null, text] : [text, null]
}

export const codeAndName = <F extends string>(code: F, name: F): CellOfTwo<F> => ({
  fields: [code, name],
  parts: codeAndNameIn,
  isOfBoth: isOfCodeAndName,
  onlyInOneColumn: true,
  told: () => ({
    zh: '一格里写了组织ID和名称，分成两项读取。请核对。',
    en: 'the cell holds a code and a name and was read as both. Check it.',
  }),
})

const postsNamed =
  /^(?<org>.{2,40}?(?:团?支部|团?总支部?|团委|团工委|委员会|社区|街道|公司|中心|医院|学校|[大中小]学))(?<title>(?:专职|兼职|挂职|常务|代理)?(?:副?书记|(?:组织|宣传|文体|生产|权益|志愿|纪检|学习|生活)?委员|干事))(?<more>[(（].*[)）])?$/u
/** 团支部 and 社区团支部 name nothing. */
const noOrgsName =
  /^(?:中国?共青团|共青团|团|本|所在|学校|社区|街道|企业|公司|村|机关)*(?:团?支部|团?总支部?|团委|团工委|委员会)?$/
const isOfOrgAndTitle = (header: string) =>
  header.length <= 40 &&
  /^(?:所[在属])?(?:团?组织|团?支部|单位)[及和与加]?(?:现任|团内)?职务$/.test(bareHeader(header))

/**
 * 东湖社区团支部书记 is an organization and a post in it; 团支部书记 is a post, and 原东湖社区团支部书记 was one. Below a header
 * that announces both, what names no post is the organization alone.
 */
export function orgAndTitleIn(cell: Cell, header = ''): readonly [Cell, Cell] | undefined {
  if (typeof cell !== 'string' || cell.length > 80) return undefined
  const { org, title, more } = postsNamed.exec(cell.replace(/\s+/g, ''))?.groups ?? {}
  if (org !== undefined && title !== undefined && !noOrgsName.test(org) && !/^[原曾拟]|党/.test(org))
    return [org, `${title}${more ?? ''}`]
  return isOfOrgAndTitle(header) ? [cell.trim(), null] : undefined
}

export const orgAndTitle = <F extends string>(org: F, title: F): CellOfTwo<F> => ({
  fields: [org, title],
  parts: orgAndTitleIn,
  isOfBoth: isOfOrgAndTitle,
  told: (first, second) => ({
    zh: `一格里写了组织和职务，按“${first}”的“${second}”读取。请核对。`,
    en: `the cell holds an organization and a post; it was taken for ${second} of "${first}". Check it.`,
  }),
})

export const typeAndTopic = <F extends string>(type: F, topic: F): CellOfTwo<F> => ({
  fields: [type, topic],
  parts: meetingIn,
  told: (first, second) => ({
    zh: `一格里写了类型和主题，按类型“${first}”、主题“${second}”读取。请核对。`,
    en: `the cell holds a kind and a topic; it was taken for ${first} about "${second}". Check it.`,
  }),
})

export const crowd = <F extends string>(expected: F, attended: F): CellOfTwo<F> => ({
  fields: [expected, attended],
  parts: crowdIn,
  mustAgree: true,
  told: (first, second) => ({
    zh: `一格里写了两个数，按应到 ${first} 人、实到 ${second} 人读取。请核对。`,
    en: `the cell holds two numbers; ${first} were expected and ${second} came, as it was read. Check it.`,
  }),
})

export const tenure = <F extends string>(since: F, until: F): CellOfTwo<F> => ({
  fields: [since, until],
  parts: tenureIn,
  told: (first, second) => ({
    zh: `一格里写了起止两个时间，按 ${first} 任职${second === '' ? '、仍在任' : `、${second} 离任`}读取。请核对。`,
    en: `the cell holds a beginning and an end; the post was taken to be held from ${first} ${second === '' ? 'on' : `to ${second}`}. Check it.`,
  }),
})

export const termOfOffice = <F extends string>(elected: F, years: F): CellOfTwo<F> => ({
  fields: [elected, years],
  parts: termIn,
  isWholeInSecond: true,
  told: (first, second) => ({
    zh: `写的是任期起止，按 ${first} 换届${second === '' ? '' : `、每届 ${yearsIn(second)} 年`}读取。请核对。`,
    en: `this says from when to when a term is; it was taken for an election in ${first}${second === '' ? '' : ` and a term of ${plural(yearsIn(second), 'year')}`}. Check it.`,
  }),
})

function yearsIn(text: string): number {
  return Number.parseInt(chineseNumeralsAsDigits(text), 10)
}

export function toldOf<F extends string>(two: CellOfTwo<F>, [first, second]: readonly [Cell, Cell]): Text {
  return two.told(shownText(first), shownText(second))
}
