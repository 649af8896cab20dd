import { fieldUnknown, headerUnknown, sheetUnknown } from '#db/sheets/file-refusals.ts'
import type { Sheet } from '#db/sheets/sheet.ts'
import type { Field, RosterForm } from '../field.ts'
import { headerKey } from './headers/header-key.ts'
import { type ColumnChoices, type SaidColumns, unused } from './headers/header-match.ts'
import type { Table } from './locate-table.ts'
import type { IsBranchOf } from './place-of-table.ts'

/** What the user said about where the table is and what its columns mean. */
export type TableRequest = {
  readonly fileName: string
  readonly sheet?: string | undefined
  readonly map?: SaidByName | undefined
  /** What was said about columns of earlier files, by header key. */
  readonly remembered?: SaidByName | undefined
  /** The organization of all rows, where one was named for the whole file. */
  readonly place?: string | undefined
  /** The year of all rows that name none, where it was said. */
  readonly year?: string | undefined
  /** What becomes of rows that a filter leaves out or somebody has hidden; they are taken if nothing was said. */
  readonly hidden?: HiddenAnswer | undefined
  /** Whether a text names an organization of the registry; without it no line above or between the rows does. */
  readonly knowsPlace?: ((text: string) => boolean) | undefined
  readonly isBranchOf?: IsBranchOf | undefined
  /** The office that takes the file in, where it has nothing but itself: then the rows can be no other's. */
  readonly office?: string | undefined
}
export type HiddenAnswer = 'take' | 'leave'
/** Names of columns (column-names.ts) and the field each stands for, or `ignore`. */
export type SaidByName = Readonly<Record<string, string>>

/**
 * What was said about columns, and apart from it the organization named for the whole file: `branch` = its name, or
 * its name = `branch` where no column is headed so.
 */
export function placeSaid<F extends string>(
  form: RosterForm<F>,
  map: SaidByName,
  knowsPlace: (text: string) => boolean,
): { readonly map: SaidByName; readonly place: string | undefined } {
  const { place: field } = form
  const isField = (name: string) => name === unused || form.fields.some(known => known.field === name)
  const said = Object.entries(map).flatMap(([name, value]) => {
    if (name === field && !isField(value)) return [[name, value] as const]
    return value === field && knowsPlace(name) ? [[name, name] as const] : []
  })
  const [last] = said.slice(-1)
  if (last === undefined) return { map, place: undefined }
  const names = new Set<string>(said.map(([name]) => name))
  return { map: Object.fromEntries(Object.entries(map).filter(([name]) => !names.has(name))), place: last[1] }
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
    name === unused
      ? unused
      : (form.fields.find(({ field }) => field === name) ?? form.fields.find(one => isCalled(one, name)))
          ?.field
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

/** A column goes by what the record calls its field, too: `held_on` is the day of a meeting, `id_number` the ID number. */
function isCalled({ field, inRecord }: Pick<Field, 'field' | 'inRecord'>, name: string): boolean {
  return inRecord === name || field === name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

export function refuseUnknownHeaders<F extends string>(table: Table<F>, request: TableRequest): void {
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
