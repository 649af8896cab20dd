import { byVersion, type Change, type NamingBody, type Version, versionOf } from '../change.ts'

/** A change that names others by their writers' numbers. */
type Naming = Change & { readonly body: NamingBody }

/** Of a thing, by the version of a return, the highest put in force that names it as its base: it lifts that return. */
export type Lifts = ReadonlyMap<Version, Change>

/**
 * Which changes are named by some others that come one by one, from the highest version down. However many ranges there
 * are, and however they overlap, each costs little to add, and one search tells whether anything names a change.
 */
export class NamedNumbers<T extends Naming> {
  readonly #perWriter: ReadonlyMap<string, OfWriter<T>>
  readonly #added: T[] = []

  /** `coming`: at least all that will be added. */
  constructor(coming: readonly T[]) {
    const bounds = new Map<string, number[]>()
    for (const { body } of coming) {
      for (const [writer, from, to] of body.names) {
        const own = bounds.get(writer)
        if (own === undefined) bounds.set(writer, [from, to + 1])
        else own.push(from, to + 1)
      }
    }
    this.#perWriter = new Map([...bounds].map(([writer, own]) => [writer, new OfWriter<T>(own)]))
  }

  /** Of a lower version than those before. */
  add(one: T): void {
    this.#added.push(one)
    for (const [writer, from, to] of one.body.names) this.#perWriter.get(writer)?.add(from, to, one)
  }

  /** From the highest version down. */
  get added(): readonly T[] {
    return this.#added
  }

  /** Whether any of a higher version names the change, and is not lifted. */
  names(change: Change, lifts: Lifts): boolean {
    const own = this.#perWriter.get(change.origin.writer)
    const first = own?.firstOf(change.n)
    if (own === undefined || first === undefined || byVersion(first, change) <= 0) return false
    return !isLifted(first, lifts) || !own.all(change).every(one => isLifted(one, lifts))
  }

  /** All of them. */
  allNaming(change: Change, lifts: Lifts): readonly T[] {
    const all = this.#perWriter.get(change.origin.writer)?.all(change) ?? []
    return [...new Set(all)].filter(one => !isLifted(one, lifts))
  }
}

/** By a put that is later than the return: the version of a return to come can be foretold, and nobody has seen it before. */
function isLifted(one: Change, lifts: Lifts): boolean {
  const lift = lifts.size === 0 ? undefined : lifts.get(versionOf(one))
  return lift !== undefined && byVersion(lift, one) > 0
}

/** The numbers of one writer. Between a bound and the next one all are named by the same changes. */
class OfWriter<T extends Change> {
  readonly #bounds: Float64Array
  /** Of the numbers from each bound on, the first change that named them. */
  readonly #first: (T | undefined)[]
  /** Of each bound the next one, itself perhaps, from which on nothing is named yet. */
  readonly #open: Uint32Array
  readonly #ranges: { readonly from: number; readonly to: number; readonly by: T }[] = []

  constructor(bounds: readonly number[]) {
    this.#bounds = Float64Array.from(new Set(bounds)).sort()
    this.#first = Array.from(this.#bounds, () => undefined)
    this.#open = Uint32Array.from({ length: this.#bounds.length + 1 }, (_, at) => at)
  }

  add(from: number, to: number, by: T): void {
    this.#ranges.push({ from, to, by })
    for (let at = this.#openFrom(this.#last(from)); (this.#bounds[at] ?? Infinity) <= to; ) {
      this.#first[at] = by
      this.#open[at] = at + 1
      at = this.#openFrom(at)
    }
  }

  firstOf(n: number): T | undefined {
    return this.#first[this.#last(n)]
  }

  /** All that name a change and are of a higher version, from the highest down. */
  *all(change: Change): Generator<T> {
    for (const { from, to, by } of this.#ranges) {
      if (byVersion(by, change) <= 0) return
      if (from <= change.n && change.n <= to) yield by
    }
  }

  /** Where the last bound stands that is not above a number; -1 where there is none. */
  #last(n: number): number {
    let [low, high] = [0, this.#bounds.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#bounds[middle] ?? 0) <= n) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  /** Ways that were gone once are shorter afterwards. */
  #openFrom(at: number): number {
    const open = this.#open
    let now = at
    for (let next = open[now] ?? now; next !== now; next = open[now] ?? now) {
      open[now] = open[next] ?? next
      now = open[now] ?? next
    }
    return now
  }
}
