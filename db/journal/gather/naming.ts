import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Change } from '../change.ts'

/** From this number on to that one, a change of this local number names the writer's changes. */
type Span = { readonly from: number; readonly to: number; readonly by: number }

/**
 * Which changes any return or admission names. The ranges of a writer are read once and then searched in memory: a packet
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

  /** Whether anything names this change. */
  isNamed({ origin, n }: Change): boolean {
    return this.#spansOf(origin.writer)?.hold(n) === true
  }

  /** The local numbers of what names any change of a writer. */
  ofWriter(writer: string): readonly number[] {
    return this.#spansOf(writer)?.by() ?? none
  }

  #spansOf(writer: string): Spans | undefined {
    if (this.#isEmpty) return undefined
    const known = this.#perWriter.get(writer)
    if (known !== undefined) return known
    this.#isEmpty = this.#perWriter.size === 0 && !this.#any()
    if (this.#isEmpty) return undefined
    const spans = new Spans(this.#read(writer))
    this.#perWriter.set(writer, spans)
    return spans
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

  hold(n: number): boolean {
    this.#settle()
    return (this.#reach[this.#countUpTo(n) - 1] ?? -1) >= n
  }

  by(): readonly number[] {
    this.#settle()
    return this.#sorted.map(({ by }) => by)
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
