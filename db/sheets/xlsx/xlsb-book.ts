import { type CellValue, EncryptedFileError, type Sheet as HucreSheet, readXlsb } from 'hucre'
import { isDay } from '#db/shared/day.ts'
import { type Cell, cellText, isBlank, type SheetRow } from '../cell.ts'
import { fileEncrypted, fileTooLarge, unreadForm } from '../file-refusals.ts'
import { mergeFiller } from '../merged-cells.ts'
import { type Sheet, sheetOf } from '../sheet.ts'
import type { SourceFile } from '../source-file.ts'
import type { ZipDirectory } from '../zip-directory.ts'

/** hucre holds it whole, as a tree. */
const mostUnpacked = 64_000_000

/** The sheets of an .xlsb (binary workbook of Excel 2007 and later), which hucre reads. */
export async function xlsbSheets(file: SourceFile, parts: ZipDirectory): Promise<readonly Sheet[]> {
  let size = 0
  for (const part of parts.values()) size += part.size
  if (size > mostUnpacked) throw fileTooLarge(file.fileName)
  try {
    const { sheets } = await readXlsb(file.bytes)
    return sheets.map(inMemory)
  } catch (error) {
    // The directory of its parts was sound, so what hucre does not understand need not be damage.
    throw error instanceof EncryptedFileError
      ? fileEncrypted(file.fileName)
      : unreadForm(file.fileName, 'Excel 二进制工作簿 .xlsb', 'a binary workbook of Excel, .xlsb')
  }
}

function inMemory(sheet: HucreSheet): Sheet {
  const merges = (sheet.merges ?? [])
    .filter(merge => merge.endRow > merge.startRow)
    .map(merge => ({ column: merge.startCol, first: merge.startRow + 1, last: merge.endRow + 1 }))
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
