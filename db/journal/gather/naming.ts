import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Change } from '../change.ts'

/** From this number on to that one, a change of this local number names the writer's changes. */
type Span = { readonly from: number; readonly to: number; readonly by: number }

/**
 * Which returns and admissions name a change. The ranges of a writer are read once and then searched in memory: a packet
 * asks for each of its changes.
 */
export class Naming {
  readonly #any: () => boolean
  readonly #read: (writer: string) => Span[]
  readonly #perWriter = new Map<string, Spans>()
  /** Nothing names anything, as far as is known. */
  #isEmpty = false

  constructor(db: Connection) {
    const any = prepareOnce<[], { change: number }>(db, 'SELECT change FROM named LIMIT 1')
    const ofWriter = prepareOnce<[string], Span>(
      db,
      'SELECT from_n AS "from", to_n AS "to", change AS by FROM named WHERE writer = +? ORDER BY from_n',
    )
    this.#any = () => any.get() !== undefined
    this.#read = writer => ofWriter.all(writer)
  }

  /** The local numbers of what names this change. */
  of({ origin, n }: Change): readonly number[] {
    if (this.#isEmpty) return none
    let spans = this.#perWriter.get(origin.writer)
    if (spans === undefined) {
      this.#isEmpty = this.#perWriter.size === 0 && !this.#any()
      if (this.#isEmpty) return none
      spans = new Spans(this.#read(origin.writer))
      this.#perWriter.set(origin.writer, spans)
    }
    return spans.holding(n)
  }

  /** Keeps up with what was just stored. */
  add(writer: string, span: Span): void {
    this.#isEmpty = false
    this.#perWriter.get(writer)?.add(span)
  }

  forget(): void {
    this.#isEmpty = false
    this.#perWriter.clear()
  }
}

const none: readonly number[] = []

/** Spans in order of where they begin; beside each one how far it and those before it reach. */
class Spans {
  readonly #sorted: Span[]
  readonly #reach: number[] = []
  #added: Span[] = []

  constructor(sorted: Span[]) {
    this.#sorted = sorted
    this.#measureFrom(0)
  }

  /** Many come one after the other before anybody asks: they are put in order once. */
  add(span: Span): void {
    this.#added.push(span)
  }

  #settle(): void {
    if (this.#added.length === 0) return
    const start = this.#countUpTo(this.#added.reduce((least, { from }) => Math.min(least, from), Infinity))
    for (const span of this.#added) this.#sorted.push(span)
    this.#added = []
    this.#sorted.sort((a, b) => a.from - b.from)
    this.#measureFrom(start)
  }

  holding(n: number): readonly number[] {
    this.#settle()
    let found: number[] | undefined
    for (let at = this.#countUpTo(n) - 1; at >= 0 && (this.#reach[at] ?? 0) >= n; at--) {
      const span = this.#sorted[at]
      if (span === undefined || span.to < n) continue
      found ??= []
      found.push(span.by)
    }
    return found ?? none
  }

  /** How many begin at n or before it. */
  #countUpTo(n: number): number {
    let low = 0
    let high = this.#sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#sorted[middle]?.from ?? 0) <= n) low = middle + 1
      else high = middle
    }
    return low
  }

  #measureFrom(start: number): void {
    let far = start === 0 ? -1 : (this.#reach[start - 1] ?? -1)
    for (let at = start; at < this.#sorted.length; at++) {
      far = Math.max(far, this.#sorted[at]?.to ?? -1)
      this.#reach[at] = far
    }
  }
}
