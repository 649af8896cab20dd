import type { Precision } from '#contract/vocabulary.ts'
import { dayOf, type IsoDay } from '#db/shared/day.ts'
import { ownCopy } from '#db/shared/own-copy.ts'
import type { Text } from '#db/shared/text.ts'
import type { Cell } from '#db/sheets/cell.ts'
import { dayOfSerial } from '#db/sheets/serial-day.ts'
import { chineseNumeralsAsDigits } from './chinese-numerals.ts'

/** A day as rosters give it; a month or a year alone is its first day, marked (domain.md, "How rosters are read"). */
export type Dated = { readonly day: IsoDay; readonly precision: Precision }

/**
 * What a date cell says. `vague`: it says a little more, or that it is not sure (2018年上半年, 约2018年). `repair` is the one day it can have meant, where there is just one.
 * `unclear` has more than one reading, or none; `short` is what 18.3.5 can mean if its year has two digits;
 * `impossible` is no day of the calendar.
 */
export type DateReading =
  | { readonly kind: 'blank' }
  | { readonly kind: 'dated'; readonly dated: Dated; readonly vague?: true }
  | { readonly kind: 'impossible'; readonly repair: string | null }
  | {
      readonly kind: 'unclear'
      readonly repair: string | null
      readonly short?: Dated | undefined
      /** It is a list of days. */
      readonly isSeveral?: true
      /** The two months, 2018-01 and 2018-10, that a number 2018.1 can mean. */
      readonly either?: readonly [string, string]
      /** What keeps it from being read, and what to write instead, where more can be said than that. */
      readonly why?: { readonly code: string } & Text
    }

const blank: DateReading = { kind: 'blank' }
/** Words that stand in a date column for "no date". */
const noDate =
  /^(-+|—+|–+|\/+|\\+|\.+|无|没有|空|暂无|未定|待[定查补填]|待(?:核实|查实|补充|补填|确认)|不详|不清楚?|记不清|不记得|未知|至今|迄今|现在|今|长期|在任|现任|[不未没]变|[无未]变化|同[上去]年度?|未填写?|未提供|保密|略|(?:尚?未|没有|从未)(?:换届|改选|选举)过?|N\/?A|null)$/i
/** What a spreadsheet makes of an empty cell that a formula repeats. */
const noSerial = /^(?:0|1900[-/.年]0?1[-/.月]0+日?)$/

/** Reads a date in any form that offices write; the same text is read once and remembered. */
export function readDate(cell: Cell): DateReading {
  if (cell === null) return blank
  if (typeof cell === 'string') return remembered(cell)
  if (typeof cell === 'number') return fromNumber(cell)
  if (typeof cell === 'object' && cell.kind === 'day') return dated(cell.day, cell.precision)
  return { kind: 'unclear', repair: null }
}

/** What is longer is a sentence. */
const longestDate = 80
const memory = new Map<string, DateReading>()

function remembered(text: string): DateReading {
  const known = memory.get(text)
  if (known !== undefined) return known
  if (memory.size > 20_000) memory.clear()
  const reading = fromText(text)
  memory.set(ownCopy(text), reading)
  return reading
}

function fromText(text: string): DateReading {
  if (text.trim().length > longestDate) return { kind: 'unclear', repair: null }
  const bare = bareDate(text)
  // No League office counts by these years: what it comes to is proposed, and not taken in silence.
  const republican = /^(?:中华)?民国(元|\d{1,3})(?=年)/.exec(bare)
  if (republican) {
    const year = 1911 + (republican[1] === '元' ? 1 : Number(republican[1]))
    const meant = fromBare(withoutVagueness(`${year}${bare.slice(republican[0].length)}`))
    return {
      kind: 'unclear',
      repair: meant.kind === 'dated' ? shownDate(meant.dated) : null,
      why: republicanYears,
    }
  }
  const sure = withoutVagueness(bare)
  const reading = fromBare(sure)
  if (reading.kind === 'unclear' && lunar.test(text)) return { kind: 'unclear', repair: null, why: lunarDays }
  if (reading.kind === 'unclear' && reading.short === undefined && isSeveral(text))
    return { kind: 'unclear', repair: null, isSeveral: true }
  return reading.kind === 'dated' && sure !== bare ? { ...reading, vague: true } : reading
}

const republicanYears = {
  code: 'date-other-calendar',
  zh: '是民国纪年。请按公历写成 2018-03-05 或 2018-03 的形式',
  en: 'this counts the years of the Republic of China. Write it as 2018-03-05 or 2018-03',
}
/** 农历四月初八, 正月十五 and 腊月廿三. */
const lunar = /农历|阴历|旧历|[正腊冬]月|月(?:初[一二三四五六七八九十]|廿)/
const lunarDays = {
  code: 'date-other-calendar',
  zh: '是农历日期，不能换算。请按公历写成 2018-03-05 或 2018-03 的形式',
  en: 'this is a date of the lunar calendar, which is not converted. Write the day of the common calendar as 2018-03-05 or 2018-03',
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const inEnglish =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const dayInEnglish = '(\\d{1,2})(?:st|nd|rd|th)?'
const yearLast = new RegExp(
  `^(?:${dayInEnglish}[\\s-]*)?${inEnglish}[\\s,-]*(?:${dayInEnglish}[\\s,-]+)?(\\d{4})$`,
  'i',
)
const yearFirst = new RegExp(`^(\\d{4})[\\s,-]*${inEnglish}(?:[\\s,-]*${dayInEnglish})?$`, 'i')
/** Mar-18, as a spreadsheet in English shows a month. */
const shortInEnglish = new RegExp(`^${inEnglish}[-\\s'’]*(\\d{2})$`, 'i')

/** March 2018, 5-Mar-2018 and 2018 Mar 5 in digits; every other text as it is. */
function englishAsDigits(text: string): string {
  if (!/[a-z]{3}/i.test(text)) return text
  const number = (word: string | undefined) => months.indexOf((word ?? '').slice(0, 3).toLowerCase()) + 1
  const last = yearLast.exec(text)
  if (last !== null) {
    const [, before, month, behind, year] = last
    if (before !== undefined && behind !== undefined) return text
    return [year, number(month), before ?? behind].filter(part => part !== undefined).join('-')
  }
  const first = yearFirst.exec(text)
  if (first !== null)
    return [first[1], number(first[2]), first[3]].filter(part => part !== undefined).join('-')
  const short = shortInEnglish.exec(text)
  return short === null ? text : `${short[2]}-${number(short[1])}`
}

/** A date without white space, weekday and time of day, its numerals as digits. */
export function bareDate(text: string): string {
  return chineseNumeralsAsDigits(
    englishAsDigits(
      text
        .normalize('NFKC')
        .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
        .trim()
        .replace(/(?<=\d{4})\s+\d{1,2}:\d{2}.*$/, ''),
    )
      .trim()
      // What Excel puts before a text that is to stay one.
      .replace(/^['’‘](?=\d{4})/, '')
      .replace(/[(][^()]*[)]$/, '')
      .replace(/年["“]?五四["”]?(?:青年节)?$/, '年5月4日')
      .replace(/[(](星期|周)[一二三四五六日天][)]/, '')
      .replace(/(星期|周)[一二三四五六日天]$/, '')
      .replace(
        /(?:(?<=\d)[T\s]+|(?<=日)\s*|(?<=\d)(?=[上下早中晚]))(上午|下午|早上|中午|晚上|晚)?\s*\d{1,2}\s*[:时点].*$/,
        '',
      )
      .replace(/(?<=[\d日号])\s*(?:上午|下午|早上|早晨|中午|晚上|傍晚|晚)$/, '')
      .replace(/^(\d{4})\s+(\d{1,2})(?:\s+(\d{1,2}))?$/, (_, year, ...rest) =>
        [year, ...rest.slice(0, 2)].filter(Boolean).join('.'),
      )
      .replace(/\s+/g, '')
      .replace(
        /(?<=[\d日号月年])(?:入团|入党|加入|任职|当选|换届|改选|选举|成立|到任|上任|就任|报到|出生|生|补录|补填)$/,
        '',
      )
      .replace(/^[自从](?=\d{4})/, '')
      .replace(/(?<=[\d日号月年])(?:起|开始)$/, '')
      .replace(/[。.,、/]+$/, ''),
  )
}

/** 2018.5-6 and 2018年5—6 are two months: a stroke behind another separator joins. */
const monthsJoined = /^\d{4}[./年·]\d{1,2}[-~—–]\d{1,2}$/

function fromBare(bare: string): DateReading {
  if (bare === '' || noDate.test(bare) || noSerial.test(bare)) return blank
  if (/^\d+$/.test(bare)) return fromDigits(bare)
  const year = /^(\d{4})(?:年(?:度|份)?|\.0)$/.exec(bare)
  if (year) return fromYear(year[1])
  const separated =
    /^(\d{4})[-./\\年、·_~—–,。'’`;:](\d{1,2})(?:[-./\\月、·_~—–,。'’`;:](\d{1,2})[日号]?|月份?)?$/.exec(bare)
  if (separated && !monthsJoined.test(bare)) return fromParts(separated[1], separated[2], separated[3])
  const monthFirst = /^(\d{1,2})[-./月](\d{4})年?$/.exec(bare)
  if (monthFirst && Number(monthFirst[1]) <= 12) return fromParts(monthFirst[2], monthFirst[1], undefined)
  const short = /^['’‘]?(\d{2})[-./年·、](\d{1,2})(?:[-./月·、](\d{1,2})[日号]?|月份?)?$/.exec(bare)
  return short ? shortYear(short.slice(1)) : { kind: 'unclear', repair: onlyReading(bare) }
}

/** 3月5日、4月2日 and 2018-06-01 / 2018-07-01: days of their own, which may leave the year to what stands above. */
function isSeveral(text: string): boolean {
  const parts = text.split(/\s*[、,，;；\n]\s*|\s+[/和及]\s+|(?<=[日号])[和及]/).map(bareDate)
  const isDay = (part: string) =>
    /^\d{1,2}[月./-]\d{1,2}[日号]?$/.test(part) || (part.length > 4 && fromBare(part).kind === 'dated')
  return parts.length > 1 && parts.every(isDay)
}

/** 2018年3月中旬 is a month and 约2018年 a year: known less well, not otherwise. Of a day nobody is sure of nothing is made. */
function withoutVagueness(text: string): string {
  return text
    .replace(/(?<=\d月)份?(?:[初中底末]|[上中下]旬)$/, '')
    .replace(/(?<=\d年)(?:度?[初中底末]|[上下]半年)$/, '')
    .replace(/^大?[约概](?=\d{4}年?(?:\d{1,2}月)?$)/, '')
    .replace(/(?<=^\d{4}年?(?:\d{1,2}月)?)(?:左右|前后)$/, '')
}

function fromDigits(digits: string): DateReading {
  if (digits.length === 8) return fromParts(digits.slice(0, 4), digits.slice(4, 6), digits.slice(6))
  if (digits.length === 6) {
    const month = fromParts(digits.slice(0, 4), digits.slice(4), undefined)
    return month.kind === 'dated' ? month : shortYear(digits.match(/\d\d/g) ?? [])
  }
  if (digits.length === 4) return fromYear(digits)
  if (digits.length === 5) return { kind: 'unclear', repair: daySerial(Number(digits)) ?? null }
  return { kind: 'unclear', repair: null }
}

function fromYear(year: string | undefined): DateReading {
  const first = dayOf(Number(year), 1, 1)
  return first === undefined ? { kind: 'unclear', repair: null } : dated(first, 'year')
}

function fromParts(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
): DateReading {
  const [y, m, d] = [Number(year), Number(month), day === undefined ? 1 : Number(day)]
  const found = dayOf(y, m, d)
  if (found !== undefined) return dated(found, day === undefined ? 'month' : 'day')
  return { kind: 'impossible', repair: day === undefined ? null : (dayOf(y, d, m) ?? null) }
}

/**
 * A number cell: 20180305, 201803, 2018.03 typed as a number, or a serial day of the 1900 system whose cell lost
 * its format. 2018.1 may have been 2018.10, whose last 0 a number cannot keep.
 */
function fromNumber(value: number): DateReading {
  if (value === 0) return blank
  if (Number.isInteger(value) && value >= 100_000) return fromDigits(String(value))
  if (value >= 1900 && value < 2200) {
    if (Number.isInteger(value)) return fromYear(String(value))
    const parts = /^(\d{4})\.(\d{1,2})$/.exec(String(value))
    if (parts?.[2] === '1') return eitherMonth(`${parts[1]}-01`, `${parts[1]}-10`)
    return parts ? fromParts(parts[1], parts[2], undefined) : { kind: 'unclear', repair: null }
  }
  const day = daySerial(value)
  return day === undefined ? { kind: 'unclear', repair: null } : dated(day, 'day')
}

/** The day of a serial number of the 1900 date system, between 1927 and 2119. */
function daySerial(serial: number): IsoDay | undefined {
  return serial >= 10_000 && serial < 80_000 ? dayOfSerial(serial, false) : undefined
}

/** A date whose precision may come from the registry, where it is plain text. */
type Known = { readonly day: string; readonly precision: string }

/** A date as far as it is known: 2018-03-05, 2018-03 or 2018. */
export function shownDate({ day, precision }: Known): string {
  return precision === 'year' ? day.slice(0, 4) : precision === 'month' ? day.slice(0, 7) : day
}

function eitherMonth(january: string, october: string): DateReading {
  const year = january.slice(0, 4)
  return {
    kind: 'unclear',
    repair: null,
    either: [january, october],
    why: {
      code: 'date-either-month',
      zh: `是数字 ${year}.1，可能是 ${year} 年 1 月，也可能是 ${year} 年 10 月（数字末尾的 0 存不下来）。请写成 ${january} 或 ${october}`,
      en: `this is the number ${year}.1, which may be January or October of ${year}, as a number does not keep a 0 at its end. Write ${january} or ${october}`,
    },
  }
}

/** Whether one date is the other, known less well: 2018 and 2018-03, 2018-03 and 2018-03-05. */
export function canBeSameDay(a: Known, b: Known): boolean {
  const [one, other] = [shownDate(a), shownDate(b)]
  return one.startsWith(other) || other.startsWith(one)
}

/** 5/3/2018 has two readings, 25/3/2018 only one; 43164 as text has been a day of a spreadsheet. */
function onlyReading(text: string): string | null {
  const serial = /^([2-5]\d{4})(?:\.0{1,6})?$/.exec(text)?.[1]
  if (serial !== undefined) return daySerial(Number(serial)) ?? null
  const lastYear = /^(\d{1,2})[-./](\d{1,2})[-./](\d{4})$/.exec(text)
  if (lastYear) {
    const [a, b, year] = [Number(lastYear[1]), Number(lastYear[2]), Number(lastYear[3])]
    const readings = new Set([dayOf(year, a, b), dayOf(year, b, a)].filter(day => day !== undefined))
    return readings.size === 1 ? ([...readings][0] ?? null) : null
  }
  return null
}

/** 95.3.12 and 95.3: half a century back, half a century ahead. */
function shortYear([year, month, day = '']: readonly (string | undefined)[]): DateReading {
  const y = Number(year)
  const found = dayOf(y < 50 ? 2000 + y : 1900 + y, Number(month), day === '' ? 1 : Number(day))
  if (found === undefined) return { kind: 'unclear', repair: null }
  const short: Dated = { day: found, precision: day === '' ? 'month' : 'day' }
  // 10.9 may be a day of October as well.
  const isOfYear = day !== '' || y > 12
  return { kind: 'unclear', repair: shownDate(short), ...(isOfYear && { short }) }
}

function dated(day: IsoDay, precision: Precision): DateReading {
  return { kind: 'dated', dated: { day, precision } }
}

/** A day as far as it is known, for people to read: its month or its year alone where the rest is made up. */
export function asKnown(day: string | null, precision: string | null): string | null {
  if (day === null) return null
  return precision === 'year' ? day.slice(0, 4) : precision === 'month' ? day.slice(0, 7) : day
}
