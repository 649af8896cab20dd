import { type Cell, charactersAtOnce, charactersIn, isBlank, type SheetRow } from '../cell.ts'
import { fileTooLarge, tooManyRows } from '../file-refusals.ts'
import { type MergedDown, mergeFiller } from '../merged-cells.ts'
import { errorShown, shortNumber } from '../number-forms.ts'
import { numberAsShown, type ShownDate } from '../serial-day.ts'
import type { SharedTexts } from '../shared-texts.ts'
import { mostRows, widest } from '../sheet.ts'
import type { SourceFile } from '../source-file.ts'
import { partBytes } from '../unpack-part.ts'
import type { ZipPart } from '../zip-directory.ts'
import { recordIds, textIn, type XlsbRecord, XlsbRecords } from './xlsb-records.ts'

/** What the cells of a sheet refer to: texts by number, and which styles show a day or strike their text through. */
export type XlsbContext = {
  readonly file: SourceFile
  readonly texts: SharedTexts
  readonly dateStyles: readonly ShownDate[]
  readonly struckStyles: ReadonlySet<number>
  /** By how many steps styles indent their text; those that do not are not among them. */
  readonly indentStyles: ReadonlyMap<number, number>
  readonly from1904: boolean
}

const mostMerges = 100_000
const rowsAtOnce = 1000

/** What is known of a sheet once it was unpacked to its end. */
export type XlsbOutline = {
  /** The vertical merges, which a sheet lists behind its rows. */
  readonly merges: readonly MergedDown[]
  readonly hiddenColumns: ReadonlySet<number>
}

/** Unpacks a sheet once to its end, so that damage and too many rows are known before the first row is given. */
export async function outlineOf(file: SourceFile, part: ZipPart, name: string): Promise<XlsbOutline> {
  const merges: MergedDown[] = []
  const hiddenColumns = new Set<number>()
  let [rows, isOpen] = [0, false]
  const records = new XlsbRecords(file)
  for await (const piece of partBytes(file, part)) {
    for (const { id, body } of records.take(piece)) {
      if (id === recordIds.row) isOpen = true
      else if (isOpen && isCell(id)) {
        isOpen = false
        if (++rows > mostRows) throw tooManyRows(file.fileName, name, mostRows)
      } else if (id === recordIds.merged && body.length >= 16) takeMerge(body, merges)
      else if (id === recordIds.column && body.length >= 18) takeColumns(body, hiddenColumns)
      if (merges.length > mostMerges) throw fileTooLarge(file.fileName)
    }
  }
  return { merges, hiddenColumns }
}

function takeMerge(body: Buffer, merges: MergedDown[]): void {
  const [first, last] = [body.readUInt32LE(0) + 1, body.readUInt32LE(4) + 1]
  const column = body.readUInt32LE(8)
  if (last > first && column < widest) merges.push({ column, first, last })
}

function takeColumns(body: Buffer, hidden: Set<number>): void {
  if ((body.readUInt16LE(16) & 1) === 0) return
  const last = Math.min(body.readUInt32LE(4), widest - 1)
  for (let column = body.readUInt32LE(0); column <= last; column++) hidden.add(column)
}

/** Reads the rows of a sheet, piece after piece; blank rows are left out. */
export async function* xlsbRows(
  context: XlsbContext,
  part: ZipPart,
  { merges }: XlsbOutline,
): AsyncGenerator<readonly SheetRow[]> {
  const fill = mergeFiller(merges)
  const records = new XlsbRecords(context.file)
  const reader = new RowReader(context)
  for await (const piece of partBytes(context.file, part)) {
    for (const record of records.take(piece)) {
      reader.take(record)
      if (reader.isFull) yield reader.taken().map(fill)
    }
  }
  reader.end()
  if (reader.rows.length > 0) yield reader.taken().map(fill)
}

type OpenRow = {
  readonly row: number
  readonly hidden: boolean
  readonly cells: Cell[]
  readonly struck: Set<number>
  readonly indents: Map<number, number>
}

/** Cells that do not name their column stand in the one behind the last; their records are these, from 12 on. */
const [firstShort, lastShort] = [12, 18]

function isCell(id: number): boolean {
  return (id >= 1 && id <= lastShort) || id === recordIds.richText
}

class RowReader {
  readonly #context: XlsbContext
  #open: OpenRow | undefined
  #column = -1
  #characters = 0
  rows: SheetRow[] = []

  constructor(context: XlsbContext) {
    this.#context = context
  }

  taken(): readonly SheetRow[] {
    const { rows } = this
    this.rows = []
    this.#characters = 0
    return rows
  }

  get isFull(): boolean {
    return this.rows.length >= rowsAtOnce || this.#characters >= charactersAtOnce
  }

  take({ id, body }: XlsbRecord): void {
    if (id === recordIds.row) this.#begin(body)
    else if (isCell(id)) this.#takeCell(id, body)
  }

  end(): void {
    const open = this.#open
    this.#open = undefined
    if (open === undefined || open.cells.every(isBlank)) return
    const { row, cells, struck, indents } = open
    this.#characters += charactersIn(cells)
    this.rows.push({
      ...{ row, cells },
      ...(open.hidden && { hidden: true }),
      ...(struck.size > 0 && { struck }),
      ...(indents.size > 0 && { indents }),
    })
  }

  /** fDyZero ([MS-XLSB], BrtRowHdr) is said of a row that was hidden, and of one that a filter leaves out. */
  #begin(body: Buffer): void {
    this.end()
    if (body.length < 4) return
    const hidden = body.length > 11 && (body.readUInt8(11) & 0x10) !== 0
    const row = body.readUInt32LE(0) + 1
    this.#open = { row, hidden, cells: [], struck: new Set(), indents: new Map() }
    this.#column = -1
  }

  #takeCell(id: number, body: Buffer): void {
    const open = this.#open
    const isShort = id >= firstShort && id <= lastShort
    const at = isShort ? 4 : 8
    if (open === undefined || body.length < at) return
    this.#column = isShort ? this.#column + 1 : body.readUInt32LE(0)
    const column = this.#column
    if (column >= widest) return
    const style = body.readUIntLE(at - 4, 3)
    const cell = this.#cellOf(isShort ? id - firstShort + 1 : id, body, at, style)
    if (isBlank(cell)) return
    while (open.cells.length < column) open.cells.push(null)
    open.cells[column] = cell
    if (this.#context.struckStyles.has(style)) open.struck.add(column)
    const indent = this.#context.indentStyles.get(style)
    if (indent !== undefined && typeof cell === 'string') open.indents.set(column, indent)
  }

  /** By the number of the cell's record; formulas, from 8 on, show what they last came to. */
  #cellOf(id: number, body: Buffer, at: number, style: number): Cell {
    const left = body.length - at
    switch (id) {
      case 2:
        return left < 4 ? null : this.#number(shortNumber(body, at), style)
      case 3:
        return left < 1 ? null : { kind: 'error', error: errorShown(body.readUInt8(at)) }
      case 4:
        return left < 1 ? null : body.readUInt8(at) !== 0
      case 5:
        return left < 8 ? null : this.#number(body.readDoubleLE(at), style)
      case 6:
        return textIn(body, at).text
      case 7:
        return left < 4 ? null : (this.#context.texts.at(body.readUInt32LE(at)) ?? null)
      case 8:
        return { kind: 'formula', formula: textIn(body, at).text }
      case 9:
        return left < 8
          ? null
          : { kind: 'formula', formula: shown(this.#number(body.readDoubleLE(at), style)) }
      case 10:
        return left < 1 ? null : { kind: 'formula', formula: shown(body.readUInt8(at) !== 0) }
      case 11:
        return left < 1 ? null : { kind: 'formula', formula: errorShown(body.readUInt8(at)) }
      case recordIds.richText:
        return textIn(body, at + 1).text
      default:
        return null
    }
  }

  #number(value: number, style: number): Cell {
    const { dateStyles, from1904 } = this.#context
    return numberAsShown(value, dateStyles[style], from1904)
  }
}

function shown(cell: Cell): string {
  if (typeof cell === 'object' && cell !== null && cell.kind === 'day') return cell.day
  return typeof cell === 'object' ? '' : String(cell)
}
