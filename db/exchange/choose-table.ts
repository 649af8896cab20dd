import type { RosterForm } from './field.ts'
import { columnMissing, fieldUnknown, headerNotFound, headerUnknown, sheetUnknown } from './file-refusals.ts'
import { headerKey } from './header-key.ts'
import { headerLines, locateTable, missingNeeds, type Table } from './locate-table.ts'
import { firstRows, type Sheet } from './sheet.ts'

export type FoundTable<F extends string> = { readonly sheet: Sheet; readonly table: Table<F> }

/** What the user said about where the table is and what its columns mean. */
export type TableRequest = {
  readonly fileName: string
  readonly sheet?: string | undefined
  readonly map?: Readonly<Record<string, string>> | undefined
}

/**
 * The first sheet with a header of that roster and all columns that it needs, those in sight before the hidden
 * ones; or the sheet named, which has to have them.
 */
export async function chooseTable<F extends string>(
  sheets: readonly Sheet[],
  form: RosterForm<F>,
  request: TableRequest,
): Promise<FoundTable<F>> {
  const map = fieldMap(form, request)
  let lacking: FoundTable<F> | undefined
  for (const sheet of candidates(sheets, request)) {
    const table = locateTable(await firstRows(sheet, headerLines), form, map)
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

function candidates(sheets: readonly Sheet[], request: TableRequest): readonly Sheet[] {
  const wanted = request.sheet?.trim()
  if (wanted === undefined || wanted === '')
    return [...sheets.filter(sheet => !sheet.hidden), ...sheets.filter(sheet => sheet.hidden)]
  const named = sheets.filter(sheet => sheet.name.trim() === wanted)
  const names = sheets.map(sheet => sheet.name)
  if (named.length === 0) throw sheetUnknown(request.fileName, wanted, names)
  return named
}

function fieldMap<F extends string>(form: RosterForm<F>, request: TableRequest): ReadonlyMap<string, F> {
  const map = new Map<string, F>()
  for (const [header, name] of Object.entries(request.map ?? {})) {
    const known = form.fields.find(({ field }) => field === name)
    if (known === undefined)
      throw fieldUnknown(
        request.fileName,
        name,
        form.fields.map(({ field }) => field),
      )
    map.set(headerKey(header), known.field)
  }
  return map
}

function refuseUnknownHeaders<F extends string>(table: Table<F>, request: TableRequest): void {
  const keys = new Set(table.headers.map(headerKey))
  for (const header of Object.keys(request.map ?? {})) {
    if (!keys.has(headerKey(header)))
      throw headerUnknown(
        request.fileName,
        header,
        table.headers.filter(known => known.trim() !== ''),
      )
  }
}
