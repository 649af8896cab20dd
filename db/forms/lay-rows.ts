import type { RowsToFill, Value } from './form.ts'

/** Rows that are put in behind `after`, each like the row `from`; what the form says alike from there to `to` is said in them, too. */
export type RowsPutIn = {
  readonly from: number
  readonly to: number
  readonly after: number
  readonly columns: ReadonlySet<number>
  readonly rows: readonly ReadonlyMap<number, Value>[]
}

/** The rows of all lists of a part as they lie there: what stands where before any row is put in, and what is put in. */
export type LaidRows = {
  readonly puts: readonly { readonly row: number; readonly column: number; readonly value: Value }[]
  readonly insertions: readonly RowsPutIn[]
  readonly lists: readonly RowsToFill[]
}

/**
 * Lays out the rows of the lists of one part. What is put in for one list lies within all others at its side, so that none of them
 * is torn; lists of one roster side by side are one list that goes on at the top of the next. `keepsLast`: the last row of the
 * form stays the last one, so that a sum down to it covers the rows before it, too.
 */
export function layRows(lists: readonly RowsToFill[], keepsLast: boolean): LaidRows {
  const inOrder = lists.toSorted((a, b) => a.to - b.to)
  const points = new Map<number, number>()
  for (const { from, to } of inOrder)
    if (![...points.keys()].some(after => after >= from && after <= to))
      points.set(keepsLast && to > from ? to - 1 : to, 0)
  const within = ({ from, to }: RowsToFill) =>
    [...points.keys()].filter(after => after >= from && after <= to)
  const added = (list: RowsToFill) => within(list).reduce((sum, after) => sum + (points.get(after) ?? 0), 0)
  const sources = sourcesOf(lists)
  for (const list of inOrder) {
    const same = sources.find(one => one.includes(list)) ?? [list]
    const room = same.reduce((sum, one) => sum + roomOf(one), 0)
    const missing = Math.ceil((list.rows.length - room) / same.length) - added(list)
    const after = within(list).at(-1)
    if (missing > 0 && after !== undefined) points.set(after, (points.get(after) ?? 0) + missing)
  }
  const put: LaidRows['puts'][number][] = []
  const rowsAt = new Map(
    [...points].map(([after, count]) => [
      after,
      Array.from({ length: count }, () => new Map<number, Value>()),
    ]),
  )
  for (const same of sources) {
    let start = 0
    for (const list of same) {
      const places = placesOf(list, points)
      const own = list.rows.slice(start, start + places.length)
      start += places.length
      for (const [n, row] of own.entries())
        for (const [column, index] of list.columns) {
          const value = row[index] ?? ''
          const place = places[n]
          if (place?.inserted === undefined) put.push({ row: place?.row ?? 0, column, value })
          else rowsAt.get(place.row)?.[place.inserted]?.set(column, value)
        }
    }
  }
  const insertions = [...rowsAt].flatMap(([after, rows]): RowsPutIn[] => {
    const own = lists.filter(({ from, to }) => after >= from && after <= to)
    if (rows.length === 0 || own.length === 0) return []
    const columns = new Set(own.flatMap(one => [...one.columns.keys()]))
    const from = Math.max(...own.map(firstSeen))
    return [{ from, to: Math.max(from, Math.min(...own.map(one => one.to))), after, columns, rows }]
  })
  return { puts: put, insertions, lists }
}

function roomOf(list: RowsToFill): number {
  return placesOf(list, new Map()).length
}

/** Lists of the same rows that lie side by side, the left one first; every other list is alone. */
function sourcesOf(lists: readonly RowsToFill[]): readonly (readonly RowsToFill[])[] {
  const groups: RowsToFill[][] = []
  for (const list of lists.toSorted((a, b) => firstColumn(a) - firstColumn(b))) {
    const same = groups.find(group =>
      group.every(
        one =>
          one.source !== undefined &&
          one.source === list.source &&
          one.from <= list.to &&
          list.from <= one.to,
      ),
    )
    if (same === undefined) groups.push([list])
    else same.push(list)
  }
  return groups
}

function firstSeen({ from, to, hidden }: RowsToFill): number {
  let row = from
  while (row < to && hidden?.has(row) === true) row++
  return row
}

function firstColumn({ columns }: RowsToFill): number {
  return Math.min(...columns.keys())
}

/** Where the rows of a list go, from above: a row of the form that is in sight, or one of those that are put in behind a row. */
function placesOf({ from, to, hidden }: RowsToFill, points: ReadonlyMap<number, number>) {
  const places: { readonly row: number; readonly inserted?: number }[] = []
  for (let row = from; row <= to; row++) {
    if (hidden?.has(row) !== true) places.push({ row })
    for (let inserted = 0; inserted < (points.get(row) ?? 0); inserted++) places.push({ row, inserted })
  }
  return places
}
