import { partNamed, relations } from '../book-relations.ts'
import { cellText, type SheetRow } from '../cell.ts'
import { fileDamaged } from '../file-refusals.ts'
import { type MergedDown, mergeFiller } from '../merged-cells.ts'
import { SharedTexts } from '../shared-texts.ts'
import { proveRowCount, type Sheet, widest } from '../sheet.ts'
import type { SourceFile } from '../source-file.ts'
import { partBytes, partText } from '../unpack-part.ts'
import { attributesOf } from '../xml/xml-attributes.ts'
import { xmlPieces } from '../xml/xml-pieces.ts'
import type { ZipDirectory, ZipPart } from '../zip-directory.ts'
import { readSharedStrings } from './shared-strings.ts'
import { endOfWorksheet } from './xlsx-merges.ts'
import { type SheetContext, xlsxSheetRows } from './xlsx-sheet-rows.ts'
import { dateStylesIn, indentStylesIn, struckStylesIn } from './xlsx-styles.ts'

/**
 * The worksheets of an xlsx. hucre reads them too, but in twice the time and memory, and its stream does not tell a
 * formula from a value; it is the judge in the tests.
 */
export function xlsxSheets(file: SourceFile, parts: ZipDirectory): readonly Sheet[] {
  const bookPath = relations(file, parts, '').find(relation => relation.type === 'officeDocument')?.target
  const book = partText(file, partNamed(file, parts, bookPath ?? 'xl/workbook.xml'))
  const targets = new Map(
    relations(file, parts, bookPath ?? 'xl/workbook.xml').map(relation => [relation.id, relation]),
  )
  const others = new Map([...targets.values()].map(relation => [relation.type, relation.target]))
  const context = contextOf(file, parts, book, others)
  const sheets: Sheet[] = []
  // Two sheets of one part would be one read twice, and ten thousand of them ten thousand times.
  const taken = new Set<ZipPart>()
  for (const attributes of attributesOf(book, 'sheet')) {
    const id = [...attributes].find(([name]) => /(^|:)id$/i.test(name))?.[1] ?? ''
    const target = targets.get(id)
    if (target?.type !== 'worksheet') continue
    const part = partNamed(file, parts, target.target)
    if (taken.has(part)) throw fileDamaged(file.fileName)
    taken.add(part)
    const name = cellText(attributes.get('name') ?? '')
    sheets.push({
      name,
      hidden: (attributes.get('state') ?? 'visible') !== 'visible',
      hiddenColumns: () => hiddenColumnsOf(file, part),
      open: rowsOf(part, name, context),
    })
  }
  if (sheets.length === 0) throw fileDamaged(file.fileName)
  return sheets
}

function rowsOf(
  part: ZipPart,
  name: string,
  context: () => Promise<SheetContext>,
): () => Promise<AsyncIterable<readonly SheetRow[]>> {
  let merges: readonly MergedDown[] | undefined
  return async () => {
    const known = await context()
    const read = () =>
      xlsxSheetRows(known, xmlPieces(known.file, partBytes(known.file, part), 'worksheet', 'row'))
    if (merges === undefined) {
      const end = await endOfWorksheet(known.file, partBytes(known.file, part))
      await proveRowCount(known.file, name, end.rowsAtMost, read)
      merges = end.merges
    }
    return filled(read(), merges)
  }
}

/** The columns of a worksheet are told before its rows. */
async function hiddenColumnsOf(file: SourceFile, part: ZipPart): Promise<ReadonlySet<number>> {
  const hidden = new Set<number>()
  for await (const { text } of xmlPieces(file, partBytes(file, part), 'worksheet', 'row')) {
    for (const attributes of attributesOf(text, 'col')) {
      if (!/^(1|true)$/.test(attributes.get('hidden') ?? '')) continue
      if (hidden.size >= widest) break
      const last = Math.min(Number(attributes.get('max')), widest)
      for (let column = Math.max(1, Number(attributes.get('min'))); column <= last; column++)
        hidden.add(column - 1)
    }
    break
  }
  return hidden
}

async function* filled(
  batches: AsyncIterable<readonly SheetRow[]>,
  merges: readonly MergedDown[],
): AsyncGenerator<readonly SheetRow[]> {
  const fill = mergeFiller(merges)
  for await (const batch of batches) yield merges.length === 0 ? batch : batch.map(fill)
}

/** Shared texts and styles are read once, when the first sheet is opened. */
function contextOf(
  file: SourceFile,
  parts: ZipDirectory,
  book: string,
  targets: ReadonlyMap<string, string>,
): () => Promise<SheetContext> {
  let context: Promise<SheetContext> | undefined
  const read = async () => {
    const strings = parts.get(targets.get('sharedStrings') ?? '')
    const styles = parts.get(targets.get('styles') ?? '')
    const date1904 = attributesOf(book, 'workbookPr').next().value?.get('date1904')
    const looks = styles === undefined ? '' : partText(file, styles)
    return {
      file,
      strings: strings === undefined ? new SharedTexts(file) : await readSharedStrings(file, strings),
      dateStyles: dateStylesIn(looks),
      struckStyles: struckStylesIn(looks),
      indentStyles: indentStylesIn(looks),
      from1904: date1904 === '1' || date1904 === 'true',
    }
  }
  return () => {
    context ??= read()
    return context
  }
}
