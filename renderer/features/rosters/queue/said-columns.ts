import type { FoundColumn, Recognised } from '#contract/rosters.ts'

type Map = Readonly<Record<string, string>>

/** The word of the contract for a column that stands for no field. */
export const unused = 'ignore'

/** The field that a column stands for, after what was said; null for none. */
export function fieldOf(column: FoundColumn, map: Map): string | null {
  const said = map[column.name]
  if (said === unused) return null
  return said ?? column.field
}

/** By what a column came to what it stands for, after what was said. */
export function byOf(column: FoundColumn, map: Map): FoundColumn['by'] {
  return column.name in map ? 'chosen' : column.by
}

/**
 * What is said when a column is to stand for a field, or for none. A field stands in one column only: the one that had
 * it is said to be unused, so that it does not come to mean something else unseen.
 */
export function choosing(
  columns: readonly FoundColumn[],
  map: Map,
  name: string,
  field: string,
): Readonly<Record<string, string>> {
  const displaced = columns.filter(column => column.name !== name && fieldOf(column, map) === field)
  return {
    ...map,
    ...Object.fromEntries(displaced.map(column => [column.name, unused])),
    [name]: field,
  }
}

/** The fields that say to which organization a row belongs. */
const placeFields: readonly string[] = ['branch', 'org']

/** What is said for all rows of a file. */
export type ForAll = { readonly place?: object | undefined; readonly type?: string | undefined }

/**
 * The fields that no column stands for and without which the roster cannot be taken: of each list one is needed. The
 * organization of the rows may be said for the whole file, or stand above the table or between its rows; of a work ledger
 * the type of work may be said, too.
 */
export function lacking(
  found: Recognised,
  map: Map,
  { place, type }: ForAll = {},
): readonly (readonly string[])[] {
  const had = new Set(
    found.columns.flatMap(column => {
      const field = fieldOf(column, map)
      return field === column.field ? [field, column.alsoField] : [field]
    }),
  )
  const isPlaced = place !== undefined || (found.place !== null && found.place.from !== 'column')
  return found.needs.filter(
    need =>
      !need.some(
        field =>
          had.has(field) ||
          (isPlaced && found.as !== 'orgs' && placeFields.includes(field)) ||
          (type !== undefined && field === 'type'),
      ),
  )
}
