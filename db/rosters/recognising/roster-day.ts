import { readDate } from '#db/records/types/office-date.ts'
import { addDays, addMonths, type IsoDay } from '#db/shared/day.ts'
import { type SheetRow, shownText } from '#db/sheets/cell.ts'

const anyDay =
  /\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日|(?<!\d)(19|20)\d{6}(?!\d)/
const endOfMonth = /(?:截至|截止)[^\d]{0,6}(\d{4}\s*[-./年]\s*\d{1,2})\s*(?:月(?:底|末)?)?(?!\d)/
const endOfYear = /(?:截至|截止)[^\d]{0,6}(\d{4})\s*年?\s*(?:年)?(?:底|末)/
const labelled =
  /填报日期|填报时间|填表日期|填表时间|制表日期|制表时间|统计日期|统计时间|统计截止|报送日期|报表日期|截至|截止|日期|时间/

/**
 * The day that the lines above a table give for the whole roster: behind 填报日期, 截至 and the like, else the only
 * day named there. 截至2018年12月 is the last day of that month.
 */
export function rosterDay(above: readonly SheetRow[]): IsoDay | undefined {
  const lines = above.map(row =>
    row.cells.map(cell => shownText(cell).normalize('NFKC')).filter(text => text !== ''),
  )
  const texts = lines.map(cells => cells.join(' '))
  for (const text of texts) {
    const label = labelled.exec(text)
    const day = label === null ? undefined : firstDayIn(text.slice(label.index))
    if (day !== undefined) return day
  }
  const days = new Set(texts.flatMap(text => firstDayIn(text) ?? []))
  return days.size === 1 ? [...days][0] : undefined
}

function firstDayIn(text: string): IsoDay | undefined {
  const day = anyDay.exec(text)?.[0]
  if (day !== undefined) {
    const reading = readDate(day.replace(/\s+/g, ''))
    if (reading.kind === 'dated') return reading.dated.day
  }
  const month = endOfMonth.exec(text)?.[1] ?? appended(endOfYear.exec(text)?.[1])
  if (month === undefined) return undefined
  const reading = readDate(month.replace(/\s+/g, ''))
  return reading.kind === 'dated' ? addDays(addMonths(reading.dated.day, 1), -1) : undefined
}

function appended(year: string | undefined): string | undefined {
  return year === undefined ? undefined : `${year}-12`
}

/** The organization that filled in the roster, as 填报单位:… above the table names it. */
export function rosterUnit(above: readonly SheetRow[]): string | undefined {
  for (const row of above) {
    const text = row.cells.map(cell => shownText(cell)).join(' ')
    const unit =
      /(?:填报单位|填报组织|制表单位|报送单位|填表单位)\s*(?:[(\uff08][^()\uff08\uff09]*[)\uff09])?\s*[:\uff1a]\s*(\S+)/.exec(
        text,
      )?.[1]
    if (unit !== undefined) return unit
  }
  return undefined
}
