/** What a column of a list says, on the screen, on paper, copied and in a file, and how it is put in order. */
export type Told<Row> = {
  readonly key: string
  readonly title: string
  /** A CSS grid track: `120px`, `minmax(160px, 1fr)`. */
  readonly width: string
  readonly align?: 'right'
  /** What stands there in words: shown where there is no `cell`, told in full when one points at it, printed, copied, exported. */
  text(row: Row): string
  /** Where the cell leads, if it does. */
  href?(row: Row): string | undefined
  /** What a sign beside the words says of this row: an open conflict. */
  mark?(row: Row): string | undefined
  /** Whether the list can be put in the order of this column. */
  readonly sorts?: boolean
  /** What is compared instead of the words: a number, a day; null comes last. */
  value?(row: Row): string | number | null
  /** It leads somewhere and says nothing of the row: it stands on no paper and in no file. */
  readonly isWay?: boolean
  /** Left out until somebody chooses it. */
  readonly isExtra?: boolean
}

export type Order = { readonly by: string; readonly isDown: boolean }

const collator = new Intl.Collator('zh-Hans-CN', { numeric: true })

/** Rows in the order of a column; what has no value comes last either way, and equal rows stay as they were. */
export function inOrder<Row>(
  rows: readonly Row[],
  columns: readonly Told<Row>[],
  order: Order | undefined,
): readonly Row[] {
  const column = columns.find(({ key }) => key === order?.by)
  if (column === undefined || order === undefined) return rows
  const comparedOf = (row: Row) => (column.value ?? column.text)(row)
  return rows
    .map(row => ({ row, value: comparedOf(row) }))
    .toSorted((a, b) => {
      const [none, other] = [isNothing(a.value), isNothing(b.value)]
      if (none || other) return Number(none) - Number(other)
      const way = compare(a.value, b.value)
      return order.isDown ? -way : way
    })
    .map(({ row }) => row)
}

function isNothing(value: string | number | null): boolean {
  return value === null || value === ''
}

function compare(a: string | number | null, b: string | number | null): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return collator.compare(String(a), String(b))
}

/** The order after a press on a column's head: that column upwards, then downwards, then upwards again. */
export function pressed(order: Order | undefined, by: string): Order {
  return { by, isDown: order?.by === by && !order.isDown }
}

/** The least width, in pixels, of columns with these CSS grid tracks: `120px` and `minmax(160px, 1fr)` make 280. */
export function leastWidth(tracks: readonly string[]): number {
  return tracks.reduce((sum, track) => sum + Number(/(\d+)px/.exec(track)?.[1] ?? 0), 0)
}

/** To so much of its least width a column that may grow shrinks before its table is moved from side to side. */
const leastShare = 0.7

/**
 * The tracks of a table that is a little narrower than its columns: those that may grow, `minmax(160px, 1fr)`, give way by
 * the same share, the others, of days and numbers, do not.
 */
export function shrinking(tracks: readonly string[]): {
  readonly tracks: readonly string[]
  readonly minWidth: number
} {
  const growing = tracks.filter(mayGrow)
  const flexible = leastWidth(growing)
  const fixed = leastWidth(tracks) - flexible
  return {
    tracks: tracks.map(track =>
      track.replace(
        growingTrack,
        (_, least: string) =>
          `minmax(min(${least}px, (100% - ${fixed}px) * ${(Number(least) / flexible).toFixed(4)}),`,
      ),
    ),
    minWidth: fixed + Math.round(flexible * leastShare),
  }
}

/** Whether a column with this track takes what room is left, and gives way where there is none. */
export const mayGrow = (track: string): boolean => growingTrack.test(track)

const growingTrack = /^minmax\((\d+)px,/
