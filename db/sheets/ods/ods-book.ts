import { firstOfMonth, isDay } from '#db/shared/day.ts'
import { ownCopy } from '#db/shared/own-copy.ts'
import { type Cell, cellText, formulaCell, isBlank, type SheetRow } from '../cell.ts'
import { fileDamaged, fileEncrypted, fileTooLarge, notASpreadsheet, tooManyRows } from '../file-refusals.ts'
import { OpenMerges } from '../merged-cells.ts'
import { PackedRows, RoomForRows } from '../packed-rows.ts'
import { isOctober } from '../serial-day.ts'
import { mostRows, type Sheet, widest } from '../sheet.ts'
import type { SourceFile } from '../source-file.ts'
import { partBytes, partContent } from '../unpack-part.ts'
import { attributeIn, type XmlToken, xmlTokens } from '../xml/xml-tokens.ts'
import type { ZipDirectory } from '../zip-directory.ts'
import { OdsStyles } from './ods-styles.ts'

/** Of all sheets together. */
const mostCells = 2_000_000
const lastRow = 1_048_576
const mostUnpacked = 128_000_000

/**
 * The sheets of an .ods (OpenDocument 1.3), read in one pass. hucre holds the document as a tree, believes every
 * count of repetitions and passes over rows that stand in groups or repeat as headers.
 */
export async function odsSheets(file: SourceFile, parts: ZipDirectory): Promise<readonly Sheet[]> {
  const manifest = parts.get('meta-inf/manifest.xml')
  if (manifest !== undefined && partContent(file, manifest).includes('encryption-data'))
    throw fileEncrypted(file.fileName)
  const content = parts.get('content.xml')
  if (content === undefined) throw fileDamaged(file.fileName)
  if (content.size > mostUnpacked) throw fileTooLarge(file.fileName)
  const reader = new OdsReader(file)
  for await (const tokens of xmlTokens(file, partBytes(file, content))) {
    for (const token of tokens) reader.take(token)
  }
  if (!reader.isSpreadsheet)
    throw notASpreadsheet(file.fileName, '文字文档或演示文稿', 'a document of another kind', 'copy')
  return reader.sheets
}

type Table = {
  readonly name: string
  readonly hidden: boolean
  readonly rows: PackedRows<SheetRow>
  readonly columnStyles: (string | undefined)[]
  readonly hiddenColumns: Set<number>
  readonly merges: OpenMerges
  /** The number of the last row that was read. */
  row: number
}

type OpenRow = {
  readonly repeated: number
  readonly hidden: boolean
  readonly cells: Cell[]
  readonly merged: Merge[]
  readonly struck: Set<number>
  readonly indents: Map<number, number>
  column: number
}
type Merge = { readonly column: number; readonly rows: number }
type OpenCell = {
  readonly attributes: string
  readonly isCovered: boolean
  text: string
  paragraphs: number
  inParagraph: boolean
}

/** Elements of a cell whose text is not the cell's: notes, pictures, readings above characters, tables within. */
const notOfTheCell =
  /^(office:annotation|draw:.*|text:ruby-text|text:note|table:table|office:event-listeners)$/

class OdsReader {
  readonly #file: SourceFile
  readonly #styles = new OdsStyles()
  readonly #room: RoomForRows
  readonly #tables: Table[] = []
  #table: Table | undefined
  #row: OpenRow | undefined
  #cell: OpenCell | undefined
  /** How deep within an element whose content does not count. */
  #aside = 0
  #cells = 0
  isSpreadsheet = false

  constructor(file: SourceFile) {
    this.#file = file
    this.#room = new RoomForRows(file)
  }

  get sheets(): readonly Sheet[] {
    return this.#tables.map(({ name, rows, hidden, hiddenColumns }) => ({
      name,
      hidden,
      open: async () => rows.batches(),
      hiddenColumns: async () => hiddenColumns,
    }))
  }

  take(token: XmlToken): void {
    if (token.kind === 'text') {
      if (this.#aside === 0 && this.#cell?.inParagraph === true) this.#say(token.text)
      return
    }
    if (this.#aside > 0) {
      if (token.kind === 'close') this.#aside--
      else if (!token.isEmpty) this.#aside++
      return
    }
    if (token.kind === 'close') {
      this.#close(token.name)
      return
    }
    if (this.#isAside(token.name)) {
      if (!token.isEmpty) this.#aside = 1
      return
    }
    this.#open(token.name, token.attributes)
    if (token.isEmpty) this.#close(token.name)
  }

  #isAside(name: string): boolean {
    if (this.#cell !== undefined) return notOfTheCell.test(name)
    return name === 'table:shapes' || name === 'table:dde-links' || name === 'table:tracked-changes'
  }

  #open(name: string, attributes: string): void {
    switch (name) {
      case 'office:spreadsheet':
        this.isSpreadsheet = true
        return
      case 'table:table':
        this.#openTable(attributes)
        return
      case 'table:table-column':
        this.#readColumn(attributes)
        return
      case 'table:table-row':
        this.#row = {
          repeated: countIn(attributes, 'table:number-rows-repeated'),
          hidden: isHidden(attributes),
          cells: [],
          merged: [],
          struck: new Set(),
          indents: new Map(),
          column: 0,
        }
        return
      case 'table:table-cell':
      case 'table:covered-table-cell':
        this.#cell = {
          attributes,
          isCovered: name !== 'table:table-cell',
          text: '',
          paragraphs: 0,
          inParagraph: false,
        }
        return
      default:
        this.#openText(name, attributes)
    }
  }

  #openText(name: string, attributes: string): void {
    if (this.#cell === undefined) {
      this.#styles.open(name, attributes)
      return
    }
    if (name === 'text:p' || name === 'text:h') {
      if (this.#cell.paragraphs++ > 0) this.#say('\n')
      this.#cell.inParagraph = true
    } else if (name === 'text:s') this.#say(' '.repeat(Math.min(1000, countIn(attributes, 'text:c'))))
    else if (name === 'text:tab') this.#say('\t')
    else if (name === 'text:line-break') this.#say('\n')
  }

  #close(name: string): void {
    if (name === 'table:table-cell' || name === 'table:covered-table-cell') this.#closeCell()
    else if (name === 'table:table-row') this.#closeRow()
    else if (name === 'table:table') this.#table = undefined
    else if (this.#cell === undefined) this.#styles.close(name)
    else if (name === 'text:p' || name === 'text:h') this.#cell.inParagraph = false
  }

  #openTable(attributes: string): void {
    const name = attributeIn(attributes, 'table:name') ?? `Sheet${this.#tables.length + 1}`
    const hidden = this.#styles.isHidden(attributeIn(attributes, 'table:style-name'))
    const merges = new OpenMerges()
    this.#table = {
      name: cellText(name),
      hidden,
      rows: new PackedRows(this.#room),
      columnStyles: [],
      hiddenColumns: new Set(),
      merges,
      row: 0,
    }
    this.#tables.push(this.#table)
    if (this.#tables.length > 1000) throw fileTooLarge(this.#file.fileName)
  }

  #readColumn(attributes: string): void {
    const { columnStyles: styles = [], hiddenColumns } = this.#table ?? {}
    const style = attributeIn(attributes, 'table:default-cell-style-name')
    const repeated = countIn(attributes, 'table:number-columns-repeated')
    for (let left = repeated; left > 0 && styles.length < widest; left--) {
      if (isHidden(attributes)) hiddenColumns?.add(styles.length)
      styles.push(style)
    }
  }

  #say(text: string): void {
    const cell = this.#cell
    if (cell !== undefined && cell.text.length < 100_000) cell.text += text
  }

  #closeCell(): void {
    const cell = this.#cell
    const row = this.#row
    this.#cell = undefined
    if (cell === undefined || row === undefined) return
    const { attributes } = cell
    const repeated = Math.min(countIn(attributes, 'table:number-columns-repeated'), widest)
    const value = cell.isCovered ? null : this.#valueOf(cell, row.column)
    const spanned = countIn(attributes, 'table:number-rows-spanned')
    if (value !== null && value !== '' && row.column < widest) {
      while (row.cells.length < row.column) row.cells.push(null)
      for (let n = 0; n < repeated && row.column + n < widest; n++) row.cells.push(value)
      const style = attributeIn(attributes, 'table:style-name') ?? this.#table?.columnStyles[row.column]
      if (this.#styles.isStruck(style)) row.struck.add(row.column)
      const indent = this.#styles.indentOf(style)
      if (indent !== undefined && typeof value === 'string') row.indents.set(row.column, indent)
      if (spanned > 1) row.merged.push({ column: row.column, rows: spanned })
    }
    row.column = Math.min(row.column + repeated, widest)
  }

  #closeRow(): void {
    const row = this.#row
    const table = this.#table
    this.#row = undefined
    if (row === undefined || table === undefined) return
    const first = table.row + 1
    table.row = Math.min(table.row + row.repeated, lastRow)
    if (row.cells.every(isBlank)) return
    this.#cells += row.cells.length * Math.min(table.row - first + 1, mostRows)
    if (this.#cells > mostCells) throw fileTooLarge(this.#file.fileName)
    for (let number = first; number <= table.row; number++) {
      if (table.rows.count >= mostRows) throw tooManyRows(this.#file.fileName, table.name, mostRows)
      const filled = table.merges.fill({
        row: number,
        cells: row.cells,
        ...(row.hidden && { hidden: true }),
        ...(row.struck.size > 0 && { struck: row.struck }),
        ...(row.indents.size > 0 && { indents: row.indents }),
      })
      this.#cells += filled.spread?.size ?? 0
      if (this.#cells > mostCells) throw fileTooLarge(this.#file.fileName)
      table.rows.add(filled)
      for (const { column, rows } of row.merged)
        table.merges.begin(column, number + rows - 1, row.cells[column])
    }
  }

  #valueOf({ attributes, text, paragraphs }: OpenCell, column: number): Cell {
    const formula = attributeIn(attributes, 'table:formula')
    if (formula !== undefined) return formulaCell(ownCopy(cellText(formulaText(formula))))
    const of = (name: string) => attributeIn(attributes, `office:${name}`)
    switch (of('value-type')) {
      case 'float':
      case 'currency':
      case 'percentage':
        return numberOrText(of('value'), text)
      case 'boolean':
        return of('boolean-value') === 'true'
      case 'date':
        return this.#dayOrText(of('date-value') ?? '', attributes, column, text)
      case 'string':
        return ownCopy(cellText(paragraphs > 0 ? text : (of('string-value') ?? '')))
      default:
        return text === '' ? null : ownCopy(cellText(text))
    }
  }

  #dayOrText(date: string, attributes: string, column: number, text: string): Cell {
    const day = date.slice(0, 10)
    if (!isDay(day)) return cellText(text === '' ? date : text)
    const style = attributeIn(attributes, 'table:style-name') ?? this.#table?.columnStyles[column]
    const precision = this.#styles.precisionOf(style) ?? (monthAlone.test(text) ? 'month' : 'day')
    return { kind: 'day', day: precision === 'day' ? day : firstOfMonth(day), precision }
  }
}

/** 2018年3月, 2018/3 and Mar-18: what a date shows of which no day is seen. */
const monthAlone =
  /^\s*(?:(?:\d{4}|[〇零○一二三四五六七八九]{4})\s*[年./-]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:月份?)?|[a-z]{3,9}[-\s]\s*\d{2,4})\s*$/i

function numberOrText(value: string | undefined, text: string): Cell {
  const number = value === undefined || value.trim() === '' ? Number.NaN : Number(value)
  if (!Number.isFinite(number)) return text === '' ? null : cellText(text)
  return isOctober(number) && text === number.toFixed(2) ? number.toFixed(2) : number
}

/** Hidden by hand (`collapse`) or left out by a filter. */
function isHidden(attributes: string): boolean {
  return /^(collapse|filter)$/.test(attributeIn(attributes, 'table:visibility') ?? '')
}

function countIn(attributes: string, name: string): number {
  const count = Math.trunc(Number(attributeIn(attributes, name) ?? 1))
  return count >= 1 ? count : 1
}

/** `of:=[.A1]&[$表2.B1:.B3]` as a person writes it: A1&表2!B1:B3. */
function formulaText(formula: string): string {
  return formula
    .replace(/^[a-z]+:/, '')
    .replace(/^=/, '')
    .replace(/\[([^\][]{0,200})\]/g, (_, inner: string) =>
      inner
        .split(':')
        .map(part =>
          part.replace(/^\$?([^.]*)\.(.*)$/, (_whole, sheet: string, cell: string) =>
            sheet === '' ? cell : `${sheet}!${cell}`,
          ),
        )
        .join(':'),
    )
}
