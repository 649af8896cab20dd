import type { Connection } from '#db/sqlite/connection.ts'

type Naming = {
  readonly no: number
  readonly writer: string
  readonly n: number
  readonly names: string
  readonly from: number
  readonly to: number
}

/**
 * The local numbers of the returns that count: one that was itself taken back does not (journal.md, rule 3). Judged
 * from the highest version down, so that whatever can act on a return is settled before it.
 */
export function returnsInForce(db: Connection): readonly number[] {
  const rows = db
    .prepare<[], Naming>(
      `SELECT c.no, w.id AS writer, c.n, n.writer AS names, n.from_n AS "from", n.to_n AS "to"
       FROM named n JOIN change c ON c.no = n.change JOIN writer w ON w.no = c.writer
       WHERE n.kind = 'return' ORDER BY c.lamport DESC, w.id DESC`,
    )
    .all()
  const returnsOf = new Map(
    [...Map.groupBy(rows, row => row.writer)].map(([writer, own]) => {
      const returns = [...new Map(own.map(({ n, no }) => [n, no]))].sort(([a], [b]) => a - b)
      const numbers = returns.map(([n]) => n)
      return [writer, { returns, numbers, left: new Unvisited(returns.length) }]
    }),
  )
  const takenBack = new Set<number>()
  const inForce = new Set<number>()
  for (const { no, names, from, to } of rows) {
    if (takenBack.has(no)) continue
    inForce.add(no)
    const named = returnsOf.get(names)
    if (named === undefined) continue
    const { returns, numbers, left } = named
    const end = placeOf(numbers, to + 1)
    for (let at = left.after(placeOf(numbers, from)); at < end; at = left.after(at)) {
      takenBack.add(returns[at]?.[1] ?? 0)
      left.visit(at)
    }
  }
  return [...inForce]
}

/** The place of the first of these numbers, which are in their order, that is not below this one. */
export function placeOf(sorted: readonly number[], from: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? from) < from) low = middle + 1
    else high = middle
  }
  return low
}

/** Places in a row of which each is visited once, however many ranges of them are gone through. */
class Unvisited {
  /** For each place one from which the next that was not visited is found; its own, while it was not. */
  readonly #next: number[]

  constructor(places: number) {
    this.#next = Array.from({ length: places + 1 }, (_, at) => at)
  }

  /** The first place from this one on that was not visited; the number of places, where there is none. */
  after(place: number): number {
    let at = place
    for (let next = this.#next[at] ?? at; next !== at; next = this.#next[at] ?? at) {
      this.#next[at] = this.#next[next] ?? next
      at = next
    }
    return at
  }

  visit(place: number): void {
    this.#next[place] = place + 1
  }
}

/** Numbers of the changes of one writer (by his local number) that a return names (by its own). */
export type GivenBackRange = {
  readonly no: number
  readonly writer: number
  readonly from: number
  readonly to: number
}

/** All that returns in force name of others than who wrote the return, with whose it is and who gave it back. */
export function givenBackByOthers(
  db: Connection,
): readonly (GivenBackRange & { readonly of: string; readonly by: string })[] {
  return db
    .prepare<[string], GivenBackRange & { of: string; by: string }>(
      `SELECT n.change AS no, w.no AS writer, n.from_n AS "from", n.to_n AS "to", w.replica AS "of", rw.replica AS "by"
       FROM json_each(?) f CROSS JOIN named n ON n.change = f.value
         JOIN change r ON r.no = n.change JOIN writer rw ON rw.no = r.writer
         JOIN writer w ON w.id = n.writer
       WHERE rw.replica <> w.replica`,
    )
    .all(JSON.stringify(returnsInForce(db)))
}

/** A packet may bring ranges that end before they begin: they name nothing. */
const namesAny = ({ from, to }: GivenBackRange) => from <= to

/** The ends of ranges of one writer in their order: between two of them a range has all numbers or none. */
function endsOf(ranges: readonly GivenBackRange[]): readonly number[] {
  return [...new Set(ranges.flatMap(({ from, to }) => [from, to + 1]))].sort((a, b) => a - b)
}

/** Of ranges that may overlap as often as their authors like: the same numbers, each once, in the first that has it. */
export function eachOnce<R extends GivenBackRange>(ranges: readonly R[]): readonly R[] {
  const apart: R[] = []
  for (const own of Map.groupBy(ranges.filter(namesAny), ({ writer }) => writer).values()) {
    const ends = endsOf(own)
    const places = new Map(ends.map((end, at) => [end, at]))
    const left = new Unvisited(ends.length)
    for (const range of own) {
      let at = left.after(places.get(range.from) ?? ends.length)
      for (let from = ends[at]; from !== undefined && from <= range.to; from = ends[at]) {
        apart.push({ ...range, from, to: (ends[at + 1] ?? from + 1) - 1 })
        left.visit(at)
        at = left.after(at)
      }
    }
  }
  return apart
}

/**
 * How many of the numbers that each return names are some that are counted. What lies between two ends of all these ranges
 * is counted once, however many of them it lies in.
 */
export function countedByReturn(
  ranges: readonly GivenBackRange[],
  count: (writer: number, from: number, to: number) => number,
): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  for (const [writer, own] of Map.groupBy(ranges.filter(namesAny), one => one.writer)) {
    const before = new Map<number, number>()
    const ends = endsOf(own)
    let sum = 0
    for (const [at, end] of ends.entries()) {
      before.set(end, sum)
      const next = ends[at + 1]
      if (next !== undefined) sum += count(writer, end, next - 1)
    }
    for (const [no, named] of Map.groupBy(own, one => one.no)) {
      let [n, last] = [0, Number.NEGATIVE_INFINITY]
      for (const { from, to } of named.toSorted((a, b) => a.from - b.from)) {
        // Of its own ranges, too, some may overlap; where one of them ends is an end.
        if (to < last) continue
        n += (before.get(to + 1) ?? 0) - (before.get(Math.max(from, last)) ?? 0)
        last = to + 1
      }
      found.set(no, (found.get(no) ?? 0) + n)
    }
  }
  return found
}

/** Something that the author of what was given back wrote on the same thing after he knew of it: `t` and `r` are theirs. */
export const correctedSince = `SELECT 1 FROM change a INDEXED BY change_thing JOIN writer aw ON aw.no = a.writer
  WHERE a.thing = t.thing AND a.no > r.no AND a.kind <> 'return' AND aw.replica = w.replica`
