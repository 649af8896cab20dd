import { isDateFormat } from 'hucre'
import { attributesOf } from './xml-attributes.ts'

/** Built-in formats that show a day; 27 to 36 and 50 to 58 are those of Chinese Excel and WPS. */
const builtInDays = new Set([14, 15, 16, 22, 28, 29, 30, 31, 51, 53, 54, 58])
const builtInMonths = new Set([17, 27, 36, 50, 52, 57])

/** Per cell style of an xlsx: whether its numbers are shown as a day, as a month without a day, or as neither. */
export function dateStylesIn(styles: string): readonly ('day' | 'month' | undefined)[] {
  const formats = new Map<number, string>()
  for (const attributes of attributesOf(styles, 'numFmt'))
    formats.set(Number(attributes.get('numFmtId')), attributes.get('formatCode') ?? '')
  const cellFormats = styles.slice(styles.indexOf('cellXfs'), styles.lastIndexOf('cellXfs'))
  return Array.from(attributesOf(cellFormats, 'xf'), attributes => {
    const id = Number(attributes.get('numFmtId') ?? 0)
    const format = formats.get(id)
    return format === undefined ? builtIn(id) : shownBy(format)
  })
}

function builtIn(id: number): 'day' | 'month' | undefined {
  if (builtInDays.has(id)) return 'day'
  return builtInMonths.has(id) ? 'month' : undefined
}

function shownBy(format: string): 'day' | 'month' | undefined {
  const letters = format.replace(/\[[^\]]*\]|"[^"]*"|\\./g, '').toLowerCase()
  if (!isDateFormat(format) || !/[yd]/.test(letters)) return undefined
  return letters.includes('d') ? 'day' : 'month'
}
