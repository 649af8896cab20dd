import { deserialize, serialize } from 'node:v8'
import { plural } from '#db/shared/plural.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { charactersIn, type SheetRow } from './cell.ts'
import { csvRows, separatorOf } from './csv/csv-rows.ts'
import { dbfSheets } from './dbf/dbf-sheets.ts'
import { fileKind, isPartOfArchive } from './file-kind.ts'
import {
  fileEmpty,
  fileEncrypted,
  fileTooLarge,
  notASpreadsheet,
  partOfArchive,
  sheetsEmpty,
  unreadForm,
} from './file-refusals.ts'
import { htmlSheets } from './html/html-sheets.ts'
import { odsSheets } from './ods/ods-book.ts'
import { firstRows, mostRows, proveRowCount, type Sheet, withinLongTexts } from './sheet.ts'
import { bufferOf, mostFileBytes, type SourceFile } from './source-file.ts'
import { decodedText, encodingOf } from './text-encoding.ts'
import { damageTold, readCompoundFile } from './xls/compound-file.ts'
import { xlsSheets } from './xls/xls-book.ts'
import { xlsbSheets } from './xlsb/xlsb-book.ts'
import { xlsxSheets } from './xlsx/xlsx-book.ts'
import { readZipDirectory, type ZipDirectory } from './zip-directory.ts'

/**
 * The sheets of a spreadsheet, whatever it is by its content: xlsx, xls, xlsb, ods, the tables of a web page, a
 * table of dBase, or text with delimiters or lined up with spaces, in UTF-8, UTF-16, GB 18030 or Big5. Everything else, and whatever is damaged, locked or would swell, is a Refusal
 * (file-refusals.ts) before it takes memory.
 */
export async function openSpreadsheet(file: SourceFile): Promise<readonly Sheet[]> {
  if (file.bytes.length > mostFileBytes) throw fileTooLarge(file.fileName)
  const room = { left: keptBytesInAll }
  const sheets = (await sheetsByContent(file)).map(sheet => keptWhereShort(sheet, room))
  if (await areBlank(sheets)) throw sheetsEmpty(file.fileName)
  const inAll = rowsInAll(file)
  return sheets.map(sheet => ({
    ...sheet,
    open: async () => numbered(file, inAll(sheet, withinLongTexts(file, await sheet.open()))),
  }))
}

/** So many rows and cells of a sheet are kept once they were read to their end. */
const keptRows = 500
const keptCells = 200_000
const keptCharacters = 500_000
/** Of all sheets of a file together. */
const keptBytesInAll = 32_000_000

/**
 * A sheet is looked at several times. One that turned out short, in however large a file, is read once, and kept as bytes: as
 * rows, a thousand such sheets take several times as much.
 */
function keptWhereShort(sheet: Sheet, room: { left: number }): Sheet {
  let kept: readonly Buffer[] | undefined
  async function* keeping(batches: AsyncIterable<readonly SheetRow[]>) {
    const all: Buffer[] = []
    let [rows, cells, characters] = [0, 0, 0]
    const isShort = () => rows <= keptRows && cells <= keptCells && characters <= keptCharacters
    for await (const batch of batches) {
      rows += batch.length
      for (const row of batch) {
        cells += row.cells.length
        characters += charactersIn(row.cells)
      }
      if (!isShort()) all.length = 0
      else all.push(serialize(batch))
      yield batch
    }
    const bytes = all.reduce((sum, { length }) => sum + length, 0)
    if (!isShort() || kept !== undefined || bytes > room.left) return
    room.left -= bytes
    kept = all
  }
  return {
    ...sheet,
    open: async () => (kept === undefined ? keeping(await sheet.open()) : again(kept)),
  }
}

async function areBlank(sheets: readonly Sheet[]): Promise<boolean> {
  for (const sheet of sheets) if ((await firstRows(sheet, 1)).length > 0) return false
  return true
}

async function sheetsByContent(file: SourceFile): Promise<readonly Sheet[]> {
  try {
    return await sheetsOfKind(file)
  } catch (error) {
    const isNone = error instanceof Refusal && unlikeSheets.has(error.code)
    throw isNone && isPartOfArchive(file) ? partOfArchive(file.fileName) : error
  }
}
const unlikeSheets = new Set(['file-not-a-spreadsheet', 'file-damaged'])

async function sheetsOfKind(file: SourceFile): Promise<readonly Sheet[]> {
  const found = fileKind(file.bytes)
  switch (found.kind) {
    case 'empty':
      throw fileEmpty(file.fileName)
    case 'zip':
      return zipSheets(file)
    case 'ole2':
      return oleSheets(file)
    case 'biff':
      return damageTold(file, () => xlsSheets(file, bufferOf(file.bytes)))
    case 'dbf':
      return dbfSheets(file)
    case 'text':
      return textSheets(file)
    case 'html':
      return htmlSheets(file, () => decodedText(file.bytes, encodingOf(file.bytes)))
    case 'unread':
      throw unreadForm(file.fileName, found.zh, found.en)
    case 'other':
      throw notASpreadsheet(file.fileName, found.zh, found.en, found.next)
  }
}

async function zipSheets(file: SourceFile): Promise<readonly Sheet[]> {
  const parts = await readZipDirectory(file)
  if (parts.has('xl/workbook.bin')) return xlsbSheets(file, parts)
  if (parts.has('word/document.xml')) throw notASpreadsheet(file.fileName, ...wordDocument)
  if (parts.has('ppt/presentation.xml')) throw notASpreadsheet(file.fileName, ...presentation)
  if (parts.has('ofd.xml')) throw notASpreadsheet(file.fileName, ' OFD 版式文档', 'an OFD document', 'copy')
  if (parts.has('index/document.iwa')) throw unreadForm(file.fileName, '苹果 Numbers', 'Apple Numbers')
  if (parts.has('content.xml') || parts.has('meta-inf/manifest.xml')) return odsSheets(file, parts)
  if (parts.has('[content_types].xml')) return xlsxSheets(file, parts)
  const within = spreadsheetsIn(parts)
  const [first] = within
  throw notASpreadsheet(
    file.fileName,
    first === undefined
      ? '压缩包（ZIP），里面没有表格文件'
      : `压缩包（ZIP），里面有 ${within.length} 个表格文件：${first}${within.length > 1 ? ' 等' : ''}`,
    first === undefined
      ? 'an archive (ZIP) with no spreadsheet in it'
      : `an archive (ZIP) with ${plural(within.length, 'spreadsheet')} in it, such as ${first}`,
    'unpack',
  )
}

/** What an archive holds that may be imported, by the names of the files. */
function spreadsheetsIn(parts: ZipDirectory): readonly string[] {
  return [...parts.keys()].flatMap(path => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    return /\.(?:xlsx?|xlsm|xlsb|et|ett|ods|csv)$/.test(name) && !/^(?:~\$|\.)/.test(name)
      ? [name.slice(-60)]
      : []
  })
}

const wordDocument = [' Word 文档', 'a Word document', 'copy'] as const
const wpsText = [' WPS 文字文档', 'a WPS text document', 'copy'] as const
const presentation = ['演示文稿', 'a presentation', 'copy'] as const

async function oleSheets(file: SourceFile): Promise<readonly Sheet[]> {
  const compound = readCompoundFile(file)
  const stream = compound.stream('Workbook') ?? compound.stream('Book')
  if (stream !== undefined) return damageTold(file, () => xlsSheets(file, stream))
  if (encryptedStreams.some(compound.has)) throw fileEncrypted(file.fileName)
  if (compound.has('WordDocument')) {
    if (/\.wp[st]$/i.test(file.fileName)) throw notASpreadsheet(file.fileName, ...wpsText)
    throw notASpreadsheet(file.fileName, ...wordDocument)
  }
  if (compound.has('__properties_version1.0'))
    throw notASpreadsheet(file.fileName, ' Outlook 邮件', 'a mail of Outlook', 'attached')
  if (compound.has('PowerPoint Document')) throw notASpreadsheet(file.fileName, ...presentation)
  throw notASpreadsheet(file.fileName, '另一种程序的文件', 'a file of another program', 'choose')
}

/** An xlsx with a password, and one under the rights management of an office. */
const encryptedStreams = ['EncryptedPackage', 'DRMContent', '\tDRMContent']

async function textSheets(file: SourceFile): Promise<readonly Sheet[]> {
  const encoding = encodingOf(file.bytes)
  const head = decodedText(file.bytes, encoding).next().value ?? ''
  if (head.trim() === '') throw fileEmpty(file.fileName)
  if (!looksLikeText(head)) throw notASpreadsheet(file.fileName, '无法识别的内容', 'something else', 'choose')
  const delimiter = separatorOf(head)
  const read = () => inBatches(csvRows(file, decodedText(file.bytes, encoding), delimiter))
  let proved = false
  const open = async () => {
    if (!proved) await proveRowCount(file, 'CSV', linesAtMost(file.bytes), read)
    proved = true
    return read()
  }
  return [{ name: 'CSV', hidden: false, open }]
}

async function* again(kept: readonly Buffer[]): AsyncGenerator<readonly SheetRow[]> {
  for (const batch of kept) yield deserialize(batch)
}

async function* inBatches<T>(batches: Iterable<T>): AsyncGenerator<T> {
  yield* batches
}

/** A line end is one of two bytes in every encoding; more than `mostRows` of them are not told apart. */
function linesAtMost(bytes: Uint8Array): number {
  const buffer = bufferOf(bytes)
  const count = (mark: string) => {
    let lines = 0
    for (let at = buffer.indexOf(mark); at >= 0 && lines < mostRows; at = buffer.indexOf(mark, at + 1))
      lines++
    return lines
  }
  return Math.max(count('\n'), count('\r')) + 1
}

/** A table whose first line was put there by this program counts from 0: people count the rows that they pasted. */
async function* numbered(
  { firstRow = 1 }: SourceFile,
  batches: AsyncIterable<readonly SheetRow[]>,
): AsyncGenerator<readonly SheetRow[]> {
  for await (const batch of batches)
    yield firstRow === 1 ? batch : batch.map(row => ({ ...row, row: row.row + firstRow - 1 }))
}

/** Of all sheets together, however many there are: twice what one may have. */
const mostRowsInAll = 2 * mostRows

/** Counts the rows of each sheet once, though it may be opened again. */
function rowsInAll(file: SourceFile) {
  const counted = new Map<Sheet, number>()
  let total = 0
  return async function* (
    sheet: Sheet,
    batches: AsyncIterable<readonly SheetRow[]>,
  ): AsyncGenerator<readonly SheetRow[]> {
    let rows = 0
    for await (const batch of batches) {
      rows += batch.length
      const before = counted.get(sheet) ?? 0
      if (rows > before) {
        counted.set(sheet, rows)
        total += rows - before
      }
      if (total > mostRowsInAll) throw fileTooLarge(file.fileName)
      yield batch
    }
  }
}

/** Decoded junk is full of control characters and of U+FFFD, which stands for bytes that no character has. */
function looksLikeText(head: string): boolean {
  let odd = 0
  for (let at = 0; at < head.length; at++) {
    const code = head.charCodeAt(at)
    if (
      code === 0xfffd ||
      code === 0x7f ||
      (code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 12)
    )
      odd++
  }
  return odd <= head.length / 100
}
