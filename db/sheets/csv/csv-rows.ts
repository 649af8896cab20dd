import { ownCopy } from '#db/shared/own-copy.ts'
import { cellText, longestCellText, type SheetRow } from '../cell.ts'
import { fileDamaged, tooManyRows } from '../file-refusals.ts'
import { mostRows, widest } from '../sheet.ts'
import type { SourceFile } from '../source-file.ts'
import { type Spacing, spacedCells, spacingOf } from './spaced-lines.ts'
import { wantsGuard } from './write-csv.ts'

/** As many lines as a sheet of Excel or WPS has; those that are blank are read over. */
const mostLines = 1_048_576
/** A quotation mark that is never closed would take the rest of the file into one cell. */
const longestRow = 1_000_000

/**
 * The rows of delimited text (RFC 4180, and what offices make of it: marks inside a cell, `="0123"` to keep zeros,
 * the apostrophe that our own files put before = + - @). Blank lines are left out and counted.
 */
export function* csvRows(
  file: SourceFile,
  pieces: Iterable<string>,
  separator: Separator,
): Generator<readonly SheetRow[]> {
  const read =
    typeof separator === 'string'
      ? (text: string, at: number, last: boolean) => readRecord(text, at, separator.charCodeAt(0), last)
      : (text: string, at: number, last: boolean) => readLine(text, at, separator, last)
  let rest = ''
  let tried = 0
  let row = 0
  for (const piece of endMarked(pieces)) {
    const last = piece === undefined
    if (!last) rest += piece
    // A long record is read from its beginning again: only once there is twice as much of it.
    if (!last && rest.length < Math.min(2 * tried, longestRow + 1)) continue
    const rows: SheetRow[] = []
    let at = 0
    for (;;) {
      const record = read(rest, at, last)
      if (record === undefined) break
      row++
      at = record.end
      if (row > mostLines) throw tooManyRows(file.fileName, 'CSV', mostRows)
      if (record.cells.length > 0) rows.push({ row, cells: record.cells })
    }
    rest = rest.slice(at)
    tried = rest.length
    if (rest.length > longestRow) throw fileDamaged(file.fileName)
    if (rows.length > 0) yield rows
  }
}

function* endMarked(pieces: Iterable<string>): Generator<string | undefined> {
  yield* pieces
  yield undefined
}

/** `cells` up to the last that is not blank. */
type Record = { readonly cells: readonly string[]; readonly end: number }

/** One record from `start`, or undefined when the text ends before it does (a lone CR may be half of a CRLF). */
function readRecord(text: string, start: number, delimiter: number, last: boolean): Record | undefined {
  if (start >= text.length) return undefined
  const cells: string[] = []
  let column = 0
  let at = start
  for (;;) {
    let cell = ''
    if (text.charCodeAt(at) === 34) {
      const quoted = readQuoted(text, at, last)
      if (quoted === undefined && !last) return undefined
      // A mark that is never closed is one of the text, or all rows behind it would be part of this cell.
      cell = quoted?.text ?? '"'
      at = quoted?.end ?? at + 1
    }
    const from = at
    let code = text.charCodeAt(at)
    while (at < text.length && code !== delimiter && code !== 10 && code !== 13) code = text.charCodeAt(++at)
    cell += text.slice(from, at)
    if (column < widest) {
      // Blank ones are only written once another follows: there are files of a hundred million delimiters.
      const plain = cell === '' ? '' : plainCell(cell)
      if (plain !== '') {
        while (cells.length < column) cells.push('')
        cells.push(plain)
      }
      column++
    } else if (code === delimiter) at = behindPlain(text, at, delimiter)
    if (at >= text.length) return last ? { cells, end: at } : undefined
    if (code === delimiter) at++
    else if (code === 10) return { cells, end: at + 1 }
    else if (at + 1 >= text.length && !last) return undefined
    else return { cells, end: text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1 }
  }
}

/** The last delimiter of what goes on without a quotation mark on this line: cells that nobody reads. */
function behindPlain(text: string, start: number, delimiter: number): number {
  let last = start
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === delimiter) last = at
    else if (code === 34 || code === 10 || code === 13) break
  }
  return last
}

/** A cell in quotation marks, undefined where they are not closed by the end of the text. */
function readQuoted(
  text: string,
  start: number,
  last: boolean,
): { readonly text: string; readonly end: number } | undefined {
  // No more of it than a cell can hold, and a little that says that there was more.
  const content = (end: number) =>
    text.slice(start + 1, Math.min(end, start + 2 * longestCellText + 4)).replaceAll('""', '"')
  for (let at = start + 1; ; ) {
    const mark = text.indexOf('"', at)
    if (mark < 0) return undefined
    if (mark + 1 >= text.length && !last) return undefined
    if (text.charCodeAt(mark + 1) !== 34) return { text: content(mark), end: mark + 1 }
    at = mark + 2
  }
}

function plainCell(text: string): string {
  const cell = text.length > longestCellText ? cellText(text) : text
  const first = cell.charCodeAt(0)
  if (first === 61) return ownCopy(/^="([^"]*)"$/.exec(cell)?.[1] ?? cell)
  return ownCopy(first === 39 && wantsGuard(cell.slice(1)) ? cell.slice(1) : cell)
}

/** What stands between cells: a character, or the spaces by which they were lined up. */
export type Separator = string | Spacing

/** The separator by which most lines of the beginning fall into the same number of cells. */
export function separatorOf(head: string): Separator {
  const lines = head.split(/\r\n?|\n/).slice(0, 60)
  const judged = [',', '\t', ';', '|', '\uff0c', '\uff1b', '\u3001'].map(delimiter => {
    const counts = lines.map(line => cellsBeyondFirst(line, delimiter)).filter(count => count > 0)
    const same = Map.groupBy(counts, count => count)
    const score = Math.max(0, ...Array.from(same, ([count, group]) => group.length * count))
    return { delimiter, score }
  })
  const best = judged.reduce((best, next) => (next.score > best.score ? next : best))
  const spaced = spacingOf(head)
  // Words of a cell are parted by spaces as well: they count where nothing else parts half as much.
  return spaced !== undefined && spaced.score > 2 * best.score ? spaced.spacing : best.delimiter
}

function readLine(text: string, start: number, spacing: Spacing, last: boolean): Record | undefined {
  if (start >= text.length) return undefined
  lineEnd.lastIndex = start
  const found = lineEnd.exec(text)
  // A lone CR may be half of a CRLF.
  if (!last && (found === null || lineEnd.lastIndex === text.length)) return undefined
  const [line, end] =
    found === null ? [text.slice(start), text.length] : [text.slice(start, found.index), lineEnd.lastIndex]
  return { cells: spacedCells(line, spacing).map(plainCell), end }
}
const lineEnd = /\r\n?|\n/g

function cellsBeyondFirst(line: string, delimiter: string): number {
  let count = 0
  let quoted = false
  // Systems put a tab before a number, or before each cell, so that no digit of it is lost.
  const isMixed = delimiter === '\t' && /[,;|]/.test(line)
  let before = isMixed ? ',' : ''
  for (const char of line) {
    if (char === '"') quoted = !quoted
    else if (char === delimiter && !quoted && !(isMixed && /[,;|"]/.test(before))) count++
    before = char
  }
  return count
}
