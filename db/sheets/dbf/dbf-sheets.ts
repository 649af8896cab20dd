import iconv from 'iconv-lite'
import { isDay } from '#db/shared/day.ts'
import { wellFormed } from '#db/shared/tidy-text.ts'
import type { Cell, SheetRow } from '../cell.ts'
import { fileDamaged, tooManyRows } from '../file-refusals.ts'
import { mostRows, rowsInBatches, type Sheet, widest } from '../sheet.ts'
import { bufferOf, type SourceFile } from '../source-file.ts'
import { guessedText } from '../text-encoding.ts'

/** dBase III to V, FoxPro and Visual FoxPro, without and with texts in a file beside it. */
const versions = new Set([0x03, 0x04, 0x30, 0x31, 0x32, 0x43, 0x83, 0x8b, 0xcb, 0xf5])
/** What is said of how its texts are written; nearly always nothing, or what the program had been told once. */
const big5 = new Set([0x4f, 0x78])
const endOfFields = 0x0d

type Column = { readonly name: string; readonly type: string; readonly at: number; readonly length: number }

/** Whether these are the bytes of a dBase table: told by its head, in which a day and two lengths have to be right. */
export function isDbf(bytes: Uint8Array): boolean {
  if (bytes.length < 66 || !versions.has(bytes[0] ?? 0)) return false
  const [month = 0, day = 0] = bytes.subarray(2, 4)
  const head = bufferOf(bytes).readUInt16LE(8)
  if (month > 12 || day > 31 || head < 65 || head > bytes.length) return false
  return columnsOf(bufferOf(bytes)).length > 0
}

/** The one table of a dBase file: the names of its columns, then its rows but for those that were deleted. */
export function dbfSheets(file: SourceFile): readonly Sheet[] {
  const buffer = bufferOf(file.bytes)
  const columns = columnsOf(buffer)
  const [rows, head, length] = [buffer.readUInt32LE(4), buffer.readUInt16LE(8), buffer.readUInt16LE(10)]
  if (rows > mostRows) throw tooManyRows(file.fileName, 'DBF', mostRows)
  if (head + rows * length > buffer.length) throw fileDamaged(file.fileName)
  const decoded = (bytes: Buffer) =>
    wellFormed(big5.has(buffer[29] ?? 0) ? iconv.decode(bytes, 'big5') : guessedText(bytes))
  function* read(): Generator<SheetRow> {
    yield { row: 1, cells: columns.map(({ name }) => decoded(Buffer.from(name, 'latin1'))) }
    for (let n = 0; n < rows; n++) {
      const record = buffer.subarray(head + n * length, head + (n + 1) * length)
      if (record[0] === 0x2a) continue
      const cells = columns.map(column => cellOf(column, record, decoded))
      if (cells.some(cell => cell !== null)) yield { row: n + 2, cells }
    }
  }
  return [{ name: 'DBF', hidden: false, open: async () => rowsInBatches(read()) }]
}

function columnsOf(buffer: Buffer): readonly Column[] {
  const [head, length] = [buffer.readUInt16LE(8), buffer.readUInt16LE(10)]
  const columns: Column[] = []
  let at = 1
  for (let start = 32; start + 1 <= head && buffer[start] !== endOfFields; start += 32) {
    if (start + 32 > head || columns.length === widest) return []
    const name = buffer.toString('latin1', start, start + 11).replace(/\0.*$/s, '')
    const type = String.fromCharCode(buffer[start + 11] ?? 0)
    const [size = 0, decimals = 0] = buffer.subarray(start + 16, start + 18)
    // A text longer than 255 has its length in both.
    const own = type === 'C' ? size + 256 * decimals : size
    if (name === '' || !/[A-Z@+0]/.test(type) || own === 0) return []
    columns.push({ name, type, at, length: own })
    at += own
  }
  return at <= length ? columns : []
}

function cellOf({ type, at, length }: Column, record: Buffer, decoded: (bytes: Buffer) => string): Cell {
  const bytes = record.subarray(at, at + length)
  if (type === 'I') return bytes.length === 4 ? bytes.readInt32LE() : null
  // Of a text that lies in a file beside it only its number stands here.
  if (!/[CVNFDL]/.test(type)) return null
  const text = decoded(bytes).replaceAll('\0', ' ').trim()
  if (text === '') return null
  if (type === 'D') {
    const day = text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')
    return isDay(day) ? { kind: 'day', day, precision: 'day' } : text
  }
  if (type === 'L') return /^[YyTt]$/.test(text) ? '是' : /^[NnFf]$/.test(text) ? '否' : null
  return text
}
