import { type Cell, cellText, charactersAtOnce, charactersIn, isBlank, type SheetRow } from '../cell.ts'
import { fileTooLarge } from '../file-refusals.ts'
import { type MergedDown, mergeFiller } from '../merged-cells.ts'
import { errorShown, shortNumber } from '../number-forms.ts'
import { numberAsShown, type ShownDate } from '../serial-day.ts'
import type { SharedTexts } from '../shared-texts.ts'
import type { Sheet } from '../sheet.ts'
import type { SourceFile } from '../source-file.ts'
import { type BiffRecord, biffRecords, recordIds } from './biff-records.ts'
import { wideText } from './biff-text.ts'
import { damageTold } from './compound-file.ts'

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
  /** By how many steps styles indent their text; those that do not are not among them. */
  readonly indentStyles: ReadonlyMap<number, number>
  readonly from1904: boolean
}

/** Of all sheets together. */
const mostCells = 2_000_000
const mostRecords = 4_000_000
const mostMerges = 100_000
const rowsAtOnce = 1000

/** The records that hold cells, each with its shortest length. */
const cellRecords = new Map<number, number>([
  [recordIds.number, 14],
  [recordIds.shortNumber, 10],
  [recordIds.manyNumbers, 6],
  [recordIds.sharedLabel, 10],
  [recordIds.label, 8],
  [recordIds.richLabel, 8],
  [recordIds.truthOrError, 8],
  [recordIds.formula, 14],
])

/** A row whose cells are being read. */
type OpenRow = {
  readonly row: number
  readonly cells: Cell[]
  readonly struck: Set<number>
  readonly indents: Map<number, number>
}

/**
 * Reads the sheets of one workbook: each is gone through once to prove it, and again whenever its rows are asked for, so
 * that none of its cells is held. Many programs write them in any order: then they are read by where they stand.
 */
export class XlsSheetReader {
  readonly #book: XlsBook
  #cells = 0
  #records = 0

  constructor(book: XlsBook) {
    this.#book = book
  }

  sheetAt(name: string, hidden: boolean, start: number): Sheet {
    const merges: MergedDown[] = []
    const hiddenRows = new Set<number>()
    const hiddenColumns = new Set<number>()
    let [count, lastRow, inOrder] = [0, 0, true]
    for (const record of this.#recordsOf(start)) {
      if (++this.#records > mostRecords) throw fileTooLarge(this.#book.file.fileName)
      if (record.id === recordIds.merged) this.#readMerges(record, merges)
      else if (record.id === recordIds.row) this.#readRow(record, hiddenRows)
      else if (record.id === recordIds.columns) this.#readColumns(record, hiddenColumns)
      else if (holdsCells(record)) {
        const row = this.#rowAt(record)
        if (row < lastRow) inOrder = false
        lastRow = row
        count++
        this.#count(record)
      }
    }
    const records = () => (inOrder ? this.#cellsFrom(start) : this.#cellsSorted(start, count))
    const open = async () =>
      rowsInTurn(this.#book.file, this.#rows(records(), hiddenRows), mergeFiller(merges))
    return { name, hidden, hiddenColumns: async () => hiddenColumns, open }
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
      if (record.id === recordIds.beginning) depth++
      else if (depth === 0) return
      else if (record.id === recordIds.end) {
        depth--
        if (depth === 0) return
      } else if (depth === 1) yield record
    }
  }

  *#cellsFrom(start: number): Generator<BiffRecord> {
    for (const record of this.#recordsOf(start)) if (holdsCells(record)) yield record
  }

  /** By row, and within a row as they were written: a number for each says both. */
  *#cellsSorted(start: number, count: number): Generator<BiffRecord> {
    const { stream } = this.#book
    const places = new Float64Array(count)
    let n = 0
    for (const record of this.#cellsFrom(start))
      places[n++] = this.#rowAt(record) * beyondStream + record.start
    for (const place of places.sort()) {
      const at = place % beyondStream
      yield { id: stream.readUInt16LE(at - 4), length: stream.readUInt16LE(at - 2), start: at }
    }
  }

  #rowAt({ start }: BiffRecord): number {
    return this.#book.stream.readUInt16LE(start)
  }

  #count({ id, length }: BiffRecord): void {
    this.#cells += id === recordIds.manyNumbers ? Math.floor((length - 6) / 6) : 1
    if (this.#cells > mostCells) throw fileTooLarge(this.#book.file.fileName)
  }

  *#rows(records: Iterable<BiffRecord>, hidden: ReadonlySet<number>): Generator<SheetRow> {
    let open: OpenRow | undefined
    for (const record of records) {
      const row = this.#rowAt(record)
      if (open?.row !== row) {
        if (open !== undefined) yield* shownRow(open, hidden)
        open = { row, cells: [], struck: new Set(), indents: new Map() }
      }
      this.#readCells(record, open)
    }
    if (open !== undefined) yield* shownRow(open, hidden)
  }

  #readCells({ id, start, length }: BiffRecord, row: OpenRow): void {
    const { stream } = this.#book
    switch (id) {
      case recordIds.number:
        this.#put(row, start, this.#number(stream.readDoubleLE(start + 6), start + 4))
        return
      case recordIds.shortNumber:
        this.#put(row, start, this.#number(shortNumber(stream, start + 6), start + 4))
        return
      case recordIds.manyNumbers:
        for (let at = start + 4, n = 0; at + 6 <= start + length - 2; at += 6, n++)
          this.#put(row, start, this.#number(shortNumber(stream, at + 2), at), n)
        return
      case recordIds.sharedLabel:
        this.#put(row, start, this.#book.texts.at(stream.readUInt32LE(start + 6)) ?? null)
        return
      case recordIds.label:
      case recordIds.richLabel:
        this.#put(row, start, this.#text(start + 6, start + length))
        return
      case recordIds.truthOrError:
        this.#put(row, start, truthOrError(stream, start + 6))
        return
      case recordIds.formula:
        this.#put(row, start, { kind: 'formula', formula: this.#shownFormula(start, start + length) })
        return
    }
  }

  #put({ cells, struck, indents }: OpenRow, start: number, cell: Cell, after = 0): void {
    const { stream, struckStyles, indentStyles } = this.#book
    const column = stream.readUInt16LE(start + 2) + after
    if (cell === null || column > 255) return
    while (cells.length < column) cells.push(null)
    cells[column] = cell
    if (after > 0) return
    const style = stream.readUInt16LE(start + 4)
    if (struckStyles.has(style)) struck.add(column)
    const indent = indentStyles.get(style)
    if (indent !== undefined && typeof cell === 'string') indents.set(column, indent)
  }

  #number(value: number, style: number): Cell {
    const { stream, dateStyles, from1904 } = this.#book
    return numberAsShown(value, dateStyles[stream.readUInt16LE(style)], from1904)
  }

  /** A formula is kept in a form that is not shown; what a person sees is its result, which a record may follow with. */
  #shownFormula(start: number, end: number): string {
    const { stream } = this.#book
    const result = start + 6
    if (stream.readUInt16LE(result + 6) !== 0xffff)
      return shownResult(this.#number(stream.readDoubleLE(result), start + 4))
    const kind = stream.readUInt8(result)
    if (kind === 0) return this.#textBehind(end)
    if (kind === 1) return shownResult(stream.readUInt8(result + 2) !== 0)
    return kind === 2 ? errorShown(stream.readUInt8(result + 2)) : ''
  }

  /** The text that a formula came to: no cell stands between them. */
  #textBehind(at: number): string {
    for (const record of biffRecords(this.#book.stream, at)) {
      const { id, start, length } = record
      if (id === recordIds.formulaText) return length < 3 ? '' : this.#text(start, start + length)
      if (holdsCells(record) || id === recordIds.end) return ''
    }
    return ''
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

/** More than any place in a stream. */
const beyondStream = 2 ** 32

function holdsCells({ id, length }: BiffRecord): boolean {
  return length >= (cellRecords.get(id) ?? Number.POSITIVE_INFINITY)
}

function* shownRow(
  { row, cells, struck, indents }: OpenRow,
  hidden: ReadonlySet<number>,
): Generator<SheetRow> {
  if (cells.every(isBlank)) return
  yield {
    ...{ row: row + 1, cells },
    ...(hidden.has(row) && { hidden: true }),
    ...(struck.size > 0 && { struck }),
    ...(indents.size > 0 && { indents }),
  }
}

/** What merged cells spread is made as the rows are read: all of it at once may be more than memory holds. */
async function* rowsInTurn(
  file: SourceFile,
  rows: Generator<SheetRow>,
  fill: (row: SheetRow) => SheetRow,
): AsyncGenerator<readonly SheetRow[]> {
  for (;;) {
    const batch = damageTold(file, () => nextOf(rows))
    if (batch === undefined) return
    yield batch.map(fill)
  }
}

/** The next rows; undefined behind the last one. */
function nextOf(rows: Generator<SheetRow>): SheetRow[] | undefined {
  const batch: SheetRow[] = []
  let characters = 0
  while (batch.length < rowsAtOnce && characters < charactersAtOnce) {
    const next = rows.next()
    if (next.done === true) return batch.length > 0 ? batch : undefined
    batch.push(next.value)
    characters += charactersIn(next.value.cells)
  }
  return batch
}

function truthOrError(stream: Buffer, at: number): Cell {
  const value = stream.readUInt8(at)
  if (stream.readUInt8(at + 1) === 0) return value !== 0
  return { kind: 'error', error: errorShown(value) }
}

function shownResult(cell: Cell): string {
  if (typeof cell === 'object' && cell !== null && cell.kind === 'day') return cell.day
  return typeof cell === 'object' ? '' : String(cell)
}
