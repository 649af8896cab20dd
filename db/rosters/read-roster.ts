import { hash } from 'node:crypto'
import { nameAndNumberIn } from '#db/records/types/cell-of-two.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { bareText } from '#db/shared/tidy-text.ts'
import { type Cell, isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { SourceFile } from '#db/sheets/source-file.ts'
import { openSpreadsheet } from '#db/sheets/spreadsheet.ts'
import type { RosterForm } from './field.ts'
import { FirstRowsByKey } from './first-rows-by-key.ts'
import { type Problem, problemAt } from './problem.ts'
import { type ChosenTable, chooseTables } from './recognising/choose-table.ts'
import { dittoFiller } from './recognising/ditto.ts'
import type { Column, Columns } from './recognising/headers/header-match.ts'
import { monthsOfYears } from './recognising/locate-table.ts'
import {
  goneHeader,
  hasGoneHeader,
  membershipHeader,
  onRollHeader,
  otherSortHeader,
  refuseGone,
  refuseHasGone,
  refuseNoMember,
  refuseNoneOf,
  refuseOffRoll,
  refuseOtherSort,
  refuseTickedSort,
  refuseWent,
  sheetOfOthers,
  sortHeader,
  wentHeader,
} from './recognising/none-of-them.ts'
import type { Place } from './recognising/place-of-table.ts'
import { rosterUnit } from './recognising/roster-day.ts'
import { rowsOfTable, tableAbove } from './recognising/rows-of-table.ts'
import { shapedSheets } from './recognising/shapes/cards.ts'
import { type Continued, withContinued } from './recognising/shapes/two-lines.ts'
import { columnsWithoutOctober, numberJoiner, withoutOctober } from './recognising/split-number.ts'
import type { TableRequest } from './recognising/table-request.ts'
import { ofHim, withoutHim } from './recognising/who-of-table.ts'
import { monthOfTable, yearOfTable } from './recognising/year-of-table.ts'
import type { NotIf, NotRead, RosterKind, Row } from './roster-kind.ts'
import { cellAt, type LineContext, RosterLine } from './roster-line.ts'
import { isStruck, refuseStruck } from './struck-rows.ts'
import { type Outlined, outlineOf } from './values/outline.ts'

type OfRow = {
  readonly row: number
  /** The sheet, where the rows of several are read. */
  readonly sheet?: string | undefined
  /** Its place among the tables of the roster. */
  readonly table: number
  readonly problems: readonly Problem[]
  /** Those of the sheet, by column. */
  readonly cells: readonly Cell[]
}

/** A row that can be taken in; its problems are notes. `repeats`: it says what a row of an earlier sheet said. */
export type TakenRow<T> = OfRow & { readonly refused: false; readonly values: T; readonly repeats?: true }

/** A row that is left out, for at least one of its problems. */
export type RefusedRow = OfRow & {
  readonly refused: true
  /** The name and the number of a row of people, as they stand there. */
  readonly unread?: { readonly name: string; readonly number: string } | undefined
  /** By what a person would call it: the name that stands there, else the organization. */
  readonly who?: string | undefined
}

export type ParsedRow<T> = TakenRow<T> | RefusedRow

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
  /** Columns with the telephones of whoever heads the organizations of the rows, which are not theirs. */
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
  const said = new Map<number, number>()
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
    const context: RowContext<R> = {
      reading,
      line: {
        today: day ?? parts.today,
        year,
        month: monthOfTable(year, parts.fileName, sheet.name, table.above),
        sheet: tables.length > 1 ? sheet.name : undefined,
        twos: reading.form.twos,
        usual: usualHeaders(reading.form),
        meanings: reading.form.meanings,
      },
      who,
      met,
      said,
      table: index,
      sheetOf: each => tables[each]?.sheet.name ?? '',
      remarks: columnsCalled(table.written, remarkHeader).filter(
        ({ index }) => !reading.form.fields.some(({ field }) => table.match.columns[field]?.index === index),
      ),
      membership: columnOf(table.written, membershipHeader),
      sort: columnOf(table.written, sortHeader),
      onRoll: columnOf(table.written, onRollHeader),
      gone: columnOf(table.written, goneHeader),
      hasGone: columnOf(table.written, hasGoneHeader),
      went: columnOf(table.written, wentHeader),
      otherSorts: columnsCalled(table.written, otherSortHeader),
      notIf: (reading.notIf ?? []).flatMap(({ header, is, code, says }) =>
        columnsCalled(table.written, header).map(column => ({ column, is, code, says })),
      ),
      continued: { added: new Map(), ofWhom: new Map() },
    }
    for await (const batch of withContinued(await sheet.open(), reading.form, table, context.continued)) {
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

type RowContext<R extends Row> = {
  readonly reading: RosterKind<R>
  /** What is told to every row of the table. */
  readonly line: LineContext
  readonly who: string | undefined
  readonly met: FirstRowsByKey
  /** What the row of each key said that was first met, in short, by the place of the row. */
  readonly said: Map<number, number>
  readonly table: number
  readonly sheetOf: (table: number) => string
  /** 备注 and 去向, where the table has such columns. */
  readonly remarks: readonly Column[]
  /** 是否团员, where the table has such a column. */
  readonly membership: Column | undefined
  /** 类别, where the table has such a column. */
  readonly sort: Column | undefined
  /** 是否在册, where the table has such a column. */
  readonly onRoll: Column | undefined
  /** 转出时间, where the table has such a column. */
  readonly gone: Column | undefined
  /** 是否转出, where the table has such a column. */
  readonly hasGone: Column | undefined
  /** 转出去向, where the table has such a column. */
  readonly went: Column | undefined
  /** 非团员 and 群众, where people are ticked off by their sort. */
  readonly otherSorts: readonly Column[]
  /** Columns by which rows say that they are none of this roster's. */
  readonly notIf: readonly (Pick<NotIf, 'is' | 'code' | 'says'> & { readonly column: Column })[]
  /** By its number, what the line below a row added to it. */
  readonly continued: Continued
}

/** A line with another workplace below somebody's, and with nobody's name: it may be his, or that of somebody forgotten. */
function lineOfWhom<R extends Row>(
  { reading, line: { sheet } }: RowContext<R>,
  { row }: SheetRow,
  above: string,
): Problem {
  const column = usualHeaders(reading.form).get('name') ?? 'name'
  return problemAt({ row, sheet, column, value: '' }, 'line-of-whom', {
    zh: `这一行没有姓名和证件号码，不知道是不是上面“${above}”的。是的，请并到上面一行；不是的，请补上姓名。`,
    en: `this line has no name and no ID number, and it is not known whether it belongs to ${above} above it. If it does, put it into that row; if not, add the name.`,
    refused: true,
  })
}

const remarkHeader =
  /^(备注栏?[一二三1-9]?|备考|说明|情况说明|其他说明|备注说明|(团员|人员)?(变动|异动|流动|转接|现状)(情况|说明|备注)?|(团员|人员|目前|当前|现在?|在校|学籍|学业|就业)(状态|状况|情况|动态)|(团员|人员)?在[册籍团](情况|状态)|(团员|人员|目前|现在?|毕业)?去向(情况|说明|备注)?)([(（].*)?$/

function columnOf(headers: readonly string[], called: RegExp): Column | undefined {
  return columnsCalled(headers, called)[0]
}

/** No table has more columns of remarks. */
const mostCalled = 8

function columnsCalled(headers: readonly string[], called: RegExp): readonly Column[] {
  const columns = headers.flatMap((header, index) =>
    called.test(header.replace(/\s+/g, '')) ? [{ index, header: header.trim() }] : [],
  )
  return columns.slice(0, mostCalled)
}

/** What each column is called where a file has none of it. */
function usualHeaders({ fields }: RosterForm): ReadonlyMap<string, string> {
  return new Map(fields.map(({ field, header }) => [field, header]))
}

/** What is said of a row elsewhere than in its cells: by the lines above it, or by its number. */
type Said = {
  readonly place: LineContext['place']
  readonly noneOf: string | undefined
  readonly outlined: Outlined | undefined
}

/** What a row hangs under by its number. */
function placeAbove({ above }: RosterForm, outlined: Outlined | undefined): LineContext['place'] {
  if (above === undefined || outlined?.parent === undefined) return undefined
  return { field: above, text: outlined.parent, always: false }
}

function parsedRow<R extends Row>(
  context: RowContext<R>,
  row: SheetRow,
  found: Columns<string>,
  said: Said,
): ParsedRow<R> {
  const { reading, table, who } = context
  const { noneOf, outlined } = said
  const place = said.place ?? placeAbove(reading.form, outlined)
  const columns = who === undefined ? found : ofHim(reading.form, found, who)
  const { sheet, today } = context.line
  const none = saidToBeNone(context, row)
  if (none !== undefined)
    return { ...refusedRow(context, row, [none]), who: whomItNames(reading, row, columns) }
  const ofWhom = context.continued.ofWhom.get(row.row)
  if (ofWhom !== undefined) return refusedRow(context, row, [lineOfWhom(context, row, ofWhom)])
  const line = new RosterLine<string>(
    row,
    reading.completes?.(columns, context.line) ?? columns,
    place === undefined ? context.line : { ...context.line, place },
  )
  const values = reading.parse(line, today)
  if (
    reading.form.above !== undefined &&
    said.place?.field === reading.form.above &&
    saysNoParent(reading.form, row, columns)
  )
    line.note(
      reading.form.above,
      'parent-by-line',
      `按上面的一行，上级组织读作“${said.place.text}”。请核对。`,
      `by the line above it was taken to stand under ${said.place.text}. Check it.`,
    )
  else if (reading.form.above !== undefined && outlined?.parent !== undefined)
    line.note(
      reading.form.above,
      outlined.byIndent ? 'parent-by-indent' : 'parent-by-number',
      outlined.byIndent
        ? `按名称前面的缩进，上级组织读作“${outlined.parent}”。请核对。`
        : `按编号“${outlined.number}”，上级组织读作“${outlined.parent}”。请核对。`,
      outlined.byIndent
        ? `as it is indented, it was taken to stand under ${outlined.parent}. Check it.`
        : `by its number ${outlined.number} it was taken to stand under ${outlined.parent}. Check it.`,
    )
  if (noneOf !== undefined && reading.leftInRemark !== undefined)
    refuseNoneOf(line, reading.once?.field, noneOf)
  if (context.membership !== undefined && reading.leftInRemark !== undefined)
    refuseNoMember(line, context.membership, row)
  if (context.sort !== undefined && reading.leftInRemark !== undefined)
    refuseOtherSort(line, context.sort, row)
  if (context.onRoll !== undefined && reading.leftInRemark !== undefined)
    refuseOffRoll(line, context.onRoll, row, reading.leftInRemark)
  if (context.gone !== undefined && reading.leftInRemark !== undefined && !saysHowItEnded(row, columns))
    refuseGone(line, context.gone, row)
  if (context.hasGone !== undefined && reading.leftInRemark !== undefined)
    refuseHasGone(line, context.hasGone, row, reading.leftInRemark)
  if (context.went !== undefined && reading.leftInRemark !== undefined && !saysHowItEnded(row, columns))
    refuseWent(line, context.went, row)
  if (reading.leftInRemark !== undefined)
    for (const column of context.otherSorts) refuseTickedSort(line, column, row)
  if (isStruck(row, columns)) refuseStruck(line, reading.once?.field)
  if (values === undefined || line.refused)
    return {
      ...refusedRow(context, row, line.problems),
      unread: whoIsWritten(row, columns),
      who: whomItNames(reading, row, columns),
    }
  noteRemark(context, row, line, values)
  noteContinued(context, row, line)
  const again = metAgain(context, row, columns, values)
  const taken = {
    refused: false,
    row: row.row,
    sheet,
    table,
    values,
    problems: line.problems,
    cells: row.cells,
  } as const
  if (again === 'same') return { ...taken, repeats: true }
  if (again === undefined) return taken
  return {
    ...refusedRow(context, row, [...line.problems, again]),
    who: whomItNames(reading, row, columns),
  }
}

function saysNoParent({ above = '' }: RosterForm, { cells }: SheetRow, columns: Columns<string>): boolean {
  const column = columns[above]
  return column === undefined || isBlank(cellAt(cells, column))
}

/** What a column that is no field says of a row: that it is none of this roster's. */
function saidToBeNone<R extends Row>(
  { notIf, line: { sheet } }: RowContext<R>,
  { row, cells }: SheetRow,
): Problem | undefined {
  for (const { column, is, code, says } of notIf) {
    const value = shownText(cells[column.index]).replace(/\s+/g, '')
    if (value !== '' && is(value, column.header))
      return problemAt({ row, sheet, column: column.header, value }, code, { ...says, refused: true })
  }
  return undefined
}

/** 满28周岁离团 below 团籍状态 says more than a day beside it: it is taken as what it is. */
function saysHowItEnded({ cells }: SheetRow, { status }: Columns<string>): boolean {
  const state = status === undefined ? '' : shownText(cellAt(cells, status)).trim()
  return state !== '' && state !== '正常'
}

/** A remark is no column of a roster, but 已转出 in it is what a person would see first. */
function noteRemark<R extends Row>(
  { reading, remarks }: RowContext<R>,
  row: SheetRow,
  line: RosterLine<string>,
  values: R,
): void {
  for (const { header, index } of remarks) {
    const value = shownText(row.cells[index])
    if (value === '') continue
    if (reading.leftInRemark?.(value) === true)
      line.noteAt(header, value, 'remark-left', {
        zh: '备注里写着已经离开，这一行仍按在本支部登记。确实离开的，请删去这一行，或办理转出。',
        en: 'the remark says that the member has left; the row was taken all the same. Delete it, or record where the member went.',
      })
    else {
      const away = reading.awayInRemark?.(value, values)
      if (away !== undefined) line.noteAt(header, value, away.code, { zh: away.zh, en: away.en })
    }
  }
}

function noteContinued<R extends Row>(
  { continued, reading }: RowContext<R>,
  { row }: SheetRow,
  line: RosterLine<string>,
): void {
  const added = continued.added.get(row)
  if (added === undefined) return
  line.noteAt(usualHeaders(reading.form).get('name') ?? 'name', added, 'second-line', {
    zh: '下面一行没有姓名和证件号码，当作这一行的续行读入。请核对。',
    en: 'the line below has no name and no ID number and was taken as going on from this one. Check it.',
  })
}

function refusedRow<R extends Row>(
  { table, line: { sheet } }: RowContext<R>,
  row: SheetRow,
  problems: readonly Problem[],
): RefusedRow {
  return { refused: true, row: row.row, sheet, table, problems, cells: row.cells }
}

/** Who a row is about by its own words, for those who know more than the row. */
function whoIsWritten(row: SheetRow, columns: Columns<string>): RefusedRow['unread'] {
  const { name, idNumber } = columns
  if (name === undefined || idNumber === undefined) return undefined
  const cells = [name, idNumber].map(column => cellAt(row.cells, column))
  const both = name.index === idNumber.index ? nameAndNumberIn(cells[0] ?? null, name.header) : cells
  const [written, number] = (both ?? cells).map(cell => bareText(shownText(cell)))
  return written === undefined || number === undefined ? undefined : { name: written, number }
}

function whomItNames<R extends Row>(
  { form }: RosterKind<R>,
  row: SheetRow,
  columns: Columns<string>,
): string | undefined {
  for (const column of [columns['name'], form.place === undefined ? undefined : columns[form.place]]) {
    const cell = column === undefined ? null : cellAt(row.cells, column)
    const alone =
      column === columns['name'] ? (nameAndNumberIn(cell, column?.header ?? '')?.[0] ?? cell) : cell
    const text = column?.says ?? shownText(alone).trim()
    if (text !== '') return text.slice(0, 40)
  }
  return undefined
}

/** More rows than any sheet has: a row of the second table is told from one of the first by its number. */
const rowsPerTable = 2 ** 21

/**
 * The same ID number or code twice in a file: the first row counts. A sheet that gathers all others says nothing new,
 * so its rows are no problem.
 */
function metAgain<R extends Row>(
  { reading, met, said, table, line: { sheet }, sheetOf }: RowContext<R>,
  row: SheetRow,
  columns: Columns<string>,
  values: R,
): Problem | 'same' | undefined {
  const { once } = reading
  const key = once?.keyOf(values)
  if (once === undefined || key === undefined) return undefined
  const at = table * rowsPerTable + row.row
  const before = met.metBefore(key, at)
  const says = Number.parseInt(hash('sha1', JSON.stringify(values)).slice(0, 12), 16)
  if (before === undefined) {
    said.set(at, says)
    return undefined
  }
  const [tableBefore, rowBefore] = [Math.floor(before / rowsPerTable), before % rowsPerTable]
  const isSame = said.get(before) === says
  if (tableBefore !== table && isSame) return 'same'
  const column = columns[once.field]
  const value = shownText(column === undefined ? null : row.cells[column.index])
  const elsewhere = sheet === undefined || tableBefore === table ? undefined : sheetOf(tableBefore)
  const zh = elsewhere === undefined ? '' : `工作表“${elsewhere}”`
  const en = elsewhere === undefined ? '' : ` of sheet "${elsewhere}"`
  const place = { row: row.row, sheet, column: column?.header ?? once.field, value }
  if (isSame)
    return problemAt(place, once.code, {
      zh: `与${zh}第 ${rowBefore} 行要登记的内容全部相同，只取前一行。请删去多余的一行。`,
      en: `this row says the same as row ${rowBefore}${en}, which was taken. Delete one of them.`,
      refused: true,
    })
  return problemAt(place, once.code, {
    zh: `与${zh}第 ${rowBefore} 行相同，但这一行的其他内容不一样，只取了前一行。请核对哪一行是对的，改正或删去另一行。`,
    en: `this is the same as in row ${rowBefore}${en}, but the rest of the row is not; the first was taken. Check which one is right, and correct or delete the other.`,
    refused: true,
  })
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
