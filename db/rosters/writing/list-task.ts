import { columnLetters } from '#db/sheets/cell.ts'
import { type OutRow, workbookBytes } from '#db/sheets/write-workbook.ts'
import type { Task } from '#db/sqlite/task.ts'
import { type Continued, rowsOnPaper, widthOf } from './long-rows.ts'

export type ListInput = {
  readonly title: string
  readonly notes: readonly string[]
  readonly heads: readonly string[]
  readonly widths: readonly number[]
  /** A line a row, each an array of JSON. */
  readonly lines: Uint8Array
  /** How a row goes on in others where a cell of it is higher than a row can be. */
  readonly continued?: Continued | undefined
}
export type ListWritten = { readonly rows: number }

const writing = { zh: '正在写出表格', en: 'Writing the sheet' }

/** So many pixels of a screen are one character of a sheet's column. */
const pixels = 7

/** Writes a list of a screen into a workbook, in a thread that answers nothing else meanwhile. */
export const listTask: Task<ListInput, Uint8Array<ArrayBuffer>, ListWritten> = async (input, tools) => {
  let rows = 0
  const widths = input.heads.map((_, i) =>
    Math.min(60, Math.max(8, Math.round((input.widths[i] ?? 80) / pixels))),
  )
  async function* sheet(): AsyncGenerator<OutRow> {
    yield [{ value: input.title, look: 'title' }]
    yield [{ value: input.notes.join('    '), look: 'unit' }]
    yield input.heads.map(value => ({ value, look: 'header' as const }))
    for (const line of linesOf(input.lines)) {
      rows++
      if (rows % 1000 === 0) await tools.report(writing, rows, 0)
      const cells = cellsOf(line, input.heads.length)
      for (const row of input.continued ? rowsOnPaper(cells, widths, input.continued) : [cells])
        yield row.map((value, i) => ({
          value,
          look: isWider(value, widths[i] ?? 0) ? ('long' as const) : ('text' as const),
        }))
    }
  }
  const last = columnLetters(input.heads.length - 1)
  const bytes = workbookBytes({
    name: input.title,
    widths,
    frozenRows: 3,
    merged: [`A1:${last}1`, `A2:${last}2`],
    rows: sheet(),
  })
  for await (const chunk of bytes) await tools.emit(new Uint8Array(chunk))
  return { rows }
}

/** Whether a text is cut at the edge of its column unless it takes another line. */
function isWider(text: string, width: number): boolean {
  if (text.length * 2 <= width) return false
  return [...text].reduce((sum, character) => sum + widthOf(character), 0) > width
}

/** The lines of a text without having it whole a second time. */
function* linesOf(bytes: Uint8Array): Generator<string> {
  const text = new TextDecoder()
  const lineEnd = 10
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(lineEnd, from)
    const to = found < 0 ? bytes.length : found
    if (to > from) yield text.decode(bytes.subarray(from, to))
    from = to + 1
  }
}

/** What is no list of words is an empty row: the page writes none such. */
function cellsOf(line: string, most: number): readonly string[] {
  const row: unknown = JSON.parse(line)
  return Array.isArray(row) ? row.slice(0, most).map(cell => String(cell ?? '')) : []
}
