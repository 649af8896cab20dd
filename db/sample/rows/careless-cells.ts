import type { CellValue } from 'hucre'
import { type IsoDay, isDay } from '#db/shared/day.ts'
import type { Random } from '../random.ts'

/** How a date stands in a cell: as offices spell it, or as a real date where the file can hold one. */
export function spelledDate(text: string, realDates: boolean, random: Random): CellValue {
  const parts = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text)
  if (parts === null || random.chance(0.4)) return text
  const [, year = '', month = '', day] = parts
  const [m, d] = [String(Number(month)), String(Number(day))]
  if (day === undefined) {
    return random.pick([`${year}.${month}`, `${year}年${m}月`, `${year}${month}`, `${year}/${month}`])
  }
  const spellings = [
    `${year}-${m}-${d}`,
    `${year}.${m}.${d}`,
    `${year}年${m}月${d}日`,
    `${year}${month}${day}`,
  ]
  if (realDates && random.chance(0.3) && isDay(text)) return dateCell(text)
  return random.chance(0.03) ? fullWidthDigits(text) : random.pick(spellings)
}

/** Spreadsheets know no time zone: midnight of Greenwich is the day itself. */
function dateCell(day: IsoDay): Date {
  return new Date(`${day}T00:00:00Z`)
}

/** ID and telephone numbers typed with a Chinese input method. */
export function typedNumber(text: string, random: Random): string {
  return random.chance(0.01) ? fullWidthDigits(text) : text
}

/** Names of two characters spread out to the width of three, and spaces around others. */
export function typedName(name: string, random: Random): string {
  if (!random.chance(0.02)) return name
  const characters = [...name]
  return characters.length === 2 ? characters.join('\u3000') : ` ${name} `
}

function fullWidthDigits(text: string): string {
  return text.replace(/\d/g, digit => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
}
