import type { Entity } from '../entity.ts'

/** One row of a dated series: a stay, a placement, a standing. Text of `rank` orders by version. */
export type SeriesRow = {
  readonly id: string
  readonly subject: string
  readonly since: string
  readonly rank: string
  readonly follows: readonly string[]
  /** The fields that tell two places apart, as one text. */
  readonly value: string
}

export type Interval = { readonly id: string; readonly starts: string; readonly until: string | null }

/** Before every day. */
export const beginning = '0000-00-00'

/**
 * A place has only a beginning: it ends where one of higher version begins (journal.md, rule 4). So on any day the
 * place that holds is the one of highest version among those that have begun, and a row that begins no earlier than a
 * higher one never holds (until <= since). The earliest row that holds at all has `starts` at the beginning of time.
 */
export function intervalsOf(rows: readonly SeriesRow[]): Interval[] {
  const byRank = [...rows].sort((a, b) => (a.rank < b.rank ? -1 : 1))
  const untils = new Map<string, string | null>()
  let next: string | null = null
  for (const row of byRank.toReversed()) {
    untils.set(row.id, next)
    if (next === null || row.since < next) next = row.since
  }
  const first = byRank
    .filter(row => holds(row, untils.get(row.id) ?? null))
    .reduce<SeriesRow | undefined>((a, b) => (a === undefined || b.since < a.since ? b : a), undefined)
  return byRank.map(row => ({
    id: row.id,
    starts: row === first ? beginning : row.since,
    until: untils.get(row.id) ?? null,
  }))
}

function holds(row: SeriesRow, until: string | null): boolean {
  return until === null || row.since < until
}

/** The rows that no other row follows, when they say different things: two that follow the same one are a conflict. */
export function rivalsOf(rows: readonly SeriesRow[]): string[] {
  const followed = new Set(rows.flatMap(row => row.follows))
  const last = rows.filter(row => !followed.has(row.id))
  const different = new Set(last.map(row => row.value))
  return different.size > 1 ? last.sort((a, b) => (a.rank < b.rank ? -1 : 1)).map(row => row.id) : []
}

export type TreeRow = SeriesRow & { readonly parent: string | null }

/**
 * The moves that would close a circle, taken in order of version over the whole tree: they have no effect
 * (journal.md, rule 4).
 */
export function circlesOf(rows: readonly TreeRow[]): ReadonlySet<string> {
  return circlesInOrder([...rows].sort((a, b) => (a.rank < b.rank ? -1 : 1)))
}

/** The same of rows that come in order of version, one after the other. */
export function circlesInOrder(
  rows: Iterable<Pick<TreeRow, 'id' | 'subject' | 'parent'>>,
): ReadonlySet<string> {
  const parents = new Map<string, string | null>()
  const circles = new Set<string>()
  for (const { id, subject, parent } of rows) {
    let above = parent
    while (above !== null && above !== subject) above = parents.get(above) ?? null
    if (above === subject) circles.add(id)
    else parents.set(subject, parent)
  }
  return circles
}

export function placeText(entity: Entity, fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify((entity.series?.value ?? []).map(field => fields[field] ?? null))
}
