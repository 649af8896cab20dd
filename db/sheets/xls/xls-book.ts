import { wellFormed } from '#db/shared/tidy-text.ts'
import { fileDamaged, fileEncrypted, fileTooLarge, unreadForm } from '../file-refusals.ts'
import { dateShownBy, type ShownDate } from '../serial-day.ts'
import type { Sheet } from '../sheet.ts'
import type { SourceFile } from '../source-file.ts'
import { type BiffRecord, biffRecords, recordIds } from './biff-records.ts'
import { bytesDecoder, sharedTexts, wideText } from './biff-text.ts'
import { type XlsBook, XlsSheetReader } from './xls-sheet.ts'

/** It is held whole, in one piece. A full sheet of 65,536 people with twenty columns takes some 25 MB. */
const mostStreamBytes = 36_000_000
const mostSheets = 1_000

type BoundSheet = { readonly name: string; readonly hidden: boolean; readonly start: number }

/**
 * The sheets of a workbook stream of Excel 5 to 2003 or of WPS ([MS-XLS]), which hold 65,536 rows at most. hucre knows
 * those of Excel 97 alone, gives formulas as values and takes what it does not know for damage.
 */
export function xlsSheets(file: SourceFile, stream: Buffer): readonly Sheet[] {
  if (stream.length > mostStreamBytes) throw fileTooLarge(file.fileName)
  const { book, bound } = loneSheet(file, stream) ?? globalsOf(file, stream)
  const reader = new XlsSheetReader(book)
  return bound.map(({ name, hidden, start }) => reader.sheetAt(name, hidden, start))
}

/** A sheet without a workbook around it, as many web systems write one by hand: it says of nothing what it means. */
function loneSheet(
  file: SourceFile,
  stream: Buffer,
): { readonly book: XlsBook; readonly bound: readonly BoundSheet[] } | undefined {
  const [first] = biffRecords(stream, 0)
  if (first === undefined || first.id !== recordIds.beginning || first.length < 4) return undefined
  const [version, part] = [stream.readUInt16LE(first.start), stream.readUInt16LE(first.start + 2)]
  if (part !== aSheet || (version !== 0 && version !== 0x0500)) return undefined
  const book = {
    file,
    stream,
    isWide: false,
    decode: bytesDecoder(undefined),
    texts: sharedTexts(file, []),
    dateStyles: [],
    struckStyles: new Set<number>(),
    indentStyles: new Map<number, number>(),
    from1904: false,
  }
  return { book, bound: [{ name: 'Sheet1', hidden: false, start: 0 }] }
}

const aSheet = 0x0010

function globalsOf(
  file: SourceFile,
  stream: Buffer,
): { readonly book: XlsBook; readonly bound: readonly BoundSheet[] } {
  const records = globalRecords(file, stream)
  const first = records[0]
  if (first === undefined || first.id !== recordIds.beginning || first.length < 4)
    throw fileDamaged(file.fileName)
  const version = stream.readUInt16LE(first.start)
  if (version !== 0x0600 && version !== 0x0500)
    throw unreadForm(file.fileName, 'Excel 的一种旧格式', 'an old form of Excel')
  const isWide = version === 0x0600
  const numberOf = (id: number) => {
    const record = records.find(each => each.id === id && each.length >= 2)
    return record === undefined ? undefined : stream.readUInt16LE(record.start)
  }
  const decode = bytesDecoder(numberOf(recordIds.codePage))
  const book: XlsBook = {
    file,
    stream,
    isWide,
    decode,
    texts: sharedTexts(file, piecesOfTexts(stream, records)),
    dateStyles: dateStyles({ stream, isWide, decode }, records),
    struckStyles: struckStyles(stream, records),
    indentStyles: isWide ? indentStyles(stream, records) : new Map(),
    from1904: numberOf(recordIds.dateMode) === 1,
  }
  const bound = records.filter(({ id, length }) => id === recordIds.boundSheet && length > 7)
  if (bound.length > mostSheets) throw fileTooLarge(file.fileName)
  return { book, bound: bound.flatMap(record => boundSheet(book, record)) }
}

/** Up to the end of the first part of the stream, or to a password, behind which nothing can be read. */
function globalRecords(file: SourceFile, stream: Buffer): readonly BiffRecord[] {
  const records: BiffRecord[] = []
  for (const record of biffRecords(stream, 0)) {
    if (record.id === recordIds.password) throw fileEncrypted(file.fileName)
    if (record.id === recordIds.end) break
    records.push(record)
    if (records.length > 1_000_000) throw fileTooLarge(file.fileName)
  }
  return records
}

/** Charts, macros and modules are sheets too, and none of them holds a table. */
function boundSheet({ stream, isWide, decode }: XlsBook, { start, length }: BiffRecord): BoundSheet[] {
  if (stream.readUInt8(start + 5) !== 0) return []
  const count = stream.readUInt8(start + 6)
  const name = isWide
    ? wideText(stream, start + 7, count).text
    : decode(stream.subarray(start + 7, start + Math.min(length, 7 + count)))
  const hidden = (stream.readUInt8(start + 4) & 3) !== 0
  return [{ name: wellFormed(name), hidden, start: stream.readUInt32LE(start) }]
}

function piecesOfTexts(stream: Buffer, records: readonly BiffRecord[]): readonly Buffer[] {
  const first = records.findIndex(({ id }) => id === recordIds.sharedTexts)
  if (first < 0) return []
  let end = first + 1
  while (records[end]?.id === recordIds.continued) end++
  return records.slice(first, end).map(({ start, length }) => stream.subarray(start, start + length))
}

function dateStyles(
  { stream, isWide, decode }: Pick<XlsBook, 'stream' | 'isWide' | 'decode'>,
  records: readonly BiffRecord[],
): readonly ShownDate[] {
  const codes = new Map<number, string>()
  const styles: ShownDate[] = []
  for (const { id, start, length } of records) {
    if (id === recordIds.format && length > 4) {
      const text = isWide
        ? wideText(stream, start + 4, stream.readUInt16LE(start + 2)).text
        : decode(stream.subarray(start + 3, start + Math.min(length, 3 + stream.readUInt8(start + 2))))
      codes.set(stream.readUInt16LE(start), text)
    } else if (id === recordIds.style && length >= 4) {
      const format = stream.readUInt16LE(start + 2)
      styles.push(dateShownBy(format, codes.get(format)))
    }
  }
  return styles
}

/** [MS-XLS] 2.4.122 and 2.4.353: a font says whether it is struck through, a style which font it has; none is the fifth. */
function struckStyles(stream: Buffer, records: readonly BiffRecord[]): ReadonlySet<number> {
  const struckFonts = new Set<number>()
  const struck = new Set<number>()
  let [font, style] = [0, 0]
  for (const { id, start, length } of records) {
    if (id === recordIds.font && length >= 4) {
      if ((stream.readUInt16LE(start + 2) & 0x08) !== 0) struckFonts.add(font)
      font += font === 3 ? 2 : 1
    } else if (id === recordIds.style && length >= 4) {
      if (struckFonts.has(stream.readUInt16LE(start))) struck.add(style)
      style++
    }
  }
  return struck
}

/** [MS-XLS] 2.4.353 and 2.5.20: cIndent, the low half of the ninth byte; Excel 95 had none. */
function indentStyles(stream: Buffer, records: readonly BiffRecord[]): ReadonlyMap<number, number> {
  const indents = new Map<number, number>()
  let style = 0
  for (const { id, start, length } of records) {
    if (id !== recordIds.style || length < 4) continue
    const indent = length > 8 ? stream.readUInt8(start + 8) & 0x0f : 0
    if (indent > 0) indents.set(style, indent)
    style++
  }
  return indents
}
