import type { IsoDay } from '#db/shared/day.ts'
import type { Report } from '#db/shared/long-work.ts'
import type { Text } from '#db/shared/text.ts'
import { isBlank, type SheetRow } from '#db/sheets/cell.ts'
import { firstRows, type Sheet } from '#db/sheets/sheet.ts'
import { openSpreadsheet } from '#db/sheets/spreadsheet.ts'
import { withOwnColumns } from '../kinds/work-columns.ts'
import type { RosterKind } from '../roster-kind.ts'
import { rosterKinds, rosterOf } from '../roster-kinds.ts'
import { besideTable } from './beside-table.ts'
import { placedTable } from './choose-table.ts'
import { columnFindings, type FoundColumn } from './found-columns.ts'
import { matchHeaders } from './headers/header-match.ts'
import {
  deepestLines,
  headerLines,
  headerTexts,
  likelyHeader,
  locateTable,
  missingNeeds,
  type Table,
} from './locate-table.ts'
import type { Place } from './place-of-table.ts'
import { rosterDay } from './roster-day.ts'
import { shapedSheets } from './shapes/cards.ts'
import { splitColumns } from './split-number.ts'
import { candidates, columnChoices } from './table-request.ts'
import type { Recognising, SheetGuess, TakenFor } from './which/fit.ts'
import { takenFor } from './which/taken-for.ts'
import { withoutHim } from './who-of-table.ts'

export type FoundSheet = {
  readonly name: string
  readonly hidden: boolean
  /** Rows that hold something, below the header where one was found. */
  readonly rows: number
  readonly headerRow: number | null
}

/** A field that a column may stand for. */
export type FoundField = { readonly field: string; readonly label: Text; readonly needed: boolean }

export type Recognised = {
  /** What the file is taken for; null where it cannot be told. */
  readonly as: string | null
  /** It is a 整治台账, which comes back by a way of its own. */
  readonly isLedger: boolean
  /** Whether nobody needs to be asked: one kind, one sheet, and all columns that it needs. */
  readonly sure: boolean
  readonly why: Text
  readonly sheets: readonly FoundSheet[]
  readonly sheet: string | null
  /** The sheets that are imported together where none is named. */
  readonly together: readonly string[]
  /** Where the organization of the rows stands; null while it is not known what the file is. */
  readonly place: Place | null
  readonly headerRow: number | null
  /** 填报日期 above the table. */
  readonly day: IsoDay | null
  readonly columns: readonly FoundColumn[]
  readonly fields: readonly FoundField[]
  /** The fields without which it cannot be taken: of each list at least one; and those lists that are not met. */
  readonly needs: readonly (readonly string[])[]
  readonly missing: readonly (readonly string[])[]
}

/** Rows that are looked at: those among which the header is, and some below it for examples. */
const looked = headerLines + 20
const reading: Text = { zh: '正在读取表格', en: 'Reading the sheet' }

/**
 * Tells what a spreadsheet is taken for and what its columns mean, by its headers alone. Throws a Refusal
 * (file-refusals.ts) when the file cannot be read or has no such sheet.
 */
export async function recognise(file: Recognising, report?: Report): Promise<Recognised> {
  const forms = (file.as === undefined ? rosterKinds : [rosterOf(file.as)]).map(({ form }) => form)
  const opened = await shapedSheets(await openSpreadsheet(file), forms)
  const { looks, taken } = await lookInto(candidates(opened, file), file)
  const kind = taken.kind?.as === 'work' ? withOwnColumns(taken.kind, file.own ?? []) : taken.kind
  const sheets: FoundSheet[] = []
  for (const sheet of opened) {
    const rows = looks.find(look => look.sheet === sheet)?.rows ?? (await firstRows(sheet, looked))
    const table = kind === null ? undefined : tableOf(kind, rows, file)
    const header = table?.header ?? likelyHeader(rows)
    const counted = await countRows(sheet, header, table?.headerEnd, report)
    sheets.push({ name: sheet.name, hidden: sheet.hidden, rows: counted, headerRow: header?.row ?? null })
  }
  const shared = {
    as: kind?.as ?? null,
    isLedger: taken.isLedger ?? false,
    sure: taken.sure,
    why: taken.why,
    sheets,
    sheet: taken.look?.sheet.name ?? null,
    together: taken.together.map(({ sheet }) => sheet.name),
  }
  const rows = taken.look?.rows ?? []
  const sheet = shared.sheet ?? ''
  return kind === null
    ? { ...shared, ...unknownTable(rows) }
    : { ...shared, ...knownTable(kind, sheet, rows, file) }
}

/** What the sheets are taken for by their first lines, or by those behind them where these say nothing. */
async function lookInto(
  sheets: readonly Sheet[],
  file: Recognising,
): Promise<{ readonly looks: readonly SheetGuess[]; readonly taken: TakenFor }> {
  const looks: SheetGuess[] = []
  for (const sheet of sheets) looks.push({ sheet, rows: await firstRows(sheet, looked) })
  const taken = takenFor(looks, file)
  const isFound = taken.kind !== null && tableOf(taken.kind, taken.look?.rows ?? [], file) !== undefined
  if (isFound || taken.isLedger || !looks.some(({ rows }) => rows.length > headerLines))
    return { looks, taken }
  const deeper: SheetGuess[] = []
  for (const { sheet, rows } of looks) {
    const later =
      rows.length <= headerLines ? rows : (await firstRows(sheet, deepestLines)).slice(headerLines)
    deeper.push({ sheet, rows: later })
  }
  const again = takenFor(deeper, file)
  return again.kind === null ? { looks, taken } : { looks: deeper, taken: again }
}

type TableFindings = Pick<
  Recognised,
  'place' | 'headerRow' | 'day' | 'columns' | 'fields' | 'needs' | 'missing'
>

function unknownTable(rows: readonly SheetRow[]): TableFindings {
  const header = likelyHeader(rows)
  const columns =
    header === undefined
      ? []
      : columnFindings({ headers: headerTexts(header), below: below(rows, header), fieldsOf: () => [] })
  return {
    headerRow: header?.row ?? null,
    day: null,
    columns,
    fields: [],
    needs: [],
    missing: [],
    place: null,
  }
}

function knownTable(
  kind: RosterKind,
  sheet: string,
  rows: readonly SheetRow[],
  file: Recognising,
): TableFindings {
  const { form, notes } = kind
  const table = tableOf(kind, rows, file)
  const header = table?.header ?? likelyHeader(rows)
  // One column that is known makes no table by itself; once the others are chosen it stands for what it says all the same.
  const match = table?.match ?? (header && matchHeaders(form, headerTexts(header), choicesOf(kind, file)))
  const fieldsAt = new Map<number, string[]>()
  const placed = table && placedTable(form, placeRequest(file), sheet, table, rows)
  const columns = match && (placed?.who === undefined ? match.columns : withoutHim(form, match.columns))
  // What its cells may hold as well comes behind what a column is headed by.
  for (const isWithin of [false, true])
    for (const { field } of form.fields) {
      const column = columns?.[field]
      if (column === undefined || (column.within === true) !== isWithin) continue
      fieldsAt.set(column.index, [...(fieldsAt.get(column.index) ?? []), field])
    }
  return {
    place: placed?.place ?? null,
    headerRow: header?.row ?? null,
    day: rosterDay(table?.above ?? []) ?? null,
    columns:
      header === undefined
        ? []
        : columnFindings({
            headers: table?.written ?? headerTexts(header),
            below: below(rows, header, table?.headerEnd),
            fieldsOf: index => fieldsAt.get(index) ?? [],
            by: match?.by,
            within: readWithin(kind, table),
          }),
    fields: form.fields.map(({ field, header: zh }) => ({
      field,
      label: { zh, en: notes[field]?.english ?? field },
      needed: form.needs.some(need => need.length === 1 && need[0] === field),
    })),
    needs: form.needs,
    missing: placed?.lacks ?? missingNeeds(form, match && { match }),
  }
}

/** The columns of tables beside the first one, and those below one header: nobody is asked what they are. */
function readWithin({ form }: RosterKind, table: Table<string> | undefined): ReadonlySet<number> {
  const within = new Set<number>()
  if (table === undefined) return within
  const { columns } = table.match
  for (const { field } of form.fields) {
    for (const beside of table.beside) within.add(beside[field]?.index ?? -1)
    for (const { index } of columns[field]?.ticks ?? []) within.add(index)
    for (const index of columns[field]?.parts ?? []) within.add(index)
    within.add(columns[field]?.given ?? -1)
    for (const { index } of columns[field]?.also ?? []) within.add(index)
  }
  for (const index of splitColumns(table.written, columns)) within.add(index)
  for (const { field } of form.fields) within.delete(columns[field]?.index ?? -1)
  return within
}

function tableOf(kind: RosterKind, rows: readonly SheetRow[], file: Recognising): Table<string> | undefined {
  return locateTable(rows, kind.form, choicesOf(kind, file))
}

function choicesOf({ as, form }: RosterKind, file: Recognising) {
  const said = file.as === undefined ? {} : { map: file.map }
  return columnChoices(form, { fileName: file.fileName, ...said, remembered: file.remembered?.[as] })
}

function placeRequest({ fileName, place, knowsPlace, isBranchOf, office }: Recognising) {
  return { fileName, place, knowsPlace, isBranchOf, office }
}

function below(rows: readonly SheetRow[], header: SheetRow, end = header.row): readonly SheetRow[] {
  const isBeside = besideTable(headerTexts(header))
  return rows.filter(row => row.row > end && !isBeside(row))
}

async function countRows(
  sheet: Sheet,
  header: SheetRow | undefined,
  end: number | undefined,
  report: Report | undefined,
): Promise<number> {
  const isBeside = besideTable(header === undefined ? [] : headerTexts(header))
  let count = 0
  for await (const batch of await sheet.open()) {
    for (const row of batch)
      if (row.row > (end ?? header?.row ?? 0) && row.cells.some(cell => !isBlank(cell)) && !isBeside(row))
        count++
    await report?.(reading, count, 0)
  }
  return count
}
