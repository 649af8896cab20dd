import {
  type CellValue,
  EncryptedFileError,
  type Sheet as HucreSheet,
  readOds,
  readXls,
  readXlsb,
} from 'hucre'
import { isDay } from '#db/shared/day.ts'
import { type Cell, isBlank, type SheetRow } from '../cell.ts'
import { fileDamaged, fileEncrypted, fileTooLarge } from '../file-refusals.ts'
import { type MergedDown, mergeFiller } from '../merged-cells.ts'
import { type Sheet, sheetOf } from '../sheet.ts'
import type { SourceFile } from '../source-file.ts'
import type { ZipDirectory } from '../zip-directory.ts'
import type { CompoundFile } from './compound-file.ts'
import { type XlsSheetMarks, xlsMarks } from './xls-marks.ts'

const mostXlsBytes = 64_000_000
const mostXlsRecords = 4_000_000
/** hucre holds these whole, as a tree. */
const mostUnpacked = 64_000_000

/** The sheets of an .xls of Excel 97 to 2003 or of an .et of WPS, which hold 65,536 rows at most. */
export async function xlsSheets(file: SourceFile, compound: CompoundFile): Promise<readonly Sheet[]> {
  const stream = compound.stream('Workbook') ?? compound.stream('Book')
  if (stream === undefined) throw fileDamaged(file.fileName)
  if (stream.length > mostXlsBytes) throw fileTooLarge(file.fileName)
  const marks = xlsMarks(stream)
  if (marks.encrypted) throw fileEncrypted(file.fileName)
  if (marks.records > mostXlsRecords) throw fileTooLarge(file.fileName)
  const { sheets } = await readOrRefuse(file, () => readXls(file.bytes))
  return sheets.map((sheet, index) => inMemory(sheet, marks.sheets[index]))
}

export async function xlsbSheets(file: SourceFile, parts: ZipDirectory): Promise<readonly Sheet[]> {
  refuseLarge(file, parts)
  const { sheets } = await readOrRefuse(file, () => readXlsb(file.bytes))
  return sheets.map(sheet => inMemory(sheet, undefined))
}

export async function odsSheets(file: SourceFile, parts: ZipDirectory): Promise<readonly Sheet[]> {
  refuseLarge(file, parts)
  const { sheets } = await readOrRefuse(file, () => readOds(file.bytes))
  return sheets.map(sheet => inMemory(sheet, undefined))
}

function refuseLarge(file: SourceFile, parts: ZipDirectory): void {
  let size = 0
  for (const part of parts.values()) size += part.size
  if (size > mostUnpacked) throw fileTooLarge(file.fileName)
}

/** Whatever goes wrong inside the reader of a foreign format is the file's damage. */
async function readOrRefuse<T>(file: SourceFile, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    throw error instanceof EncryptedFileError ? fileEncrypted(file.fileName) : fileDamaged(file.fileName)
  }
}

function inMemory(sheet: HucreSheet, marks: XlsSheetMarks | undefined): Sheet {
  const fill = mergeFiller(mergesOf(sheet))
  const rows: SheetRow[] = []
  for (const [index, values] of sheet.rows.entries()) {
    if (values === undefined) continue
    const cells = values.map((value, column) => cellOf(sheet, marks, index, column, value))
    if (cells.some(cell => !isBlank(cell))) rows.push(fill({ row: index + 1, cells }))
  }
  return { ...sheetOf(sheet.name, rows), hidden: marks?.hidden ?? sheet.hidden ?? false }
}

function mergesOf(sheet: HucreSheet): readonly MergedDown[] {
  return (sheet.merges ?? [])
    .filter(merge => merge.endRow > merge.startRow)
    .map(merge => ({ column: merge.startCol, first: merge.startRow + 1, last: merge.endRow + 1 }))
}

function cellOf(
  sheet: HucreSheet,
  marks: XlsSheetMarks | undefined,
  row: number,
  column: number,
  value: CellValue | undefined,
): Cell {
  const place = `${row},${column}`
  const formula = sheet.cells?.get(place)?.formula
  if (formula !== undefined) return { kind: 'formula', formula }
  if (marks?.formulas.has(place)) return { kind: 'formula', formula: shownResult(value) }
  if (value instanceof Date) return dayOrText(value)
  return value ?? null
}

/** An xls keeps its formulas in a form that is not shown; what a person sees is their result. */
function shownResult(value: CellValue | undefined): string {
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value ?? '')
}

function dayOrText(date: Date): Cell {
  if (Number.isNaN(date.getTime())) return null
  const day = date.toISOString().slice(0, 10)
  return isDay(day) ? { kind: 'day', day, precision: 'day' } : day
}
