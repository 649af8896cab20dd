import type { IsoDay } from '#db/shared/day.ts'
import { type Cell, isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { Sheet } from '#db/sheets/sheet.ts'
import type { SourceFile } from '#db/sheets/source-file.ts'
import { openSpreadsheet } from '#db/sheets/spreadsheet.ts'
import { FirstRowsByKey } from './first-rows-by-key.ts'
import { type Problem, problemAt } from './problem.ts'
import { besideTable } from './recognising/beside-table.ts'
import { chooseTable, type SaidByName } from './recognising/choose-table.ts'
import type { Column, Columns } from './recognising/header-match.ts'
import { rosterDay, rosterUnit } from './recognising/roster-day.ts'
import {
  type RosterFields,
  type RosterKind,
  type RosterReading,
  type RosterRows,
  rosterReadings,
} from './roster-kinds.ts'
import { RosterLine } from './roster-line.ts'

/** A row that can be taken in; its problems are notes. `cells` are those of the sheet, by column. */
export type TakenRow<T> = {
  readonly refused: false
  readonly row: number
  readonly values: T
  readonly problems: readonly Problem[]
  readonly cells: readonly Cell[]
}

/** A row that is left out, for at least one of its problems. */
export type RefusedRow = {
  readonly refused: true
  readonly row: number
  readonly problems: readonly Problem[]
  readonly cells: readonly Cell[]
}

export type ParsedRow<T> = TakenRow<T> | RefusedRow

/**
 * What is wanted of a file. `map` names the field for a column of the file (or `ignore`), where the synonyms do not
 * know it; `remembered` does so by header key, as was said for earlier files.
 */
export type RosterRequest<K extends RosterKind> = SourceFile & {
  readonly as: K
  readonly sheet?: string | undefined
  readonly map?: SaidByName | undefined
  readonly remembered?: SaidByName | undefined
  readonly today: IsoDay
}

/**
 * A roster found in a file. `day` and `unit` are the 填报日期 and 填报单位 above its table; `headers` its header
 * row by column. `rows` reads and parses as it is iterated, and may be iterated again.
 */
export type Roster<K extends RosterKind> = {
  readonly as: K
  readonly fileName: string
  readonly sheet: string
  readonly headerRow: number
  readonly headers: readonly string[]
  readonly day: IsoDay | undefined
  readonly unit: string | undefined
  readonly columns: {
    readonly matched: Readonly<Record<string, RosterFields[K]>>
    readonly ignored: readonly string[]
  }
  readonly rows: AsyncIterable<ParsedRow<RosterRows[K]>>
}

/**
 * Opens a spreadsheet as one kind of roster. Throws a Refusal (file-refusals.ts) when the file cannot be taken at
 * all; what is wrong with single rows comes with these rows. `today` bounds birth dates where the file has no day.
 */
export async function readRoster<K extends RosterKind>(request: RosterRequest<K>): Promise<Roster<K>> {
  const reading: RosterReading<K> = rosterReadings[request.as]
  const sheets = await openSpreadsheet(request)
  const { sheet, table } = await chooseTable(sheets, reading.form, request)
  const { columns, ignored } = table.match
  const day = rosterDay(table.above)
  const found: FoundTable<K> = {
    sheet,
    headerRow: table.header.row,
    headers: table.headers,
    columns,
    reading,
  }
  return {
    as: request.as,
    fileName: request.fileName,
    sheet: sheet.name,
    headerRow: table.header.row,
    headers: table.headers,
    day,
    unit: rosterUnit(table.above),
    columns: { matched: fieldByHeader(reading, columns), ignored },
    rows: { [Symbol.asyncIterator]: () => parsedRows(found, day ?? request.today) },
  }
}

type FoundTable<K extends RosterKind> = {
  readonly sheet: Sheet
  readonly headerRow: number
  readonly headers: readonly string[]
  readonly columns: Columns<RosterFields[K]>
  readonly reading: RosterReading<K>
}

async function* parsedRows<K extends RosterKind>(
  table: FoundTable<K>,
  today: IsoDay,
): AsyncGenerator<ParsedRow<RosterRows[K]>, undefined> {
  const isBeside = besideTable(table.headers)
  const indexes = table.reading.form.fields.flatMap(({ field }) => table.columns[field]?.index ?? [])
  const firstRows = new FirstRowsByKey()
  for await (const batch of await table.sheet.open()) {
    for (const row of batch) {
      if (row.row <= table.headerRow || !hasOwnValue(row, indexes) || isBeside(row)) continue
      yield parsedRow(table, row, today, firstRows)
    }
  }
  return undefined
}

/** A row with nothing but a running number, or with nothing but what a merged cell spreads over it, is blank. */
function hasOwnValue(row: SheetRow, indexes: readonly number[]): boolean {
  for (const index of indexes) {
    if (!isBlank(row.cells[index]) && !row.spread?.has(index)) return true
  }
  return false
}

function parsedRow<K extends RosterKind>(
  table: FoundTable<K>,
  row: SheetRow,
  today: IsoDay,
  firstRows: FirstRowsByKey,
): ParsedRow<RosterRows[K]> {
  const line = new RosterLine<RosterFields[K]>(row, table.columns)
  const values = table.reading.parse(line, today)
  if (values === undefined) return refusedRow(row, line.problems)
  const again = metAgain(table, row, values, firstRows)
  if (again !== undefined) return refusedRow(row, [...line.problems, again])
  return { refused: false, row: row.row, values, problems: line.problems, cells: row.cells }
}

/** Refused rows are kept till the end of an import: copies, so that they do not keep the sheet's text with them. */
function refusedRow(row: SheetRow, problems: readonly Problem[]): RefusedRow {
  return { refused: true, row: row.row, problems, cells: structuredClone(row.cells) }
}

/** The same ID number or code twice in a file: the first row counts. */
function metAgain<K extends RosterKind>(
  table: FoundTable<K>,
  row: SheetRow,
  values: RosterRows[K],
  firstRows: FirstRowsByKey,
): Problem | undefined {
  const once = table.reading.once
  const key = once?.keyOf(values)
  if (once === undefined || key === undefined) return undefined
  const before = firstRows.metBefore(key, row.row)
  if (before === undefined) return undefined
  const column = table.columns[once.field]
  const value = shownText(column === undefined ? null : row.cells[column.index])
  return problemAt({ row: row.row, column: column?.header ?? once.field, value }, once.code, {
    zh: `与第 ${before} 行相同，同一文件中只取前一行。请核对，删去多余的一行。`,
    en: `this is the same as in row ${before}; of the two the first was taken. Check them and delete one.`,
    refused: true,
  })
}

function fieldByHeader<K extends RosterKind>(
  reading: RosterReading<K>,
  columns: Columns<RosterFields[K]>,
): Readonly<Record<string, RosterFields[K]>> {
  const pairs: (readonly [Column, RosterFields[K]])[] = []
  for (const { field } of reading.form.fields) {
    const column = columns[field]
    if (column !== undefined) pairs.push([column, field])
  }
  return Object.fromEntries(pairs.map(([column, field]) => [column.header, field]))
}
