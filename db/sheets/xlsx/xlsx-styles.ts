import { dateShownBy, type ShownDate } from '../serial-day.ts'
import { attributesOf } from '../xml/xml-attributes.ts'

/** Excel keeps no more of them in a workbook. */
const mostFormats = 65_536

/** The cell styles of an xlsx whose text is struck through. */
export function struckStylesIn(styles: string): ReadonlySet<number> {
  const struck = new Set<number>()
  if (!styles.includes('strike')) return struck
  const fonts = styles.slice(styles.indexOf('<fonts'), styles.lastIndexOf('fonts>'))
  const struckFonts = new Set<number>()
  for (const [font, content] of fonts
    .split(/<(?:[\w.-]+:)?font[\s>/]/)
    .slice(1)
    .entries()) {
    const value = attributesOf(content, 'strike').next().value?.get('val') ?? '1'
    if (content.includes('strike') && /^(1|true)$/.test(value)) struckFonts.add(font)
    if (font >= mostFormats) break
  }
  const cellFormats = styles.slice(styles.indexOf('cellXfs'), styles.lastIndexOf('cellXfs'))
  let style = 0
  for (const attributes of attributesOf(cellFormats, 'xf')) {
    if (struckFonts.has(Number(attributes.get('fontId') ?? 0))) struck.add(style)
    if (++style >= mostFormats) break
  }
  return struck
}

/** The cell styles of an xlsx that indent their text, and by how many steps. */
export function indentStylesIn(styles: string): ReadonlyMap<number, number> {
  const indents = new Map<number, number>()
  if (!styles.includes('indent')) return indents
  const cellFormats = styles.slice(styles.indexOf('cellXfs'), styles.lastIndexOf('cellXfs'))
  for (const [style, content] of cellFormats
    .split(/<(?:[\w.-]+:)?xf[\s>/]/)
    .slice(1)
    .entries()) {
    const indent = content.includes('indent')
      ? Number(attributesOf(content, 'alignment').next().value?.get('indent'))
      : 0
    if (indent > 0) indents.set(style, indent)
    if (style >= mostFormats) break
  }
  return indents
}

/** Per cell style of an xlsx: whether its numbers are shown as a day, as a month without a day, or as neither. */
export function dateStylesIn(styles: string): readonly ShownDate[] {
  const codes = new Map<number, string>()
  for (const attributes of attributesOf(styles, 'numFmt')) {
    codes.set(Number(attributes.get('numFmtId')), attributes.get('formatCode') ?? '')
    if (codes.size >= mostFormats) break
  }
  const shown = new Map<number, ShownDate>()
  const cellFormats = styles.slice(styles.indexOf('cellXfs'), styles.lastIndexOf('cellXfs'))
  const byStyle: ShownDate[] = []
  for (const attributes of attributesOf(cellFormats, 'xf')) {
    const format = Number(attributes.get('numFmtId') ?? 0)
    if (!shown.has(format)) shown.set(format, dateShownBy(format, codes.get(format)))
    byStyle.push(shown.get(format))
    if (byStyle.length >= mostFormats) break
  }
  return byStyle
}
