import { firstOfMonth, isDay } from '#db/shared/day.ts'
import { type Cell, charactersAtOnce, charactersIn, cutText, formulaCell, type SheetRow } from '../cell.ts'
import { fileDamaged } from '../file-refusals.ts'
import { numberAsShown, type ShownDate } from '../serial-day.ts'
import type { SharedTexts } from '../shared-texts.ts'
import { widest } from '../sheet.ts'
import type { SourceFile } from '../source-file.ts'
import type { XmlPiece } from '../xml/xml-pieces.ts'
import { decodeXml, isStruckThrough, textOfRuns } from '../xml/xml-text.ts'

/** What the cells of a sheet refer to: texts by number, and which styles show a day or a month, or strike their text through. */
export type SheetContext = {
  readonly file: SourceFile
  readonly strings: SharedTexts
  readonly dateStyles: readonly ShownDate[]
  readonly struckStyles: ReadonlySet<number>
  readonly indentStyles: ReadonlyMap<number, number>
  readonly from1904: boolean
}

/**
 * Reads the rows of a worksheet part, piece after piece; blank rows are left out. A formula cell is told as such,
 * whatever it last came to.
 */
export async function* xlsxSheetRows(
  context: SheetContext,
  pieces: AsyncIterable<XmlPiece>,
): AsyncGenerator<readonly SheetRow[]> {
  const masters = new Map<string, string>()
  let row = 0
  for await (const { text, prefix } of pieces) {
    let rows: SheetRow[] = []
    let characters = 0
    const open = `<${prefix}row`
    const close = `</${prefix}row>`
    for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, at)) {
      const start = text.indexOf('>', at)
      if (start < 0) throw fileDamaged(context.file.fileName)
      const next = text.charCodeAt(at + open.length)
      if (next !== 32 && next !== 62 && next !== 47 && next > 32) {
        at = start
        continue
      }
      const attributes = text.slice(at + open.length, start)
      const number = rowNumber(attributes)
      row = number > row ? number : row + 1
      at = start + 1
      if (text.charCodeAt(start - 1) === 47) continue
      const end = text.indexOf(close, at)
      if (end < 0) throw fileDamaged(context.file.fileName)
      const { cells, struck, indents } = cellsOf(context, text.slice(at, end), prefix, masters)
      if (cells.length > 0) {
        const hidden = isHidden(attributes) && ({ hidden: true } as const)
        rows.push({
          row,
          cells,
          ...hidden,
          ...(struck !== undefined && { struck }),
          ...(indents !== undefined && { indents }),
        })
        // A piece of 60 kB may hold thousands of cells that refer to one long text.
        characters += charactersIn(cells)
        if (characters > charactersAtOnce) {
          yield rows
          rows = []
          characters = 0
        }
      }
      at = end + close.length
    }
    if (rows.length > 0) yield rows
  }
}

function rowNumber(attributes: string): number {
  const found = /(?:^|\s)r\s*=\s*["'](\d{1,7})["']/.exec(attributes)
  return found ? Number(found[1]) : 0
}

/** Hidden by hand, or left out by a filter: an xlsx says the same of both. A row of no height is not seen either. */
function isHidden(attributes: string): boolean {
  return (
    (attributes.includes('hidden') && /\shidden\s*=\s*["'](?:1|true)["']/.test(attributes)) ||
    (attributes.includes('ht') && /\sht\s*=\s*["']0(?:\.0*)?["']/.test(attributes))
  )
}

/** The cells of one row up to its last that is not blank. */
function cellsOf(
  context: SheetContext,
  text: string,
  prefix: string,
  masters: Map<string, string>,
): {
  readonly cells: readonly Cell[]
  readonly struck: ReadonlySet<number> | undefined
  readonly indents: ReadonlyMap<number, number> | undefined
} {
  const open = `<${prefix}c`
  const close = `</${prefix}c>`
  const cells: Cell[] = []
  let struck: Set<number> | undefined
  let indents: Map<number, number> | undefined
  let column = -1
  for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, at)) {
    const tag = readCellTag(text, at + open.length)
    if (tag === undefined) throw fileDamaged(context.file.fileName)
    column = tag.column >= 0 ? tag.column : column + 1
    at = tag.end
    if (tag.empty) continue
    const end = text.indexOf(close, at)
    if (end < 0) throw fileDamaged(context.file.fileName)
    const content = text.slice(at, end)
    const cell = column < widest ? readCell(context, tag, content, prefix, masters) : null
    if (cell !== null && cell !== '') {
      while (cells.length < column) cells.push(null)
      cells[column] = cell
      if (context.struckStyles.has(tag.style) || hasStruckRun(context, tag, content, prefix)) {
        struck ??= new Set()
        struck.add(column)
      }
      const indent = context.indentStyles.get(tag.style)
      if (indent !== undefined && typeof cell === 'string') {
        indents ??= new Map()
        indents.set(column, indent)
      }
    }
    at = end + close.length
  }
  return { cells, struck, indents }
}

type CellTag = {
  readonly column: number
  readonly type: string
  readonly style: number
  readonly empty: boolean
  readonly end: number
}

/** Reads the attributes r, s and t of a `<c` tag, and where its content starts. */
function readCellTag(text: string, from: number): CellTag | undefined {
  let column = -1
  let type = ''
  let style = -1
  for (let at = from; at < text.length; ) {
    const code = text.charCodeAt(at)
    if (code <= 32) at++
    else if (code === 62) return { column, type, style, empty: false, end: at + 1 }
    else if (code === 47)
      return { column, type, style, empty: true, end: text.indexOf('>', at) + 1 || text.length }
    else {
      const equals = text.indexOf('=', at)
      if (equals < 0) return undefined
      let quote = equals + 1
      while (text.charCodeAt(quote) <= 32) quote++
      const end = text.indexOf(text.charAt(quote), quote + 1)
      if (end < 0) return undefined
      const name = text.charCodeAt(at)
      if (equals === at + 1 || text.charCodeAt(at + 1) <= 32) {
        if (name === 114) column = columnOf(text, quote + 1, end)
        else if (name === 115) style = Number(text.slice(quote + 1, end))
        else if (name === 116) type = text.slice(quote + 1, end)
      }
      at = end + 1
    }
  }
  return undefined
}

/** A1 is column 0. */
function columnOf(text: string, from: number, to: number): number {
  let column = 0
  for (let at = from; at < to; at++) {
    const letter = text.charCodeAt(at) & 0xdf
    if (letter < 65 || letter > 90) break
    column = column * 26 + letter - 64
  }
  return column - 1
}

function readCell(
  context: SheetContext,
  tag: CellTag,
  content: string,
  prefix: string,
  masters: Map<string, string>,
): Cell {
  const first = content.indexOf('<')
  if (first >= 0 && content.startsWith(`${prefix}f`, first + 1)) {
    const formula = readFormula(content, first, prefix, masters)
    if (formula !== undefined) return formulaCell(formula)
  }
  if (tag.type === 'inlineStr') return cutText(textOfRuns(content, prefix))
  const value = storedValue(content, prefix)
  switch (tag.type) {
    case 's':
      return value === '' ? null : (context.strings.at(Number(value)) ?? null)
    case 'str':
      return cutText(decodeXml(value))
    case 'b':
      return value === '' ? null : value === '1' || value === 'true'
    case 'e':
      return { kind: 'error', error: cutText(value) }
    case 'd':
      return writtenDay(value.slice(0, 10), tag.style >= 0 ? context.dateStyles[tag.style] : undefined)
    default:
      return value === '' ? null : numberCell(context, Number(value), tag.style, value)
  }
}

/** A day of a strict workbook, written out; a month where its cell shows no more. */
function writtenDay(text: string, shown: ShownDate): Cell {
  return shown === 'month' && isDay(text)
    ? { kind: 'day', day: firstOfMonth(text), precision: 'month' }
    : text
}

/** Part of a text may be struck through, which is told of the text itself and not of the style of its cell. */
function hasStruckRun(
  { strings }: SheetContext,
  { type }: CellTag,
  content: string,
  prefix: string,
): boolean {
  if (type === 's') return strings.struck.size > 0 && strings.struck.has(Number(storedValue(content, prefix)))
  return type === 'inlineStr' && isStruckThrough(content)
}

function storedValue(content: string, prefix: string): string {
  const open = content.indexOf(`<${prefix}v`)
  if (open < 0) return ''
  const start = content.indexOf('>', open)
  const end = content.indexOf('<', start)
  return start < 0 || end < 0 || content.charCodeAt(start - 1) === 47 ? '' : content.slice(start + 1, end)
}

function numberCell(context: SheetContext, value: number, style: number, raw: string): Cell {
  if (Number.isNaN(value)) return cutText(decodeXml(raw))
  return numberAsShown(value, style >= 0 ? context.dateStyles[style] : undefined, context.from1904)
}

/** The text of a `<f>` element; cells of a shared formula show that of the first. An empty one is no formula. */
function readFormula(
  content: string,
  at: number,
  prefix: string,
  masters: Map<string, string>,
): string | undefined {
  const start = content.indexOf('>', at)
  if (start < 0) return undefined
  const end = content.indexOf(`</${prefix}f>`, start)
  const text = content.charCodeAt(start - 1) === 47 || end < 0 ? '' : decodeXml(content.slice(start + 1, end))
  const shared = /\ssi\s*=\s*["'](\d+)["']/.exec(content.slice(at, start))?.[1]
  if (shared === undefined) return text === '' ? undefined : text
  if (text !== '' && masters.size < 10_000) masters.set(shared, text)
  return text || (masters.get(shared) ?? '')
}
