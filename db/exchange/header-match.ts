import type { Meaning, RosterForm } from './field.ts'
import { headerKey, headerKeyWithoutRemarks } from './header-key.ts'

/** A column that was recognised: where it stands (from 0) and its header as the file writes it. */
export type Column = { readonly index: number; readonly header: string }
export type Columns<F extends string> = { readonly [K in F]?: Column }

/** Which columns of a header row stand for which fields, which stand for none, and how sure that is. */
export type HeaderMatch<F extends string> = {
  readonly columns: Columns<F>
  readonly ignored: readonly string[]
  readonly matched: number
  readonly tells: number
}

type Candidate<F extends string> = Meaning<F> & { readonly column: Column }

/**
 * Matches headers to fields by synonym, whatever their order: the surest pair first, each field and each column
 * once. `map` (header -> field) is the user's word and goes before everything.
 */
export function matchHeaders<F extends string>(
  form: RosterForm<F>,
  headers: readonly string[],
  map: ReadonlyMap<string, F> = new Map(),
): HeaderMatch<F> {
  const named = headers
    .map((header, index) => ({ index, header: header.trim() }))
    .filter(column => column.header !== '')
  const candidates = named.flatMap(column =>
    meaningsOf(form, column.header, map).map(meaning => ({ ...meaning, column })),
  )
  const columns = surestPairs(candidates)
  const taken = new Set(Array.from(columns.values(), column => column.index))
  return {
    columns: columnsOf(form, columns),
    ignored: named.filter(column => !taken.has(column.index)).map(column => column.header),
    matched: columns.size,
    tells: form.fields.reduce((sum, { field, tells }) => sum + (columns.has(field) ? tells : 0), 0),
  }
}

function meaningsOf<F extends string>(
  form: RosterForm<F>,
  header: string,
  map: ReadonlyMap<string, F>,
): readonly Meaning<F>[] {
  const key = headerKey(header)
  const chosen = map.get(key)
  if (chosen !== undefined) return [{ field: chosen, rank: -1 }]
  const short = headerKeyWithoutRemarks(key)
  const direct = form.meanings.get(key) ?? []
  if (short === key) return direct
  return [
    ...direct,
    ...(form.meanings.get(short) ?? []).map(({ field, rank }) => ({ field, rank: rank + 0.5 })),
  ]
}

function surestPairs<F extends string>(candidates: readonly Candidate<F>[]): ReadonlyMap<F, Column> {
  const columns = new Map<F, Column>()
  const taken = new Set<number>()
  const surestFirst = candidates.toSorted((a, b) => a.rank - b.rank || a.column.index - b.column.index)
  for (const { field, column } of surestFirst) {
    if (columns.has(field) || taken.has(column.index)) continue
    columns.set(field, column)
    taken.add(column.index)
  }
  return columns
}

function columnsOf<F extends string>(form: RosterForm<F>, found: ReadonlyMap<F, Column>): Columns<F> {
  const columns: { [K in F]?: Column } = {}
  for (const { field } of form.fields) {
    const column = found.get(field)
    if (column !== undefined) columns[field] = column
  }
  return columns
}
