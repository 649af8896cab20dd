import { wellFormed } from '#db/shared/tidy-text.ts'
import { cellText, isBlank, type SheetRow } from '../cell.ts'
import { fileTooLarge, notASpreadsheet } from '../file-refusals.ts'
import { OpenMerges } from '../merged-cells.ts'
import { proveRowCount, rowsInBatches, type Sheet, widest } from '../sheet.ts'
import type { SourceFile } from '../source-file.ts'
import { decoded, type HtmlToken, htmlTokens } from './html-tokens.ts'

/** No cell of a sheet holds as much. */
const longestText = 100_000
/** Tables within tables lay a page out; nobody goes deeper. */
const deepest = 20
/** Rows of all tables, those without a word among them: pages are laid out with them, but not with that many. */
const mostRows = 400_000
/** As many as of a table of Excel 2003 are read. */
const mostCells = 2_000_000

/**
 * The tables of a web page, one below the other in one sheet, as Excel and WPS open it: the systems of offices give their
 * lists out like this, mostly under the name .xls.
 */
export async function htmlSheets(
  file: SourceFile,
  pieces: () => Iterable<string>,
): Promise<readonly Sheet[]> {
  const read = () => rowsInBatches(htmlRows(file, htmlTokens(file, pieces())))
  const some = await read().next()
  if (some.done === true)
    throw notASpreadsheet(file.fileName, '没有表格的网页（HTML）', 'a web page without a table (HTML)')
  let proved = false
  const open = async () => {
    if (!proved) await proveRowCount(file, name, Number.POSITIVE_INFINITY, read)
    proved = true
    return read()
  }
  return [{ name, hidden: false, open }]
}

const name = 'HTML'

type Cell = { text: string; readonly columns: number; readonly rows: number; readonly struck: boolean }
type Row = { readonly cells: Cell[]; readonly hidden: boolean }
type Table = { row: Row | undefined; cell: Cell | undefined; readonly merges: OpenMerges }

/** The rows of all tables in the order in which they end; what stands outside of tables is nobody's. */
function* htmlRows(file: SourceFile, tokens: Iterable<HtmlToken>): Generator<SheetRow> {
  const tables: Table[] = []
  let number = 0
  let cells = 0
  /** How many tables deeper than those that are looked at. */
  let deeper = 0
  const ended = (table: Table): SheetRow[] => {
    const { row } = table
    table.row = undefined
    table.cell = undefined
    if (row === undefined) return []
    if (++number > mostRows) throw fileTooLarge(file.fileName)
    const { filled, width } = laidOut(row, number, table.merges)
    // What reaches down from above is looked at in each row, too.
    cells += width - Math.min(row.cells.length, width)
    if (cells > mostCells) throw fileTooLarge(file.fileName)
    return filled.cells.every(isBlank) ? [] : [filled]
  }
  for (const token of tokens) {
    const table = tables.at(-1)
    if (token.kind === 'text') {
      if (table?.cell !== undefined && table.cell.text.length < longestText)
        table.cell.text += decoded(token.text.slice(0, longestText)).replace(/\s+/g, ' ')
      continue
    }
    const { name: tag, isClose } = token
    if (tag === 'table') {
      if (deeper > 0 || (!isClose && tables.length === deepest)) {
        deeper += isClose ? -1 : 1
      } else if (!isClose) tables.push({ row: undefined, cell: undefined, merges: new OpenMerges() })
      else if (table !== undefined) {
        yield* ended(table)
        tables.pop()
      }
    } else if (table !== undefined && tag === 'tr') {
      yield* ended(table)
      if (!isClose) table.row = { cells: [], hidden: isOutOfSight(token.attributes) }
    } else if (table !== undefined && (tag === 'td' || tag === 'th')) {
      table.cell = undefined
      if (isClose) continue
      table.row ??= { cells: [], hidden: false }
      if (++cells > mostCells) throw fileTooLarge(file.fileName)
      table.cell = cellOf(token.attributes)
      if (table.row.cells.length < widest) table.row.cells.push(table.cell)
    } else if (table?.cell !== undefined && linesApart.has(tag)) table.cell.text += '\n'
  }
  for (const table of tables.toReversed()) yield* ended(table)
}

const linesApart = new Set(['br', 'p', 'div', 'li'])

function cellOf(attributes: string): Cell {
  if (attributes === '') return { text: '', columns: 1, rows: 1, struck: false }
  return {
    text: '',
    columns: spanIn(attributes, columnSpan),
    rows: spanIn(attributes, rowSpan),
    struck: /line-through/i.test(attributes),
  }
}

const columnSpan = /\bcolspan\s*=\s*["']?\s*(\d{1,6})/i
const rowSpan = /\browspan\s*=\s*["']?\s*(\d{1,6})/i

function spanIn(attributes: string, span: RegExp): number {
  return Math.max(1, Number(span.exec(attributes)?.[1] ?? 1))
}

function isOutOfSight(attributes: string): boolean {
  return attributes !== '' && /display\s*:\s*none/i.test(attributes)
}

/** Puts the cells of a row into their columns: those that reach down from above take theirs first. */
function laidOut(
  row: Row,
  number: number,
  merges: OpenMerges,
): { readonly filled: SheetRow; readonly width: number } {
  const cells: (string | null)[] = []
  const struck = new Set<number>()
  const begun: { readonly column: number; readonly last: number; readonly text: string }[] = []
  let column = 0
  for (const cell of row.cells) {
    while (merges.covers(column, number)) column++
    if (column >= widest) break
    while (cells.length < column) cells.push(null)
    const text = shown(cell.text)
    cells[column] = text === '' ? null : text
    if (cell.struck) struck.add(column)
    if (cell.rows > 1) {
      for (let n = 0; n < Math.min(cell.columns, widest - column); n++)
        begun.push({ column: column + n, last: number + cell.rows - 1, text: n === 0 ? text : '' })
    }
    column += cell.columns
  }
  const filled = merges.fill({
    ...{ row: number, cells },
    ...(row.hidden && { hidden: true }),
    ...(struck.size > 0 && { struck }),
  })
  for (const { column: at, last, text } of begun) merges.reserve(at, last, text === '' ? null : text)
  return { filled, width: column }
}

function shown(text: string): string {
  if (text === '') return text
  const lines = text.split('\n').map(line => line.replace(/ +/g, ' ').trim())
  return wellFormed(cellText(lines.join('\n').trim()))
}
