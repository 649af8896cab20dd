import { chineseNumeralsAsDigits } from '#db/records/types/chinese-numerals.ts'
import { type DateRange, readRange } from '#db/records/types/date-range.ts'
import { type Dated, readDate, shownDate } from '#db/records/types/office-date.ts'
import type { WordTable } from '#db/records/types/word-table.ts'
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
  const text = wholeNumber(bareText(shownText(cell)).replace(/^'+/, ''))
  return text === '' ? undefined : text
}

/** 13800001234.0 and 1.3800001234E10 are whole numbers that a spreadsheet wrote as a fraction: no digit is lost. */
function wholeNumber(text: string): string {
  const whole = /^(\d{4,})\.0+$/.exec(text)?.[1]
  if (whole !== undefined) return whole
  const [, first, rest = '', exponent] = /^(\d)\.(\d+)E\+?(\d{1,2})$/i.exec(text) ?? []
  return first !== undefined && rest.length === Number(exponent) ? first + rest : text
}

/** A telephone or member number, a code, an address. What is shown as 1.9E+10 has lost its digits. */
export function readCode<F extends string>(line: RosterLine<F>, field: F): string | undefined {
  const text = readBare(line, field)
  if (text === undefined || isNothing(text)) return undefined
  if (text.startsWith('=')) {
    noteUnread(line, field)
    return undefined
  }
  if (!text.includes('+') || !/^\d(\.\d+)?E\+\d+$/i.test(text)) return text
  line.note(
    field,
    'value-unknown',
    '号码被表格软件改成了科学计数法，末尾几位已丢失，未读取。请把该列设为文本格式后重新填写。',
    'the number was turned into scientific notation and lost its last digits; it was not read. Format the column as text and type it again.',
  )
  return undefined
}

/** The value of a word from a closed list; a word that is not on it is noted and left out. */
export function readWord<F extends string, V extends string>(
  line: RosterLine<F>,
  field: F,
  words: WordTable<V>,
): V | undefined {
  const text = readOptionalText(line, field)
  if (text === undefined) return undefined
  const value = words.valueOf(text)
  if (value === undefined) noteUnread(line, field)
  return value
}

export function noteUnusual<F extends string>(line: RosterLine<F>, field: F): void {
  line.note(
    field,
    'value-unknown',
    '不是常用的写法，已按原文保留。如写错了，请改正。',
    'this is not one of the usual words and was kept as written. Correct it if it is a slip.',
  )
}

function noteUnread<F extends string>(line: RosterLine<F>, field: F): void {
  line.note(
    field,
    'value-unknown',
    '不是这一列可用的内容，此格未读取。请改为表上规定的写法。',
    'this is nothing that the column knows; the cell was not read. Write it as the form asks.',
  )
}

/** A whole number from `least` to `most`, with or without a unit behind it (3年, 三年, 12人). */
export function readWhole<F extends string>(
  line: RosterLine<F>,
  field: F,
  least: number,
  most: number,
): number | undefined {
  const text = readCode(line, field)
  if (text === undefined) return undefined
  const value = Number(
    /^(\d{1,7})(?:\.0+)?[^\d.]{0,3}$/.exec(chineseNumeralsAsDigits(text))?.[1] ?? Number.NaN,
  )
  if (value >= least && value <= most) return value
  noteUnread(line, field)
  return undefined
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

function rangeIn(cell: Cell): DateRange | undefined {
  return typeof cell === 'string' ? readRange(cell) : undefined
}

/** A date that should not lie behind the day of the roster; if it does, that is noted. */
export function readPastDay<F extends string>(
  line: RosterLine<F>,
  field: F,
  today: IsoDay,
): Dated | undefined {
  const dated = readDay(line, field)
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
