import { type Cell, charactersIn, type SheetRow } from './cell.ts'
import { fileTooLarge, textsTooLong, tooManyRows } from './file-refusals.ts'
import type { SourceFile } from './source-file.ts'

/** No roster is wider: what stands beyond is not read, so that a cell in the last of 16,384 columns costs nothing. */
export const widest = 512

/** Rows of one sheet that are read: a fifth more than of the largest district that was measured as one file. */
export const mostRows = 120_000

/**
 * One sheet of a spreadsheet. `open` proves the sheet whole and within `mostRows` (or refuses the file) and gives its
 * rows, blank ones left out, in order and in batches; it may be called again.
 */
export type Sheet = {
  readonly name: string
  readonly hidden: boolean
  /** Its rows are the columns of the file: there it lies on its side. */
  readonly turned?: true
  /** In the file each of its rows is a card of several lines. */
  readonly ofCards?: true
  /** The columns that nobody sees, from 0; there are none if not given. */
  readonly hiddenColumns?: () => Promise<ReadonlySet<number>>
  readonly open: () => Promise<AsyncIterable<readonly SheetRow[]>>
}

/** A sheet whose rows are in memory already. */
export function sheetOf(name: string, rows: readonly SheetRow[]): Sheet {
  return { name, hidden: false, open: async () => oneBatch(rows) }
}

/** So many rows are handed on at a time, or fewer where they are wide or their texts long: that many are in memory. */
const atOnce = { rows: 500, cells: 20_000, characters: 500_000 }

/** Rows that are read one by one, in batches. */
export async function* rowsInBatches(rows: Iterable<SheetRow>): AsyncGenerator<readonly SheetRow[]> {
  let batch: SheetRow[] = []
  let [cells, characters] = [0, 0]
  for (const row of rows) {
    batch.push(row)
    cells += row.cells.length
    characters += charactersIn(row.cells)
    if (batch.length < atOnce.rows && cells < atOnce.cells && characters < atOnce.characters) continue
    yield batch
    batch = []
    cells = 0
    characters = 0
  }
  if (batch.length > 0) yield batch
}

async function* oneBatch(rows: readonly SheetRow[]): AsyncGenerator<readonly SheetRow[]> {
  if (rows.length > 0) yield rows
}

/**
 * Refuses a sheet with too many rows before the first is given. `atMost` is how many there can be by a quick look: only
 * where that is too many, since blank rows may be among them, are they counted.
 */
export async function proveRowCount(
  file: SourceFile,
  sheet: string,
  atMost: number,
  read: () => AsyncIterable<readonly SheetRow[]>,
): Promise<void> {
  if (atMost <= mostRows) return
  let count = 0
  for await (const batch of withinLongTexts(file, read())) {
    count += batch.length
    if (count > mostRows) throw tooManyRows(file.fileName, sheet, mostRows)
  }
}

/** The first rows of a sheet, to look at: up to the end of the batch in which the number is reached. */
export async function firstRows(sheet: Sheet, atLeast: number): Promise<readonly SheetRow[]> {
  const first: SheetRow[] = []
  for await (const batch of await sheet.open()) {
    for (const row of batch) first.push(row)
    if (first.length >= atLeast) break
  }
  return first.slice(0, atLeast)
}

/** A text longer than this is a remark, and not many rows of a roster have one. */
const longText = 100
const mostLongText = 20_000_000
/** Values that merged cells spread over the rows below them. */
const mostSpreadCells = 1_000_000

/**
 * One text of a workbook may stand in a million cells: it costs the reader of the sheet nothing, and whoever tidies
 * and compares the cells hours.
 */
export async function* withinLongTexts(
  file: SourceFile,
  batches: AsyncIterable<readonly SheetRow[]>,
): AsyncGenerator<readonly SheetRow[]> {
  let characters = 0
  let spreadCells = 0
  for await (const batch of batches) {
    for (const { cells, spread } of batch) {
      spreadCells += spread?.size ?? 0
      for (const cell of cells) {
        const length = textLength(cell)
        if (length > longText) characters += length
      }
    }
    if (characters > mostLongText) throw textsTooLong(file.fileName)
    if (spreadCells > mostSpreadCells) throw fileTooLarge(file.fileName)
    yield batch
  }
}

function textLength(cell: Cell | undefined): number {
  if (typeof cell === 'string') return cell.length
  if (typeof cell !== 'object' || cell === null) return 0
  return cell.kind === 'formula' ? cell.formula.length : cell.kind === 'error' ? cell.error.length : 0
}
