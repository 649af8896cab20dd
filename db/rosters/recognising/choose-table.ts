import {
  columnMissing,
  fieldUnknown,
  headerNotFound,
  headerUnknown,
  sheetUnknown,
} from '#db/sheets/file-refusals.ts'
import { firstRows, type Sheet } from '#db/sheets/sheet.ts'
import type { RosterForm } from '../field.ts'
import { headerKey } from './header-key.ts'
import { type ColumnChoices, type SaidColumns, unused } from './header-match.ts'
import { headerLines, locateTable, missingNeeds, type Table } from './locate-table.ts'

export type FoundTable<F extends string> = { readonly sheet: Sheet; readonly table: Table<F> }

/** What the user said about where the table is and what its columns mean. */
export type TableRequest = {
  readonly fileName: string
  readonly sheet?: string | undefined
  readonly map?: SaidByName | undefined
  /** What was said about columns of earlier files, by header key. */
  readonly remembered?: SaidByName | undefined
}
/** Names of columns (column-names.ts) and the field each stands for, or `ignore`. */
export type SaidByName = Readonly<Record<string, string>>

/**
 * The first sheet with a header of that roster and all columns that it needs, those in sight before the hidden
 * ones; or the sheet named, which has to have them.
 */
export async function chooseTable<F extends string>(
  sheets: readonly Sheet[],
  form: RosterForm<F>,
  request: TableRequest,
): Promise<FoundTable<F>> {
  const choices = columnChoices(form, request)
  let lacking: FoundTable<F> | undefined
  for (const sheet of candidates(sheets, request)) {
    const table = locateTable(await firstRows(sheet, headerLines), form, choices)
    if (table === undefined) continue
    if (missingNeeds(form, table).length === 0) {
      refuseUnknownHeaders(table, request)
      return { sheet, table }
    }
    lacking ??= { sheet, table }
  }
  const headerOf = (field: F) => form.fields.find(known => known.field === field)?.header ?? field
  if (lacking === undefined)
    throw headerNotFound(request.fileName, form.title, form.needs.flat().map(headerOf))
  refuseUnknownHeaders(lacking.table, request)
  const missing = missingNeeds(form, lacking.table).map(need => need.map(headerOf).join('/'))
  throw columnMissing(request.fileName, missing, lacking.table.header.row, lacking.table.match.ignored)
}

/** The sheet named, or all: those in sight before the hidden ones. */
export function candidates(
  sheets: readonly Sheet[],
  request: Pick<TableRequest, 'fileName' | 'sheet'>,
): readonly Sheet[] {
  const wanted = request.sheet?.trim()
  if (wanted === undefined || wanted === '')
    return [...sheets.filter(sheet => !sheet.hidden), ...sheets.filter(sheet => sheet.hidden)]
  const named = sheets.filter(sheet => sheet.name.trim() === wanted)
  const names = sheets.map(sheet => sheet.name)
  if (named.length === 0) throw sheetUnknown(request.fileName, wanted, names)
  return named
}

/** What was said about columns. Refuses a field that the form does not have; one that was remembered is left out. */
export function columnChoices<F extends string>(
  form: RosterForm<F>,
  request: Pick<TableRequest, 'fileName' | 'map' | 'remembered'>,
): ColumnChoices<F> {
  const meant = (name: string): F | typeof unused | undefined =>
    name === unused ? unused : form.fields.find(({ field }) => field === name)?.field
  const chosen = Object.entries(request.map ?? {}).map(([header, name]) => {
    const field = meant(name)
    if (field === undefined)
      throw fieldUnknown(request.fileName, name, [...form.fields.map(each => each.field), unused])
    return [headerKey(header), field] as const
  })
  const remembered = Object.entries(request.remembered ?? {}).flatMap(([key, name]) => {
    const field = meant(name)
    return field === undefined ? [] : [[key, field] as const]
  })
  return { chosen: new Map(chosen), remembered: new Map(remembered) satisfies SaidColumns<F> }
}

function refuseUnknownHeaders<F extends string>(table: Table<F>, request: TableRequest): void {
  const keys = new Set([...table.headers, ...table.names].map(headerKey))
  for (const header of Object.keys(request.map ?? {})) {
    if (!keys.has(headerKey(header)))
      throw headerUnknown(
        request.fileName,
        header,
        table.headers.filter(known => known.trim() !== ''),
      )
  }
}
