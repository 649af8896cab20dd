import type { IsoDay } from '#db/shared/day.ts'
import { isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import { columnMissing, headerNotFound } from '#db/sheets/file-refusals.ts'
import { firstRows, type Sheet } from '#db/sheets/sheet.ts'
import type { RosterForm } from '../field.ts'
import { besideTable } from './beside-table.ts'
import {
  deepestLines,
  headerLines,
  locateTable,
  missingNeeds,
  namedNeed,
  startsOf,
  type Table,
} from './locate-table.ts'
import {
  columnsInOneCell,
  formOfOnePerson,
  isInOneCell,
  maybeOfPlace,
  sheetsOfSeveralDays,
} from './not-a-roster.ts'
import { namedForAll, type Place, placeOfTable } from './place-of-table.ts'
import { rosterDay } from './roster-day.ts'
import { candidates, columnChoices, refuseUnknownHeaders, type TableRequest } from './table-request.ts'
import { ofHim, whoOfTable } from './who-of-table.ts'

/** A table that is read: its sheet, where it stands there, its day, and where the organization of its rows stands. */
export type ChosenTable<F extends string> = {
  readonly sheet: Sheet
  readonly table: Table<F>
  readonly day: IsoDay | undefined
  readonly place: Place
  /** What is named above it, where no column says what its organizations hang under. */
  readonly under: readonly string[]
  /** Who all its rows are about, where he is named above them. */
  readonly who: string | undefined
  /** Whether the organization is written in the first row of each block alone. */
  readonly inBlocks: boolean
}

/** The tables that are read together, and the sheets in sight that look the same and are not. */
export type ChosenTables<F extends string> = {
  readonly tables: readonly ChosenTable<F>[]
  readonly left: readonly string[]
  /** Hidden sheets with all that such a roster needs, beside those in sight that are read. */
  readonly leftHidden: readonly string[]
  /** Sheets in sight that are of the same people or things, and lack what such a roster cannot do without. */
  readonly lacking: readonly string[]
}

/** A sheet of this name holds people who have left, an example or an older state: nobody wants it with the others. */
export const asideName =
  /转出|转走|调出|离团|退团|流失|样[例表本张]|示[例范]|范[例本]|举例|模板|演示|作废|备份|历史|旧|原始|草稿|副本|待删|example|sample|template|backup|old/i

/** Rows that are looked at for lines that name an organization. */
const looked = headerLines + 60

/**
 * The tables of a file that are a roster of that kind with all columns that it needs: of the sheets in sight all that
 * are alike, else the first hidden one; or the sheet named. Refuses a file that has none, and one whose sheets are of
 * different days, of which somebody has to choose one.
 */
export async function chooseTables<F extends string>(
  sheets: readonly Sheet[],
  form: RosterForm<F>,
  request: TableRequest,
): Promise<ChosenTables<F>> {
  const choices = columnChoices(form, request)
  const found: (ChosenTable<F> & { readonly lacks: readonly (readonly F[])[] })[] = []
  const asked = candidates(sheets, request)
  for (const sheet of asked) {
    const firstOnes = await firstRows(sheet, looked)
    const isAmongThem = locateTable(firstOnes, form, choices) !== undefined || firstOnes.length <= headerLines
    const rows = isAmongThem ? firstOnes : (await firstRows(sheet, deepestLines)).slice(headerLines)
    const table = locateTable(rows, form, choices)
    if (table === undefined) continue
    const { place, who, lacks } = placedTable(form, request, sheet.name, table, rows)
    found.push({
      sheet,
      table,
      day: rosterDay(table.above),
      place,
      who,
      lacks,
      under: namedAbove(form, request, sheet.name, table),
      inBlocks: isInBlocks(form, table, rows),
    })
  }
  const whole = found.filter(({ lacks }) => lacks.length === 0)
  const [first] = whole
  if (first === undefined) throw await refusalOf(asked, found, form, request)
  const tables = alike(whole, request)
  for (const { table } of tables) refuseUnknownHeaders(table, request)
  if (
    areOfSeveralDays(
      form,
      tables.map(({ sheet, day }) => ({ name: sheet.name, day })),
    )
  )
    throw sheetsOfSeveralDays(
      request.fileName,
      tables.map(({ sheet, day }) => ({ sheet: sheet.name, day })),
    )
  const isPlaceless = ({ lacks }: (typeof found)[number]) =>
    lacks.every(need => need.some(field => field === form.place))
  const left = found.filter(each => !tables.includes(each) && !each.sheet.hidden && isPlaceless(each))
  const leftHidden = whole.filter(each => !tables.includes(each) && each.sheet.hidden)
  const namesOf = (some: typeof found) => some.map(({ sheet }) => sheet.name)
  const lacking = found.filter(
    each =>
      ![...tables, ...left].includes(each) &&
      !each.sheet.hidden &&
      each.lacks.length > 0 &&
      form.keys.some(key => each.table.match.columns[key] !== undefined),
  )
  return { tables, left: namesOf(left), leftHidden: namesOf(leftHidden), lacking: namesOf(lacking) }
}

/**
 * Whether tables of the same shape say how things stood at different times, by their days or by the years and months
 * that their sheets are named after. What happened in different months is no such thing.
 */
export function areOfSeveralDays<F extends string>(
  form: RosterForm<F>,
  tables: readonly { readonly name: string; readonly day: IsoDay | undefined }[],
): boolean {
  if (form.happens) return false
  const days = new Set(tables.flatMap(({ day }) => day ?? []))
  const times = tables.map(({ name }) => timeName.exec(name)?.[0])
  const areAllTimes = times.every(time => time !== undefined) && new Set(times).size > 1
  return days.size > 1 || areAllTimes
}

const timeName = /(19|20)\d{2}[-.年]?(\d{1,2}月?)?|\d{1,2}月|第?[一二三四1-4]季度|[上下]半年/

/** All sheets in sight, but for those whose name says that they stand aside; or the first of whatever there is. */
function alike<T extends { readonly sheet: Sheet }>(
  whole: readonly T[],
  request: TableRequest,
): readonly T[] {
  const inSight = whole.filter(({ sheet }) => !sheet.hidden)
  const wanted = inSight.filter(({ sheet }) => !asideName.test(sheet.name))
  if (request.sheet !== undefined) return whole.slice(0, 1)
  if (wanted.length > 0) return wanted
  return (inSight.length > 0 ? inSight : whole).slice(0, 1)
}

/**
 * Whether the organization of the rows is written in the first row of each block alone, as 〃 without the sign: blanks below names of which
 * none is written twice in a row. One blank among names that are repeated is a cell that somebody forgot.
 */
function isInBlocks<F extends string>(
  form: RosterForm<F>,
  table: Table<F>,
  rows: readonly SheetRow[],
): boolean {
  const field = form.place ?? form.above
  const column = field === undefined ? undefined : table.match.columns[field]
  if (column === undefined || (form.place === undefined && !ofTier.test(column.header))) return false
  const { index } = column
  const isBeside = besideTable(table.headers)
  const filled = rows.filter(
    row => row.row > table.headerEnd && !isBeside(row) && row.cells.filter(cell => !isBlank(cell)).length > 1,
  )
  const names = filled.map(({ cells }) => shownText(cells[index]).trim())
  const isRepeated = names.some((name, i) => name !== '' && name === names[i - 1])
  return names[0] !== '' && !isRepeated && names.filter(name => name === '').length >= 2
}

/** A blank below 社区 is the one above it; one below 上级组织 says nothing of an organization that is known. */
const ofTier = /^\s*(?:所[属在])?(?:街道|社区|乡镇|镇|乡|村|园区|片区)/

/** Where the organization of a table's rows stands, who is named above them, and which of the form's needs are not met even so. */
export function placedTable<F extends string>(
  form: RosterForm<F>,
  request: TableRequest,
  sheet: string,
  table: Table<F>,
  rows: readonly SheetRow[],
): {
  readonly place: Place
  readonly who: string | undefined
  readonly lacks: readonly (readonly F[])[]
} {
  const place = placeFor(form, request, sheet, table, rows)
  const named = whoOfTable(form, { above: table.above, sheet, fileName: request.fileName })
  const columns = named === undefined ? table.match.columns : ofHim(form, table.match.columns, named)
  // Rows that say themselves whom they are about say it better.
  const who = form.who !== undefined && columns[form.who.field]?.says !== undefined ? named : undefined
  const lacks = missingNeeds(form, { match: { columns } })
  if (place === undefined) return { place: { from: 'column' }, who, lacks }
  return { place, who, lacks: lacks.filter(need => !need.some(field => field === form.place)) }
}

function placeFor<F extends string>(
  form: RosterForm<F>,
  request: TableRequest,
  sheet: string,
  table: Table<F>,
  rows: readonly SheetRow[],
): Place | undefined {
  if (form.place === undefined) return { from: 'column' }
  if (request.place !== undefined) return { from: 'said', text: request.place }
  if (table.match.columns[form.place] !== undefined) return { from: 'column' }
  const below = rows.filter(({ row }) => row > table.headerEnd)
  const knows = request.knowsPlace ?? (() => false)
  const starts = startsOf(form, [table.match.columns, ...table.beside])
  const { fileName, office, isBranchOf } = request
  return placeOfTable({ sheet, fileName, above: table.above, below, starts, knows, isBranchOf, office })
}

function namedAbove<F extends string>(
  form: RosterForm<F>,
  { fileName, knowsPlace }: TableRequest,
  sheet: string,
  { match, above }: Table<F>,
): readonly string[] {
  if (form.above === undefined || knowsPlace === undefined || match.columns[form.above] !== undefined)
    return []
  return namedForAll({ sheet, fileName, above, knows: knowsPlace })
}

async function refusalOf<F extends string>(
  asked: readonly Sheet[],
  found: readonly { readonly table: Table<F>; readonly lacks: readonly (readonly F[])[] }[],
  form: RosterForm<F>,
  request: TableRequest,
): Promise<Error> {
  for (const sheet of asked) {
    const rows = await firstRows(sheet, headerLines)
    const name = formOfOnePerson(rows, form)
    if (name !== undefined) return name(request.fileName)
    if (isInOneCell(rows, form)) return columnsInOneCell(request.fileName)
  }
  const headerOf = (field: F) => form.fields.find(known => known.field === field)?.header ?? field
  const [lacking] = found
  if (lacking === undefined)
    return headerNotFound(
      request.fileName,
      form.title,
      form.needs.map(need => namedNeed(need.map(headerOf))),
    )
  refuseUnknownHeaders(lacking.table, request)
  const missing = lacking.lacks.map(need => namedNeed(need.map(headerOf)))
  const said = lacking.lacks.flat().flatMap(field => form.forAll?.[field] ?? [])[0]
  const { header, match } = lacking.table
  const isPlaceless = lacking.lacks.flat().some(field => field === form.place)
  const maybe = isPlaceless ? maybeOfPlace(match.ignored) : undefined
  return columnMissing(request.fileName, missing, header.row, match.ignored, said, maybe)
}
