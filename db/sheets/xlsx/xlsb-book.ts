import { type CellValue, EncryptedFileError, type Sheet as HucreSheet, readXlsb } from 'hucre'
import { isDay } from '#db/shared/day.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { type Cell, cellText, isBlank, type SheetRow } from '../cell.ts'
import { fileEncrypted, fileTooLarge, tooManyRows, unreadForm } from '../file-refusals.ts'
import { mergeFiller } from '../merged-cells.ts'
import { longestFormatCode } from '../serial-day.ts'
import { mostRows, type Sheet, sheetOf } from '../sheet.ts'
import type { SourceFile } from '../source-file.ts'
import { partContent } from '../unpack-part.ts'
import type { ZipDirectory } from '../zip-directory.ts'

/** hucre holds it whole, as a tree. */
const mostUnpacked = 64_000_000

/** The sheets of an .xlsb (binary workbook of Excel 2007 and later), which hucre reads. */
export async function xlsbSheets(file: SourceFile, parts: ZipDirectory): Promise<readonly Sheet[]> {
  let size = 0
  for (const part of parts.values()) size += part.size
  if (size > mostUnpacked) throw fileTooLarge(file.fileName)
  for (const part of parts.values()) {
    if (/^xl\/(styles|worksheets\/[^/]+)\.bin$/.test(part.name) && !isUnderstood(partContent(file, part)))
      throw unreadXlsb(file)
  }
  try {
    const { sheets } = await readXlsb(file.bytes)
    return sheets.map(sheet => inMemory(file, sheet))
  } catch (error) {
    if (error instanceof Refusal) throw error
    // The directory of its parts was sound, so what hucre does not understand need not be damage.
    throw error instanceof EncryptedFileError ? fileEncrypted(file.fileName) : unreadXlsb(file)
  }
}

function unreadXlsb(file: SourceFile): Refusal {
  return unreadForm(file.fileName, 'Excel 二进制工作簿 .xlsb', 'a binary workbook of Excel, .xlsb')
}

const formatRecord = 44
/** Cells that do not name their column, as some programs write them. hucre passes over them without a word. */
const isShortCell = (id: number) => id >= 12 && id <= 18

/** What hucre would leave out, or look at for minutes: a number format longer than Excel takes ([MS-XLSB] 2.4). */
function isUnderstood(part: Buffer): boolean {
  let at = 0
  const number = (bytes: number) => {
    let value = 0
    for (let n = 0; n < bytes && at < part.length; n++) {
      const byte = part.readUInt8(at++)
      value += (byte & 127) * 128 ** n
      if (byte < 128) break
    }
    return value
  }
  while (at < part.length) {
    const id = number(2)
    const length = number(4)
    if (isShortCell(id) || (id === formatRecord && length > 2 + 4 + longestFormatCode * 2)) return false
    at += length
  }
  return true
}

function inMemory(file: SourceFile, sheet: HucreSheet): Sheet {
  const merges = (sheet.merges ?? [])
    .filter(merge => merge.endRow > merge.startRow)
    .map(merge => ({ column: merge.startCol, first: merge.startRow + 1, last: merge.endRow + 1 }))
  if (sheet.rows.length > mostRows) throw tooManyRows(file.fileName, sheet.name, mostRows)
  const fill = mergeFiller(merges)
  const rows: SheetRow[] = []
  for (const [index, values] of sheet.rows.entries()) {
    if (values === undefined) continue
    const cells = values.map((value, column) => cellOf(sheet, `${index},${column}`, value))
    if (cells.some(cell => !isBlank(cell))) rows.push(fill({ row: index + 1, cells }))
  }
  return { ...sheetOf(sheet.name, rows), hidden: sheet.hidden ?? false }
}

function cellOf(sheet: HucreSheet, place: string, value: CellValue | undefined): Cell {
  const formula = sheet.cells?.get(place)?.formula
  if (formula !== undefined) return { kind: 'formula', formula }
  if (value instanceof Date) return dayOrText(value)
  return typeof value === 'string' ? cellText(value) : (value ?? null)
}

function dayOrText(date: Date): Cell {
  if (Number.isNaN(date.getTime())) return null
  const day = date.toISOString().slice(0, 10)
  return isDay(day) ? { kind: 'day', day, precision: 'day' } : day
}
