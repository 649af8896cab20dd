import { PassThrough, Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { columnLetters } from './cell.ts'
import {
  type CellLook,
  sheetPath,
  styleNumber,
  type WorksheetShape,
  workbookParts,
  worksheetEnd,
  worksheetStart,
} from './workbook-parts.ts'
import { escapeXml } from './xml/xml-escape.ts'

/** A cell to write: text stays text, whatever it begins with. */
export type OutCell = { readonly value: string | number | undefined; readonly look: CellLook }
export type OutRow = readonly OutCell[]

/** A sheet to write; its rows are taken one by one, so memory does not grow with their number. */
export type OutSheet = WorksheetShape & {
  readonly name: string
  readonly rows: AsyncIterable<OutRow> | Iterable<OutRow>
}

/** The bytes of an .xlsx with these sheets, as they are made. hucre cannot style single cells of a stream. */
export async function* workbookBytes(...sheets: readonly OutSheet[]): AsyncGenerator<Buffer> {
  const zip = new ZipFile()
  const output = new PassThrough()
  zip.outputStream.pipe(output)
  const streams = sheets.map(sheet => Readable.from(worksheetXml(sheet), { objectMode: false }))
  for (const source of [zip, ...streams]) source.on('error', (error: Error) => output.destroy(error))
  const options = { mtime: new Date(2000, 0, 1), forceDosTimestamp: true }
  for (const [path, text] of workbookParts(sheets)) zip.addBuffer(Buffer.from(text), path, options)
  for (const [index, stream] of streams.entries())
    zip.addReadStream(stream, sheetPath(index), { ...options, compressionLevel: 3 })
  zip.end()
  try {
    for await (const piece of output) if (Buffer.isBuffer(piece)) yield piece
  } finally {
    for (const stream of streams) stream.destroy()
  }
}

const pieceLength = 65_536

async function* worksheetXml(sheet: OutSheet): AsyncGenerator<Buffer> {
  let text = worksheetStart(sheet)
  let number = 0
  for await (const row of sheet.rows) {
    number++
    text += rowXml(row, number)
    if (text.length < pieceLength) continue
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text + worksheetEnd(sheet))
}

function rowXml(row: OutRow, number: number): string {
  let cells = ''
  for (const [column, cell] of row.entries()) cells += cellXml(cell, `${columnLetters(column)}${number}`)
  return `<row r="${number}">${cells}</row>`
}

function cellXml({ value, look }: OutCell, place: string): string {
  const style = styleNumber(look)
  if (value === undefined || value === '') return `<c r="${place}" s="${style}"/>`
  if (typeof value === 'number') return `<c r="${place}" s="${style}"><v>${value}</v></c>`
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(value)}</t></is></c>`
}
