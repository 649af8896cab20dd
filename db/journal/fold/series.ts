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
  const byRank = [...rows].sort(inOrderOfRank)
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

/** By version; of one version, which only a forger gives to two rows, by id. */
function inOrderOfRank(a: SeriesRow, b: SeriesRow): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1
  return a.id < b.id ? -1 : 1
}

function holds(row: SeriesRow, until: string | null): boolean {
  return until === null || row.since < until
}

/** The rows that no other row follows, when they say different things: two that follow the same one are a conflict. */
export function rivalsOf(rows: readonly SeriesRow[]): string[] {
  const followed = new Set(rows.flatMap(row => row.follows))
  const last = rows.filter(row => !followed.has(row.id))
  const different = new Set(last.map(row => row.value))
  return different.size > 1 ? last.sort(inOrderOfRank).map(row => row.id) : []
}

export type TreeRow = SeriesRow & { readonly parent: string | null }

/**
 * The moves that would close a circle on any day, taken in order of version over the whole tree: they have no effect
 * (journal.md, rule 4).
 */
export function circlesOf(rows: readonly TreeRow[]): ReadonlySet<string> {
  return circlesInOrder([...rows].sort(inOrderOfRank))
}

/** The same of rows that come in order of version, one after the other. */
export function circlesInOrder(
  rows: Iterable<Pick<TreeRow, 'id' | 'subject' | 'since' | 'parent'>>,
): ReadonlySet<string> {
  const tree: TreeOverTime = new Map()
  // Most things never had anything below them, and so they close no circle.
  const parents = new Set<string | null>()
  const circles = new Set<string>()
  for (const { id, subject, since, parent } of rows) {
    // Nothing made earlier holds from its day on; where nothing is left before it, it holds before that day, too.
    const left = (tree.get(subject) ?? []).filter(place => place.since < since)
    const from = left.length === 0 ? beginning : since
    if (parent === subject || (parents.has(subject) && isBelow(tree, parent, subject, from))) circles.add(id)
    else {
      tree.set(subject, [...left, { since, parent }])
      parents.add(parent)
    }
  }
  return circles
}

/** Where each thing hangs: earliest first, each place until the next begins, the first since ever. */
type TreeOverTime = Map<string, readonly { readonly since: string; readonly parent: string | null }[]>

/** Whether a thing is, or hangs anywhere below, another one on any day from this one on. The tree has no circle yet. */
function isBelow(tree: TreeOverTime, thing: string | null, other: string, from: string): boolean {
  const open: { readonly at: string | null; readonly from: string; readonly until: string | null }[] = [
    { at: thing, from, until: null },
  ]
  for (let stretch = open.pop(); stretch !== undefined; stretch = open.pop()) {
    const { at, from: begins, until: ends } = stretch
    if (at === null) continue
    if (at === other) return true
    const places = tree.get(at) ?? []
    for (const [i, place] of places.entries()) {
      const since = i === 0 ? beginning : place.since
      const next = places[i + 1]?.since ?? null
      const overlaps = (ends === null || since < ends) && (next === null || next > begins)
      if (overlaps)
        open.push({ at: place.parent, from: since > begins ? since : begins, until: sooner(next, ends) })
    }
  }
  return false
}

function sooner(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}

export function placeText(entity: Entity, fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify((entity.series?.value ?? []).map(field => fields[field] ?? null))
}
