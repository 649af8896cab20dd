import { isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import { firstRows, type Sheet } from '#db/sheets/sheet.ts'
import type { RosterForm } from '../../field.ts'
import { headerKey, headerKeyWithoutRemarks } from '../headers/header-key.ts'
import { locateTable } from '../locate-table.ts'

/** No roster has more columns, so none that lies on its side has more rows. */
const mostRows = 80
/** The headers stand in one of the first columns: a running number or a blank margin may be before them. */
const headerColumns = 3
const leastHeaders = 3

/**
 * The sheets of a file, each upright: where none of them holds a table that stands, those are turned that lie on their
 * side, with the headers in a column and a column for each person. A row's number is then the number of its column in
 * the file (C is 3).
 */
export async function uprightSheets(
  sheets: readonly Sheet[],
  forms: readonly RosterForm<string>[],
): Promise<readonly Sheet[]> {
  // The rows of one sheet at a time: those of a thousand sheets would fill the memory.
  const lying = new Map<Sheet, readonly SheetRow[]>()
  for (const sheet of sheets) {
    const rows = await firstRows(sheet, mostRows + 1)
    const turned = rows.length > mostRows ? undefined : turnedBy(rows, forms)
    if (turned !== undefined) lying.set(sheet, turned)
  }
  if (lying.size === 0) return sheets
  for (const sheet of sheets) {
    const rows = await firstRows(sheet, mostRows + 1)
    if (forms.some(form => (locateTable(rows, form)?.match.matched ?? 0) >= leastHeaders)) return sheets
  }
  return sheets.map(sheet => {
    const turned = lying.get(sheet)
    if (turned === undefined) return sheet
    const { hiddenColumns: _, ...same } = sheet
    return { ...same, turned: true, open: async () => only(turned) }
  })
}

function turnedBy(
  rows: readonly SheetRow[],
  forms: readonly RosterForm<string>[],
): readonly SheetRow[] | undefined {
  for (const form of forms) {
    const turned = turnedRows(rows, form)
    if (turned !== undefined) return turned
  }
  return undefined
}

async function* only(rows: readonly SheetRow[]): AsyncGenerator<readonly SheetRow[]> {
  yield rows
}

/** The rows of a table on its side, turned; undefined where it stands upright, or is a form about one person. */
function turnedRows(rows: readonly SheetRow[], form: RosterForm<string>): readonly SheetRow[] | undefined {
  const meaning = (row: SheetRow, column: number) => {
    const key = headerKey(shownText(row.cells[column]))
    return (form.meanings().get(key) ?? form.meanings().get(headerKeyWithoutRemarks(key)))?.[0]?.field
  }
  const labels = ({ cells }: SheetRow) =>
    cells.filter(cell => typeof cell === 'string' && form.meanings().has(headerKey(cell))).length
  for (let column = 0; column < headerColumns; column++) {
    const named = rows.filter(row => meaning(row, column) !== undefined)
    const fields = new Set(named.map(row => meaning(row, column)))
    if (fields.size < leastHeaders || !form.keys.every(key => fields.has(key))) continue
    // Another header in the same row is that of an upright table, or a form about one person.
    if (named.some(row => labels(row) > 1)) continue
    const people = columnsBehind(named, column)
    if (people.length < 2) continue
    const [first] = named
    const table = rows.slice(first === undefined ? 0 : rows.indexOf(first))
    const above = rows.slice(0, rows.length - table.length).map(({ cells }) => ({ row: 0, cells }))
    const turned = [column, ...people].map(index => ({
      row: index + 1,
      cells: table.map(row => row.cells[index] ?? null),
    }))
    return [...above, ...turned]
  }
  return undefined
}

/** The columns behind that of the headers in which anything stands. */
function columnsBehind(named: readonly SheetRow[], column: number): readonly number[] {
  const width = named.reduce((most, { cells }) => Math.max(most, cells.length), 0)
  const behind = Array.from({ length: Math.max(0, width - column - 1) }, (_, i) => column + 1 + i)
  return behind.filter(index => named.some(({ cells }) => !isBlank(cells[index])))
}
