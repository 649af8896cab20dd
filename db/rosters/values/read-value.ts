import { type DateRange, readRange } from '#db/records/types/date-range.ts'
import { withoutCheckMark } from '#db/records/types/gb-11643.ts'
import { type Dated, readDate, shownDate } from '#db/records/types/office-date.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { bareText, tidyText } from '#db/shared/tidy-text.ts'
import { type Cell, shownText } from '#db/sheets/cell.ts'
import type { RosterLine } from '../roster-line.ts'

/** What a person writes for "nothing" in a column that asks for something. */
const nothing = /^(-+|—+|\/+|\\+|无|暂无|空|null|N\/A)$/i

/** The tidied text of a cell, or undefined for a blank one. */
export function readText<F extends string>(line: RosterLine<F>, field: F): string | undefined {
  const cell = line.cell(field)
  if (cell === null) return undefined
  const text = tidyText(shownText(cell))
  return text === '' ? undefined : text
}

/** The same where a dash or 无 says nothing. */
export function readOptionalText<F extends string>(line: RosterLine<F>, field: F): string | undefined {
  const text = readText(line, field)
  return text === undefined || isNothing(text) ? undefined : text
}

function isNothing(text: string): boolean {
  return text.length < 5 && nothing.test(text)
}

/** A number or code as typed: half-width, without white space and without Excel's leading apostrophe. */
export function readBare<F extends string>(line: RosterLine<F>, field: F): string | undefined {
  const cell = line.cell(field)
  if (cell === null) return undefined
  const text = withoutCheckMark(wholeNumber(bareText(shownText(cell)).replace(/^'+/, '')))
  return text === '' ? undefined : text
}

/** 13800001234.0 and 1.3800001234E10 are whole numbers that a spreadsheet wrote as a fraction: no digit is lost. */
function wholeNumber(text: string): string {
  const whole = /^(\d{4,})\.0+$/.exec(text)?.[1]
  if (whole !== undefined) return whole
  const [, first, rest = '', exponent] = /^(\d)\.(\d+)E\+?(\d{1,2})$/i.exec(text) ?? []
  return first !== undefined && rest.length === Number(exponent) ? first + rest : text
}

/**
 * A day or month; what is no day of the calendar or has more than one reading is refused. `repair` is the day to
 * propose, where something else tells it.
 */
export function readDay<F extends string>(line: RosterLine<F>, field: F, repair?: string): Dated | undefined {
  const reading = readDate(line.cell(field))
  switch (reading.kind) {
    case 'blank':
      return undefined
    case 'dated':
      return reading.dated
    case 'impossible':
      line.refuse(
        field,
        'date-impossible',
        '日历上没有这一天。请改正该单元格后重新导入。',
        'there is no such day in the calendar. Correct the cell and import the file again.',
        repair ?? reading.repair,
      )
      return undefined
    case 'unclear': {
      const range = rangeIn(line.cell(field))
      if (range !== undefined) {
        line.note(
          field,
          'date-range',
          `写的是一段时间，按开始的 ${shownDate(range.from)} 登记。`,
          `this is a span of time; its beginning, ${shownDate(range.from)}, was taken.`,
        )
        return range.from
      }
      const { short } = reading
      const isKnown = short !== undefined && repair?.startsWith(shownDate(short))
      if (isKnown) return short
      // 00.07 may be a day as well, but not where the ID number says July of 2000.
      if (reading.repair !== null && repair?.startsWith(reading.repair)) {
        const meant = readDate(reading.repair)
        if (meant.kind === 'dated') return meant.dated
      }
      if (short !== undefined && repair === undefined && short.day <= line.today) {
        line.note(
          field,
          'date-short-year',
          `年份只写了两位，补上“${short.day.slice(0, 2)}”登记。请核对。`,
          `the year has two digits only; it was taken for one of the ${short.day.slice(0, 2)}00s. Check it.`,
        )
        return short
      }
      if (reading.isSeveral) {
        line.refuse(
          field,
          'date-several',
          '一格里有几个日期，不知道按哪一个。请每个日期各写一行，或只留一个，再导入。',
          'the cell holds several days, and it is not known which one counts. Write a row for each or leave one, and import again.',
        )
        return undefined
      }
      // 3月5日 below 生日, where the whole day is known.
      const ofYear = birthdayIn(line.cell(field))
      const whole = ofYear !== undefined && repair?.endsWith(ofYear) ? readDate(repair) : undefined
      if (whole?.kind === 'dated') return whole.dated
      const month = reading.either?.find(one => repair?.startsWith(one))
      const meant = month === undefined ? undefined : readDate(month)
      if (meant?.kind === 'dated') return meant.dated
      if (reading.why !== undefined) {
        const { code, zh, en } = reading.why
        const proposed = repair ?? reading.repair
        line.refuse(field, code, `${zh}后重新导入。`, `${en} and import the file again.`, proposed)
        return undefined
      }
      line.refuse(
        field,
        'date-unclear',
        '看不出是哪年哪月。请写成 2018-03-05 或 2018-03 的形式后重新导入。',
        'the year and month are not clear. Write it as 2018-03-05 or 2018-03 and import the file again.',
        repair ?? reading.repair,
      )
      return undefined
    }
  }
}

/** A day that is given whole: of a year or a month alone nobody knows which one is meant. */
export function readWholeDay<F extends string>(line: RosterLine<F>, field: F): IsoDay | undefined {
  const dated = readDay(line, field)
  if (dated === undefined || dated.precision === 'day') return dated?.day
  line.refuse(
    field,
    'date-unclear',
    '没有写明是哪一天。请写成 2018-03-05 的形式。',
    'the day is not given. Write it as 2018-03-05.',
  )
  return undefined
}

function birthdayIn(cell: Cell): string | undefined {
  const [, month, day] = /^\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*日?\s*$/.exec(shownText(cell)) ?? []
  return month === undefined || day === undefined
    ? undefined
    : `-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

function rangeIn(cell: Cell): DateRange | undefined {
  return typeof cell === 'string' ? readRange(cell) : undefined
}

/** A date that should not lie behind the day of the roster; if it does, that is noted. */
export function notePast<F extends string>(
  line: RosterLine<F>,
  field: F,
  dated: Dated | undefined,
  today: IsoDay,
): Dated | undefined {
  if (dated !== undefined && dated.day > today) {
    line.note(
      field,
      'date-future',
      `晚于填报日期 ${today}。请核对。`,
      `this is after the day of the roster, ${today}. Check it.`,
    )
  }
  return dated
}
