import { partNamed, relations } from '../book-relations.ts'
import { fileDamaged, fileTooLarge } from '../file-refusals.ts'
import { dateShownBy, type ShownDate } from '../serial-day.ts'
import { SharedTexts } from '../shared-texts.ts'
import type { Sheet } from '../sheet.ts'
import type { SourceFile } from '../source-file.ts'
import { partBytes, partContent } from '../unpack-part.ts'
import type { ZipDirectory, ZipPart } from '../zip-directory.ts'
import { recordIds, recordsIn, textIn, XlsbRecords } from './xlsb-records.ts'
import { outlineOf, type XlsbContext, type XlsbOutline, xlsbRows } from './xlsb-sheet.ts'

const mostSheets = 1_000
/** Excel keeps no more of them in a workbook. */
const mostStyles = 65_536

type BoundSheet = { readonly name: string; readonly hidden: boolean; readonly relation: string }

/** The sheets of an .xlsb ([MS-XLSB], binary workbook of Excel 2007 and later), whose rows are read as they are asked for. */
export function xlsbSheets(file: SourceFile, parts: ZipDirectory): readonly Sheet[] {
  const path = 'xl/workbook.bin'
  const targets = relations(file, parts, path)
  const { bound, from1904 } = bookOf(file, partContent(file, partNamed(file, parts, path)))
  const context = contextOf(file, from1904, {
    texts: partOf(parts, targets.find(({ type }) => type === 'sharedStrings')?.target),
    styles: partOf(parts, targets.find(({ type }) => type === 'styles')?.target),
  })
  const taken = new Set<ZipPart>()
  const sheets = bound.flatMap(({ name, hidden, relation }): Sheet[] => {
    const target = targets.find(({ id }) => id === relation)
    if (target?.type !== 'worksheet') return []
    const part = partNamed(file, parts, target.target)
    // Two sheets of one part would be one read twice, and a thousand of them a thousand times.
    if (taken.has(part)) throw fileDamaged(file.fileName)
    taken.add(part)
    let known: Promise<XlsbOutline> | undefined
    const outline = () => {
      known ??= outlineOf(file, part, name)
      return known
    }
    const open = async () => xlsbRows(await context(), part, await outline())
    return [{ name, hidden, hiddenColumns: async () => (await outline()).hiddenColumns, open }]
  })
  if (sheets.length === 0) throw fileDamaged(file.fileName)
  return sheets
}

function partOf(parts: ZipDirectory, path: string | undefined): ZipPart | undefined {
  return path === undefined ? undefined : parts.get(path)
}

function bookOf(
  file: SourceFile,
  book: Buffer,
): { readonly bound: readonly BoundSheet[]; readonly from1904: boolean } {
  const bound: BoundSheet[] = []
  let from1904 = false
  for (const { id, body } of recordsIn(file, book)) {
    if (id === recordIds.bookProperties && body.length >= 4) from1904 = (body.readUInt32LE(0) & 1) !== 0
    if (id !== recordIds.boundSheet || body.length < 12) continue
    const relation = textIn(body, 8)
    const name = textIn(body, relation.end).text
    bound.push({ name, hidden: body.readUInt32LE(0) !== 0, relation: relation.text })
    if (bound.length > mostSheets) throw fileTooLarge(file.fileName)
  }
  return { bound, from1904 }
}

/** Shared texts and styles are read once, when the first sheet is opened. */
function contextOf(
  file: SourceFile,
  from1904: boolean,
  { texts, styles }: { readonly texts: ZipPart | undefined; readonly styles: ZipPart | undefined },
): () => Promise<XlsbContext> {
  let context: Promise<XlsbContext> | undefined
  const read = async () => {
    const looks = styles === undefined ? Buffer.alloc(0) : partContent(file, styles)
    return { file, from1904, texts: await textsIn(file, texts), ...stylesIn(file, looks) }
  }
  return () => {
    context ??= read()
    return context
  }
}

async function textsIn(file: SourceFile, part: ZipPart | undefined): Promise<SharedTexts> {
  const texts = new SharedTexts(file)
  if (part === undefined) return texts
  const records = new XlsbRecords(file)
  for await (const piece of partBytes(file, part)) {
    for (const { id, body } of records.take(piece)) {
      if (id === recordIds.text) texts.add(textIn(body, 1).text)
    }
  }
  return texts
}

/** Codes by their number, fonts in turn, and the styles of cells, which name both ([MS-XLSB], BrtFmt, BrtFont and BrtXF). */
function stylesIn(
  file: SourceFile,
  styles: Buffer,
): Pick<XlsbContext, 'dateStyles' | 'struckStyles' | 'indentStyles'> {
  const codes = new Map<number, string>()
  const shown = new Map<number, ShownDate>()
  const struckFonts = new Set<number>()
  const dateStyles: ShownDate[] = []
  const struckStyles = new Set<number>()
  const indentStyles = new Map<number, number>()
  let [font, ofCells] = [0, false]
  for (const { id, body } of recordsIn(file, styles)) {
    if (id === recordIds.stylesBegin) ofCells = true
    else if (id === recordIds.stylesEnd) ofCells = false
    else if (id === recordIds.format && body.length >= 6 && codes.size < mostStyles)
      codes.set(body.readUInt16LE(0), textIn(body, 2).text)
    else if (id === recordIds.font && body.length >= 4) {
      if ((body.readUInt16LE(2) & 0x08) !== 0) struckFonts.add(font)
      font++
    } else if (id === recordIds.style && ofCells && body.length >= 6 && dateStyles.length < mostStyles) {
      const format = body.readUInt16LE(2)
      if (!shown.has(format)) shown.set(format, dateShownBy(format, codes.get(format)))
      if (struckFonts.has(body.readUInt16LE(4))) struckStyles.add(dateStyles.length)
      const indent = body.length > 11 ? body.readUInt8(11) : 0
      if (indent > 0) indentStyles.set(dateStyles.length, indent)
      dateStyles.push(shown.get(format))
    }
  }
  return { dateStyles, struckStyles, indentStyles }
}
