import { z } from 'zod'
import { dayOf, type IsoDay, isDay } from '#db/shared/day.ts'
import type { Cell } from '#db/sheets/cell.ts'
import { chineseNumeralsAsDigits } from './chinese-numerals.ts'
import { readRange } from './date-range.ts'
import { type At, type Field, field, type Options, type Plain, plain, type Weight } from './field.ts'
import { bareDate, readDate } from './office-date.ts'
import { textIn } from './text.ts'

/** As far as it is known: 2018-03-05, 2018-03 or 2018. Text order is time order, a month coming before its days. */
export type KnownDay = string & { readonly __known: unique symbol }

type DayOptions<R extends boolean> = Options<R> & {
  /** What follows where the day lies behind the day it is read on; a day yet to come is taken if not given. */
  readonly future?: Weight
  /** It came of late: typed without a year it is the last such day. A whole day that cannot be yet to come is taken for one. */
  readonly isPast?: boolean
}

/** `isWhole`: it is asked for a whole day, so that 4.10 is no month of 2004. */
function dayIn(cell: Cell, at: At, future: Weight | undefined, isWhole = false): KnownDay | undefined {
  const isText = typeof cell === 'object' && cell !== null && cell.kind !== 'day'
  const reading = readDate(isText ? (textIn(cell, at) ?? null) : cell)
  if (reading.kind === 'blank') return undefined
  if (reading.kind === 'dated') {
    const { day, precision } = reading.dated
    const known = knownAs(day, precision)
    if (reading.vague)
      at.tell(
        'kept',
        'date-vague',
        `写得不确切，按 ${known} 登记。知道确切日期的，请补上。`,
        `this is not exact; it was taken for ${known}. Add the exact date if you know it.`,
      )
    if (future === undefined || day <= at.today) return known
    const weight = at.asWritten ? 'kept' : future
    at.tell(
      weight,
      'date-future',
      `晚于 ${at.today}，还没有到。请核对。`,
      `this is after ${at.today} and has not come yet. Check it.`,
    )
    return weight === 'kept' ? known : undefined
  }
  if (reading.kind === 'impossible')
    at.tell(
      'refused',
      'date-impossible',
      '日历上没有这一天。请改正。',
      'there is no such day in the calendar. Correct it.',
      reading.repair,
    )
  else {
    const within = typeof cell === 'string' ? dayOfYear(cell, at.year) : undefined
    if (within !== undefined) {
      at.tell(
        'kept',
        'date-without-year',
        `没有写年份，按表上的 ${at.year} 年登记为 ${within}。请核对。`,
        `no year is written; it was taken for ${within}, by the year ${at.year} that the sheet names. Check it.`,
      )
      return knownAs(within, 'day')
    }
    const range = typeof cell === 'string' ? (readRange(cell) ?? rangeOfYear(cell, at.year)) : undefined
    if (range !== undefined) {
      const first = knownAs(range.from.day, range.from.precision)
      at.tell(
        'kept',
        'date-range',
        `写的是一段时间，按开始的 ${first} 登记。`,
        `this is a span of time; its beginning, ${first}, was taken.`,
      )
      return first
    }
    // In a table a person would read it like this; whoever types it is asked.
    const { short } = reading
    if (at.asWritten && short !== undefined && short.day <= at.today) {
      const taken = knownAs(short.day, short.precision)
      at.tell(
        'kept',
        'date-short-year',
        `年份只写了两位，补上“${short.day.slice(0, 2)}”登记。请核对。`,
        `the year has two digits only; it was taken for one of the ${short.day.slice(0, 2)}00s. Check it.`,
      )
      return taken
    }
    if (reading.isSeveral) {
      at.tell(
        'refused',
        'date-several',
        '一格里有几个日期，不知道按哪一个。请每个日期各写一行。',
        'the cell holds several days, and it is not known which one counts. Write a row for each.',
      )
      return undefined
    }
    if (reading.why !== undefined) {
      const { code, zh, en } = reading.why
      at.tell('refused', code, `${zh}。`, `${en}.`, reading.repair)
      return undefined
    }
    const lacksYear = typeof cell === 'string' && (isWhole ? /^\s*\d{1,2}[月.]/ : /月.*[日号]/).test(cell)
    if (at.asWritten && at.year === undefined && lacksYear && dayOfYear(cell, '2018') !== undefined) {
      at.tell(
        'refused',
        'year-missing',
        '只写了几月几日，没有年份。请写成 2018-03-05 的形式。',
        'a day without its year. Write it as 2018-03-05.',
      )
      return undefined
    }
    at.tell(
      'refused',
      'date-unclear',
      '看不出是哪年哪月。请写成 2018-03-05 或 2018-03 的形式。',
      'the year and month are not clear. Write it as 2018-03-05 or 2018-03.',
      reading.repair,
    )
  }
  return undefined
}

/** 3月5日-6日 and 3.5-3.7 in a year that is known. */
function rangeOfYear(text: string, year: string | undefined) {
  const bare = text.length > 60 ? '' : text.normalize('NFKC').trim()
  if (year === undefined || !/^\d{1,2}[月.]\d{1,2}(?!\d)/.test(bare)) return undefined
  return readRange(bare.includes('月') ? `${year}年${bare}` : `${year}.${bare}`)
}

/** 3月5日, 3.5, 3/5 and 3月5日（周一）下午3点 in a year that is known. */
export function dayOfYear(text: string, year: string | undefined): IsoDay | undefined {
  const [, month, day] = (text.length < 60 && /^(\d{1,2})[月./-](\d{1,2})[日号]?$/.exec(bareDate(text))) || []
  return year === undefined || month === undefined
    ? undefined
    : dayOf(Number(year), Number(month), Number(day))
}

/** The same typed into a form: in this year, or in the last one where that day has not come yet. */
export function dayJustPast(text: string, today: string): IsoDay | undefined {
  const year = Number(today.slice(0, 4))
  const [now, before] = [dayOfYear(text, String(year)), dayOfYear(text, String(year - 1))]
  return now !== undefined && now <= today ? now : before
}

/** 3月, 三月 and 3 in a year that is known. */
function monthOfYear(cell: Cell, year: string | undefined): string | undefined {
  if (year === undefined || (typeof cell !== 'string' && typeof cell !== 'number')) return undefined
  const text = chineseNumeralsAsDigits(String(cell).normalize('NFKC').trim())
  const month = /^(\d{1,2})(?:月份?)?$/.exec(text)?.[1]
  return month === undefined || Number(month) < 1 || Number(month) > 12
    ? undefined
    : `${year}-${month.padStart(2, '0')}`
}

function knownAs(day: string, precision: string): KnownDay {
  return cut(day, precision) as KnownDay
}

/** A stored day as far as it is known: 2018-03-01 of precision `month` is 2018-03. */
export function cut(day: string, precision: string | null): string {
  return precision === 'month' ? day.slice(0, 7) : precision === 'year' ? day.slice(0, 4) : day
}

/** The first day that a known day can mean. */
export function firstDay(known: string): IsoDay | undefined {
  const day = known.length === 4 ? `${known}-01-01` : known.length === 7 ? `${known}-01` : known
  return isDay(day) ? day : undefined
}

const precisionOf = (known: string) => (known.length === 10 ? 'day' : known.length === 7 ? 'month' : 'year')

/** A day of which the month or the year may be all that is known; kept as the first of that, marked. */
export function knownDay<R extends boolean = false>(
  zh: string,
  en: string,
  options: DayOptions<R> = {},
): Field<KnownDay, NoInfer<R>, { readonly '': 'text'; readonly _precision: 'text' }> {
  return field(zh, en, options, {
    type: 'day',
    columns: { '': 'text', _precision: 'text' },
    most: 10,
    schema: z.string().regex(/^\d{4}(-\d\d(-\d\d)?)?$/) as unknown as z.ZodType<KnownDay, KnownDay>,
    input: { as: 'day', isPast: options.isPast === true },
    read: (cell, at) => dayIn(cell, at, options.future),
    show: value => value,
    split: value => [firstDay(value) ?? value, precisionOf(value)],
    join: ([day, precision]) =>
      typeof day === 'string' ? knownAs(day, typeof precision === 'string' ? precision : 'day') : null,
  })
}

/** A whole day. */
export function day<R extends boolean = false>(
  zh: string,
  en: string,
  options: DayOptions<R> = {},
): Field<IsoDay, NoInfer<R>, Plain> {
  return field(zh, en, options, {
    type: 'day',
    columns: plain,
    most: 10,
    schema: z.iso.date() as unknown as z.ZodType<IsoDay, IsoDay>,
    input: { as: 'day', isPast: options.isPast ?? options.future === 'refused' },
    read(cell, at) {
      const known = dayIn(cell, at, options.future, true)
      if (known === undefined) return undefined
      if (isDay(known)) return known
      // A table says all the rest without it.
      if (at.asWritten && options.required !== true)
        at.tell(
          'left out',
          'day-missing',
          '没有写明是哪一天，这一格没有登记。请写成 2018-03-05 的形式。',
          'the day is not given, so this cell was not taken. Write it as 2018-03-05.',
        )
      else
        at.tell(
          'refused',
          'date-unclear',
          '没有写明是哪一天。请写成 2018-03-05 的形式。',
          'the day is not given. Write it as 2018-03-05.',
        )
      return undefined
    },
    show: value => value,
  })
}

/** 1-3月, 2018.1-2018.3, 4、5、6月: more months than one. */
function areMonths(cell: Cell): boolean {
  if (typeof cell !== 'string' || cell.length > 60 || readDate(cell).kind !== 'unclear') return false
  return months.test(chineseNumeralsAsDigits(cell.normalize('NFKC')).replace(/\s+/g, ''))
}
const oneMonth = String.raw`(?:(?:19|20)\d{2}[年./-])?(?:1[0-2]|0?[1-9])(?:月份?)?`
const months = new RegExp(`^${oneMonth}(?:[-—–~～至到、,/和及]${oneMonth})+$`)

/** A month, YYYY-MM. */
export function month<R extends boolean = false>(
  zh: string,
  en: string,
  options: Options<R> = {},
): Field<string, NoInfer<R>, Plain> {
  return field(zh, en, options, {
    type: 'month',
    columns: plain,
    most: 7,
    schema: z.string().regex(/^\d{4}-\d\d$/),
    input: { as: 'month' },
    read(cell, at) {
      const within = monthOfYear(cell, at.year)
      if (within !== undefined) return within
      if (monthOfYear(cell, '2018') !== undefined && at.year === undefined) {
        at.tell(
          'refused',
          'year-missing',
          '只写了月份，没有年份。请写成 2018-03 的形式。',
          'a month without its year. Write it as 2018-03.',
        )
        return undefined
      }
      const range = typeof cell === 'string' ? readRange(cell) : undefined
      if (areMonths(cell) || (range !== undefined && range.from.precision !== 'day')) {
        at.tell(
          'refused',
          'months-several',
          '一格里写了几个月，不知道按哪一个月。请每个月各写一行，写成 2018-03 的形式。',
          'the cell holds several months, and it is not known which one counts. Write a row for each, such as 2018-03.',
        )
        return undefined
      }
      const known = dayIn(cell, at, undefined)
      if (known === undefined || known.length >= 7) return known?.slice(0, 7)
      at.tell(
        'refused',
        'date-unclear',
        '没有写明是哪一月。请写成 2018-03 的形式。',
        'the month is not given. Write it as 2018-03.',
      )
      return undefined
    },
    show: value => value,
  })
}
