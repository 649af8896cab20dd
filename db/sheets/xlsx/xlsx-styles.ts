import { dateShownBy, type ShownDate } from '../serial-day.ts'
import { attributesOf } from '../xml/xml-attributes.ts'

/** Per cell style of an xlsx: whether its numbers are shown as a day, as a month without a day, or as neither. */
export function dateStylesIn(styles: string): readonly ShownDate[] {
  const codes = new Map<number, string>()
  for (const attributes of attributesOf(styles, 'numFmt'))
    codes.set(Number(attributes.get('numFmtId')), attributes.get('formatCode') ?? '')
  const shown = new Map<number, ShownDate>()
  const cellFormats = styles.slice(styles.indexOf('cellXfs'), styles.lastIndexOf('cellXfs'))
  return Array.from(attributesOf(cellFormats, 'xf'), attributes => {
    const format = Number(attributes.get('numFmtId') ?? 0)
    if (!shown.has(format)) shown.set(format, dateShownBy(format, codes.get(format)))
    return shown.get(format)
  })
}
