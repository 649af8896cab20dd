import type { Range } from '../change.ts'

type Span = readonly [from: number, to: number]

/** Numbers of writers that were gone through already, in spans that neither overlap nor touch. */
export class Covered {
  readonly #perWriter = new Map<string, readonly Span[]>()

  /** What of these ranges was not gone through before, each number once; from now on it counts as gone through. */
  take(ranges: readonly Range[]): Range[] {
    return [...Map.groupBy(ranges, ([writer]) => writer)].flatMap(([writer, of]) => {
      const known = this.#perWriter.get(writer) ?? []
      const asked = united(of.map(([, from, to]) => [from, to]))
      const left = without(asked, known)
      if (left.length > 0) this.#perWriter.set(writer, united([...known, ...left]))
      return left.map(([from, to]): Range => [writer, from, to])
    })
  }
}

function united(spans: readonly Span[]): readonly Span[] {
  const found: [number, number][] = []
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    const last = found.at(-1)
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else if (from <= to) found.push([from, to])
  }
  return found
}

/** Both are in order and apart from each other: each is walked once. */
function without(asked: readonly Span[], known: readonly Span[]): readonly Span[] {
  const left: Span[] = []
  let at = 0
  for (const [from, to] of asked) {
    while (at < known.length && (known[at]?.[1] ?? 0) < from) at++
    let next = from
    for (let i = at; i < known.length && (known[i]?.[0] ?? 0) <= to && next <= to; i++) {
      const [start, end] = known[i] ?? [next, next]
      if (start > next) left.push([next, start - 1])
      next = end + 1
    }
    if (next <= to) left.push([next, to])
  }
  return left
}
