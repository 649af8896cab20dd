import { PassThrough, Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { type CellLook, styleNumber, workbookParts, worksheetEnd, worksheetStart } from './workbook-parts.ts'
import { escapeXml } from './xml-escape.ts'

/** A cell to write: text stays text, whatever it begins with. */
export type OutCell = { readonly value: string | number | undefined; readonly look: CellLook }
export type OutRow = readonly OutCell[]

/** A sheet to write; its rows are taken one by one, so memory does not grow with their number. */
export type OutSheet = {
  readonly name: string
  readonly widths: readonly number[]
  readonly frozenRows: number
  /** Ranges such as A1:C1. */
  readonly merged: readonly string[]
  readonly rows: AsyncIterable<OutRow> | Iterable<OutRow>
}

/** The bytes of an .xlsx with one sheet, as they are made. hucre cannot style single cells of a stream. */
export async function* workbookBytes(sheet: OutSheet): AsyncGenerator<Buffer> {
  const zip = new ZipFile()
  const output = new PassThrough()
  zip.outputStream.pipe(output)
  const sheetXml = Readable.from(worksheetXml(sheet), { objectMode: false })
  for (const source of [zip, sheetXml]) source.on('error', (error: Error) => output.destroy(error))
  const options = { mtime: new Date(2000, 0, 1), forceDosTimestamp: true }
  for (const [path, text] of workbookParts(sheet.name)) zip.addBuffer(Buffer.from(text), path, options)
  zip.addReadStream(sheetXml, 'xl/worksheets/sheet1.xml', { ...options, compressionLevel: 3 })
  zip.end()
  try {
    for await (const piece of output) if (Buffer.isBuffer(piece)) yield piece
  } finally {
    sheetXml.destroy()
  }
}

const pieceLength = 65_536

async function* worksheetXml(sheet: OutSheet): AsyncGenerator<Buffer> {
  let text = worksheetStart(sheet.widths, sheet.frozenRows)
  let number = 0
  for await (const row of sheet.rows) {
    number++
    text += rowXml(row, number)
    if (text.length < pieceLength) continue
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text + worksheetEnd(sheet.merged))
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

/** Column 0 is A, 26 is AA. */
export function columnLetters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : columnLetters(Math.floor(column / 26) - 1) + last
}
