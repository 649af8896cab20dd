import type { IsoDay } from '#db/shared/day.ts'
import { type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { SourceFile } from '#db/sheets/source-file.ts'
import { openSpreadsheet } from '#db/sheets/spreadsheet.ts'
import { FirstRowsByKey } from './first-rows-by-key.ts'
import { columnsCalled, type ParsedRow, parsedRow, rowContext } from './parsed-row.ts'
import { type ChosenTable, chooseTables } from './recognising/choose-table.ts'
import { dittoFiller } from './recognising/ditto.ts'
import { notingDrawnCells } from './recognising/drawn-down.ts'
import type { Column, Columns } from './recognising/headers/header-match.ts'
import { monthsOfYears } from './recognising/locate-table.ts'
import { sheetOfOthers } from './recognising/none-of-them.ts'
import type { Place } from './recognising/place-of-table.ts'
import { rosterUnit } from './recognising/roster-day.ts'
import { rowsOfTable, tableAbove } from './recognising/rows-of-table.ts'
import { shapedSheets } from './recognising/shapes/cards.ts'
import { withContinued } from './recognising/shapes/two-lines.ts'
import { columnsWithoutOctober, numberJoiner, withoutOctober } from './recognising/split-number.ts'
import type { TableRequest } from './recognising/table-request.ts'
import { withoutHim } from './recognising/who-of-table.ts'
import { monthOfTable, yearOfTable } from './recognising/year-of-table.ts'
import type { NotRead, RosterKind, Row } from './roster-kind.ts'
import { outlineOf } from './values/outline.ts'

/**
 * What is wanted of a file. `map` names the field for a column of the file (or `ignore`), where the synonyms do not
 * know it; `remembered` does so by header key, as was said for earlier files.
 */
export type RosterRequest = SourceFile & TableRequest & { readonly today: IsoDay }

/** One of the tables that a roster is read from. */
export type RosterTable = {
  readonly sheet: string
  readonly headerRow: number
  readonly headers: readonly string[]
  readonly place: Place
  /** Who all its rows are about, where he is named above them. */
  readonly who: string | undefined
  readonly inBlocks: boolean
  /** It lies on its side in the file. */
  readonly turned: boolean
  /** In the file each row is a card of several lines. */
  readonly ofCards: boolean
}

/** A line between the rows that is nobody and names no organization that is known. */
export type PassedOver = { readonly sheet: string; readonly row: number; readonly text: string }

/** Another table on a sheet that is not read: where its header stands, and what stands there. */
export type OtherTable = { readonly sheet: string; readonly row: number; readonly text: string }

/** Cells in columns that another roster takes: of how many rows, and what the columns are called. */
export type CellsNotRead = { rows: number; readonly columns: Set<string> }

/** Rows that nobody sees in the sheet: how many there are, and the numbers of the first of them. */
export type HiddenRows = { count: number; readonly first: number[] }

/**
 * A roster found in a file, in one table or in several alike. `day` and `unit` are the 填报日期 and 填报单位 above;
 * `headers` and `headerRow` those of the first table. `rows` reads and parses as it is iterated, and may be iterated
 * again; `passedOver`, `otherTables` and `hidden` are whole once it was. `hiddenColumns` are those that are read.
 */
export type Roster<R extends Row> = {
  readonly kind: RosterKind<R>
  readonly fileName: string
  readonly sheet: string
  readonly headerRow: number
  readonly headers: readonly string[]
  readonly tables: readonly RosterTable[]
  /** Sheets in sight that look the same and are not read: their names say that they stand aside. */
  readonly left: readonly string[]
  readonly leftHidden: readonly string[]
  /** Columns with the telephones of whoever heads the organizations of the rows, or of the parents of members. */
  readonly phonesOfPeople: readonly string[]
  /** Sheets in sight of the same people or things that lack columns, and so were not read. */
  readonly lacking: readonly string[]
  readonly passedOver: readonly PassedOver[]
  readonly otherTables: readonly OtherTable[]
  readonly hidden: Readonly<HiddenRows>
  readonly hiddenColumns: readonly string[]
  /** Whole once the rows were iterated. */
  readonly cellsNotRead: Readonly<CellsNotRead>
  readonly day: IsoDay | undefined
  readonly unit: string | undefined
  /** Organizations that are named above its tables, where no column says what the rows hang under. */
  readonly under: readonly string[]
  readonly columns: {
    readonly matched: Readonly<Record<string, string>>
    readonly ignored: readonly string[]
  }
  readonly rows: AsyncIterable<ParsedRow<R>>
}

/** So many of the lines that were passed over are told. */
const mostPassedOver = 50
/** So many of the hidden rows are told by their numbers. */
const mostHiddenTold = 5

/**
 * Opens a spreadsheet as one kind of roster. Throws a Refusal (file-refusals.ts) when the file cannot be taken at
 * all; what is wrong with single rows comes with these rows. `today` bounds birth dates where the file has no day.
 */
export async function readRoster<R extends Row>(
  reading: RosterKind<R>,
  request: RosterRequest,
): Promise<Roster<R>> {
  const sheets = await shapedSheets(await openSpreadsheet(request), [reading.form])
  const { tables, left, leftHidden, lacking } = await chooseTables(sheets, reading.form, request)
  const first = tables[0]
  if (first === undefined) throw new Error('invariant broken: a roster was chosen without a table')
  const day = tables.find(table => table.day !== undefined)?.day
  const passedOver: PassedOver[] = []
  const otherTables: OtherTable[] = []
  const hidden: HiddenRows = { count: 0, first: [] }
  const cellsNotRead: CellsNotRead = { rows: 0, columns: new Set() }
  const knows = request.knowsPlace ?? (() => false)
  const parts = {
    tables,
    reading,
    today: day ?? request.today,
    knows,
    passedOver,
    otherTables,
    hidden,
    cellsNotRead,
    leavesHidden: request.hidden === 'leave',
    year: request.year,
    fileName: request.fileName,
  }
  return {
    kind: reading,
    fileName: request.fileName,
    sheet: tables.map(({ sheet }) => sheet.name).join('、'),
    headerRow: first.table.header.row,
    headers: first.table.headers,
    tables: tables.map(({ sheet, table, place, who, inBlocks }) => ({
      inBlocks,
      who,
      turned: sheet.turned ?? false,
      ofCards: sheet.ofCards ?? false,
      sheet: sheet.name,
      headerRow: table.header.row,
      headers: table.headers,
      place,
    })),
    left,
    leftHidden,
    lacking,
    phonesOfPeople: [...new Set(tables.flatMap(({ table }) => table.match.ofPerson))],
    passedOver,
    otherTables,
    hidden,
    cellsNotRead,
    hiddenColumns: await hiddenColumnsOf(reading, tables),
    day,
    unit: tables.map(({ table }) => rosterUnit(table.above)).find(unit => unit !== undefined),
    under: tables.flatMap(({ under }) => under),
    columns: columnsOf(reading, tables),
    rows: { [Symbol.asyncIterator]: () => parsedRows(parts) },
  }
}

type Parts<R extends Row> = {
  readonly tables: readonly ChosenTable<string>[]
  readonly reading: RosterKind<R>
  readonly today: IsoDay
  readonly knows: (text: string) => boolean
  readonly passedOver: PassedOver[]
  readonly otherTables: OtherTable[]
  readonly hidden: HiddenRows
  readonly cellsNotRead: CellsNotRead
  readonly leavesHidden: boolean
  readonly year: string | undefined
  readonly fileName: string
}

async function* parsedRows<R extends Row>(parts: Parts<R>): AsyncGenerator<ParsedRow<R>, undefined> {
  const { tables, reading, knows, passedOver, otherTables } = parts
  const { hidden, cellsNotRead, leavesHidden } = parts
  passedOver.length = 0
  otherTables.length = 0
  hidden.count = 0
  hidden.first.length = 0
  cellsNotRead.rows = 0
  cellsNotRead.columns.clear()
  const met = new FirstRowsByKey()
  for (const [index, { sheet, table, place, who, day, inBlocks }] of tables.entries()) {
    let headersSeen: readonly string[] | undefined
    let notRead: readonly Column[] = []
    const fill = dittoFiller()
    const join = numberJoiner(table.written, table.pieces)
    const shortened = await columnsWithoutOctober(await sheet.open(), table.headerEnd)
    const outline = await outlineOf(
      reading.form,
      { columns: table.match.columns, headers: table.written, headerEnd: table.headerEnd },
      () => sheet.open(),
    )
    const others = sheetOfOthers(sheet.name) ? sheet.name : undefined
    const above = tableAbove(reading.form, table.above)
    if (above !== undefined) otherTables.push({ sheet: sheet.name, ...above })
    const read = rowsOfTable({ form: reading.form, table, place, inBlocks, knows })
    const [ofHeader] = monthsOfYears(table.header)
    const year = parts.year ?? ofHeader ?? yearOfTable(parts.fileName, sheet.name, table.above)
    const line = {
      today: day ?? parts.today,
      year,
      month: monthOfTable(year, parts.fileName, sheet.name, table.above),
      sheet: tables.length > 1 ? sheet.name : undefined,
    }
    const context = rowContext(reading, table, {
      line,
      who,
      met,
      table: index,
      sheetOf: each => tables[each]?.sheet.name ?? '',
    })
    const { continued, drawn } = context
    const rows = withContinued(await sheet.open(), reading.form, table, continued)
    for await (const batch of notingDrawnCells(rows, reading.form, table, drawn)) {
      for (const raw of batch) {
        if (raw.row <= table.headerEnd) continue
        const found = read(raw)
        if (found.kind === 'passed' && passedOver.length < mostPassedOver)
          passedOver.push({ sheet: sheet.name, row: raw.row, text: found.text })
        if (found.kind === 'elsewhere' && otherTables.length < mostPassedOver)
          otherTables.push({ sheet: sheet.name, row: raw.row, text: found.text })
        if (found.kind !== 'rows') continue
        if (reading.notRead !== undefined) {
          if (found.headers !== headersSeen)
            [headersSeen, notRead] = [found.headers, columnsCalled(found.headers, reading.notRead.header)]
          seeNotRead(reading.notRead, notRead, raw, cellsNotRead)
        }
        const row = withoutOctober(fill(raw), shortened)
        const outlined = outline?.(row)
        if (raw.hidden) {
          hidden.count++
          if (hidden.first.length < mostHiddenTold) hidden.first.push(raw.row)
          if (leavesHidden) continue
        }
        for (const { columns, place, noneOf } of found.of) {
          const whole = join(outlined?.row ?? row, columns)
          yield parsedRow(context, whole, columns, { place, noneOf: noneOf ?? others, outlined })
        }
      }
    }
  }
  return undefined
}

/** Counts a row with something in a column that another roster takes. */
function seeNotRead(
  { is }: NotRead,
  columns: readonly Column[],
  { cells }: SheetRow,
  seen: CellsNotRead,
): void {
  const filled = columns.filter(({ index }) => is(shownText(cells[index]).trim()))
  if (filled.length === 0) return
  seen.rows++
  for (const column of filled) seen.columns.add(column.header)
}

/** By header: which field each column stands for, in any of the tables, and which columns stand for none. */
function columnsOf<R extends Row>(
  reading: RosterKind<R>,
  tables: readonly ChosenTable<string>[],
): Roster<R>['columns'] {
  const pairs: (readonly [string, string])[] = []
  const ignored = new Set<string>()
  for (const { table, who } of tables) {
    const beside = new Set(table.beside.flatMap(columns => headersOf(reading, columns)))
    for (const columns of [table.match.columns, ...table.beside]) {
      for (const { field } of reading.form.fields) {
        const column = (who === undefined ? columns : withoutHim(reading.form, columns))[field]
        if (column === undefined || column.says !== undefined || column.within === true) continue
        pairs.push([column.header, field])
        const given = column.given === undefined ? undefined : table.headers[column.given]?.trim()
        if (given) pairs.push([given, field])
      }
    }
    for (const [index, header] of table.match.ignored.entries())
      if (!beside.has(table.match.ignoredNames[index] ?? header)) ignored.add(header)
  }
  // Of two fields in one column the first one names it.
  const firsts = [...new Map(pairs.toReversed())].toReversed()
  return { matched: Object.fromEntries(firsts), ignored: [...ignored] }
}

/** The columns that are read and that nobody sees in the sheet. */
async function hiddenColumnsOf<R extends Row>(
  { form }: RosterKind<R>,
  tables: readonly ChosenTable<string>[],
): Promise<readonly string[]> {
  const headers = new Set<string>()
  for (const { sheet, table } of tables) {
    const hidden = await sheet.hiddenColumns?.()
    if (hidden === undefined || hidden.size === 0) continue
    for (const { field } of form.fields) {
      const column = table.match.columns[field]
      if (column !== undefined && hidden.has(column.index)) headers.add(column.header)
    }
  }
  return [...headers]
}

function headersOf<R extends Row>({ form }: RosterKind<R>, columns: Columns<string>): readonly string[] {
  return form.fields.flatMap(({ field }) => columns[field]?.header ?? [])
}
