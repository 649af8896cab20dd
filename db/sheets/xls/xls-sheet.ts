import { type Cell, cellText, isBlank, type SheetRow } from '../cell.ts'
import { fileTooLarge } from '../file-refusals.ts'
import { type MergedDown, mergeFiller } from '../merged-cells.ts'
import { numberAsShown, type ShownDate } from '../serial-day.ts'
import type { SharedTexts } from '../shared-texts.ts'
import type { Sheet } from '../sheet.ts'
import type { SourceFile } from '../source-file.ts'
import { type BiffRecord, biffRecords, recordIds } from './biff-records.ts'
import { wideText } from './biff-text.ts'

/** What the cells of an xls refer to: texts by number, which styles show a day or a month, and how bytes are text. */
export type XlsBook = {
  readonly file: SourceFile
  readonly stream: Buffer
  /** Excel 97 and later write two bytes a character where one is not enough; Excel 95 bytes of a code page. */
  readonly isWide: boolean
  readonly decode: (bytes: Buffer) => string
  readonly texts: SharedTexts
  readonly dateStyles: readonly ShownDate[]
  readonly struckStyles: ReadonlySet<number>
  readonly from1904: boolean
}

/** Of all sheets together; cells are held as long as the file is looked at. */
const mostCells = 2_000_000
const mostRecords = 4_000_000
const mostMerges = 100_000

const errors = new Map([
  [0x00, '#NULL!'],
  [0x07, '#DIV/0!'],
  [0x0f, '#VALUE!'],
  [0x17, '#REF!'],
  [0x1d, '#NAME?'],
  [0x24, '#NUM!'],
  [0x2a, '#N/A'],
])

/** Reads the sheets of one workbook; cells may come in any order, since many programs write them so. */
export class XlsSheetReader {
  readonly #book: XlsBook
  #cells = 0
  /** Of the sheet that is read, by row. */
  #struck = new Map<number, Set<number>>()
  #records = 0

  constructor(book: XlsBook) {
    this.#book = book
  }

  sheetAt(name: string, hidden: boolean, start: number): Sheet {
    const rows = new Map<number, Cell[]>()
    const merges: MergedDown[] = []
    const hiddenRows = new Set<number>()
    this.#struck = new Map()
    const hiddenColumns = new Set<number>()
    for (const record of this.#recordsOf(start)) {
      if (record.id === recordIds.merged) this.#readMerges(record, merges)
      else if (record.id === recordIds.row) this.#readRow(record, hiddenRows)
      else if (record.id === recordIds.columns) this.#readColumns(record, hiddenColumns)
      else this.#readCells(record, rows)
    }
    const sorted = [...rows].sort(([a], [b]) => a - b)
    const written = sorted.flatMap(([row, cells]): SheetRow[] =>
      cells.every(isBlank) ? [] : [this.#rowOf(row, cells, hiddenRows)],
    )
    const open = async () => filledInTurn(written, merges)
    return { name, hidden, hiddenColumns: async () => hiddenColumns, open }
  }

  #rowOf(row: number, cells: readonly Cell[], hidden: ReadonlySet<number>): SheetRow {
    const struck = this.#struck.get(row)
    return {
      ...{ row: row + 1, cells },
      ...(hidden.has(row) && { hidden: true }),
      ...(struck !== undefined && { struck }),
    }
  }

  /** [MS-XLS] 2.4.221: fDyZero is said of a row that was hidden, and of one that a filter leaves out. */
  #readRow({ start, length }: BiffRecord, hidden: Set<number>): void {
    const { stream } = this.#book
    if (length >= 16 && (stream.readUInt16LE(start + 12) & 0x20) !== 0) hidden.add(stream.readUInt16LE(start))
  }

  /** [MS-XLS] 2.4.53. */
  #readColumns({ start, length }: BiffRecord, hidden: Set<number>): void {
    const { stream } = this.#book
    if (length < 10 || (stream.readUInt16LE(start + 8) & 1) === 0) return
    const last = Math.min(stream.readUInt16LE(start + 2), 255)
    for (let column = stream.readUInt16LE(start); column <= last; column++) hidden.add(column)
  }

  /** Those of the sheet itself: a chart in it is a part of its own, with a beginning and an end. */
  *#recordsOf(start: number): Generator<BiffRecord> {
    let depth = 0
    for (const record of biffRecords(this.#book.stream, start)) {
      if (++this.#records > mostRecords) throw fileTooLarge(this.#book.file.fileName)
      if (record.id === recordIds.beginning) depth++
      else if (depth === 0) return
      else if (record.id === recordIds.end) {
        depth--
        if (depth === 0) return
      } else if (depth === 1) yield record
    }
  }

  #lastFormula: { readonly cells: Cell[]; readonly column: number } | undefined

  #readCells({ id, start, length }: BiffRecord, rows: Map<number, Cell[]>): void {
    const { stream } = this.#book
    if (id === recordIds.formulaText) {
      this.#takeFormulaText(start, length)
      return
    }
    if (length < 6) return
    switch (id) {
      case recordIds.number:
        if (length >= 14) this.#put(rows, start, this.#number(stream.readDoubleLE(start + 6), start + 4))
        return
      case recordIds.shortNumber:
        if (length >= 10) this.#put(rows, start, this.#number(shortNumber(stream, start + 6), start + 4))
        return
      case recordIds.manyNumbers:
        for (let at = start + 4, n = 0; at + 6 <= start + length - 2; at += 6, n++)
          this.#put(rows, start, this.#number(shortNumber(stream, at + 2), at), n)
        return
      case recordIds.sharedLabel:
        if (length >= 10) this.#put(rows, start, this.#book.texts.at(stream.readUInt32LE(start + 6)) ?? null)
        return
      case recordIds.label:
      case recordIds.richLabel:
        if (length >= 8) this.#put(rows, start, this.#text(start + 6, start + length))
        return
      case recordIds.truthOrError:
        if (length >= 8) this.#put(rows, start, truthOrError(stream, start + 6))
        return
      case recordIds.formula:
        if (length >= 14) this.#putFormula(rows, start)
        return
    }
  }

  #put(rows: Map<number, Cell[]>, start: number, cell: Cell, after = 0): Cell[] {
    const { stream, file } = this.#book
    const row = stream.readUInt16LE(start)
    const column = stream.readUInt16LE(start + 2) + after
    const cells = rows.get(row) ?? []
    if (cells.length === 0) rows.set(row, cells)
    if (cell === null || column > 255) return cells
    while (cells.length < column) cells.push(null)
    cells[column] = cell
    if (after === 0 && this.#book.struckStyles.has(stream.readUInt16LE(start + 4)))
      this.#struck.set(row, (this.#struck.get(row) ?? new Set()).add(column))
    if (++this.#cells > mostCells) throw fileTooLarge(file.fileName)
    return cells
  }

  #number(value: number, style: number): Cell {
    const { stream, dateStyles, from1904 } = this.#book
    return numberAsShown(value, dateStyles[stream.readUInt16LE(style)], from1904)
  }

  /** A formula is kept in a form that is not shown; what a person sees is its result, which a record may follow with. */
  #putFormula(rows: Map<number, Cell[]>, start: number): void {
    const { stream } = this.#book
    const result = start + 6
    const isNumber = stream.readUInt16LE(result + 6) !== 0xffff
    const kind = stream.readUInt8(result)
    const shown = isNumber
      ? this.#number(stream.readDoubleLE(result), start + 4)
      : kind === 1
        ? stream.readUInt8(result + 2) !== 0
        : kind === 2
          ? (errors.get(stream.readUInt8(result + 2)) ?? '#N/A')
          : ''
    const cells = this.#put(rows, start, { kind: 'formula', formula: shownResult(shown) })
    const column = stream.readUInt16LE(start + 2)
    this.#lastFormula = !isNumber && kind === 0 ? { cells, column } : undefined
  }

  #takeFormulaText(start: number, length: number): void {
    const last = this.#lastFormula
    this.#lastFormula = undefined
    if (last === undefined || length < 3) return
    last.cells[last.column] = { kind: 'formula', formula: this.#text(start, start + length) }
  }

  #text(at: number, end: number): string {
    const { stream, isWide, decode } = this.#book
    const count = stream.readUInt16LE(at)
    if (!isWide) return cellText(decode(stream.subarray(at + 2, Math.min(end, at + 2 + count))))
    return at + 3 > end ? '' : cellText(wideText(stream.subarray(0, end), at + 2, count).text)
  }

  #readMerges({ start, length }: BiffRecord, merges: MergedDown[]): void {
    const { stream, file } = this.#book
    for (let at = start + 2; at + 8 <= start + length; at += 8) {
      const [first, last] = [stream.readUInt16LE(at) + 1, stream.readUInt16LE(at + 2) + 1]
      if (last > first) merges.push({ column: stream.readUInt16LE(at + 4), first, last })
    }
    if (merges.length > mostMerges) throw fileTooLarge(file.fileName)
  }
}

/** What merged cells spread is made as the rows are read: all of it at once may be more than memory holds. */
async function* filledInTurn(
  rows: readonly SheetRow[],
  merges: readonly MergedDown[],
): AsyncGenerator<readonly SheetRow[]> {
  const fill = mergeFiller(merges)
  for (let at = 0; at < rows.length; at += 1000) yield rows.slice(at, at + 1000).map(fill)
}

/** A number in four bytes (RkNumber): whole or the upper half of a double, as it is or a hundredth of it. */
function shortNumber(stream: Buffer, at: number): number {
  const raw = stream.readInt32LE(at)
  const isWhole = (raw & 2) !== 0
  const value = isWhole ? raw >> 2 : upperHalf(raw)
  return (raw & 1) === 0 ? value : value / 100
}

const half = Buffer.alloc(8)
function upperHalf(raw: number): number {
  half.writeInt32LE(raw & ~3, 4)
  return half.readDoubleLE(0)
}

function truthOrError(stream: Buffer, at: number): Cell {
  const value = stream.readUInt8(at)
  if (stream.readUInt8(at + 1) === 0) return value !== 0
  return { kind: 'error', error: errors.get(value) ?? '#N/A' }
}

function shownResult(cell: Cell): string {
  if (typeof cell === 'object' && cell !== null && cell.kind === 'day') return cell.day
  return typeof cell === 'object' ? '' : String(cell)
}
