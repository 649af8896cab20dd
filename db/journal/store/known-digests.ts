import type { Connection } from '#db/sqlite/connection.ts'
import { type Change, digestOf, type Range } from '../change.ts'

/** What lies under an id: whose it is, and the hash of its content. */
export type Known = {
  readonly writer: string
  readonly replica: string
  readonly n: number
  readonly digest: string
}

type Stored = { readonly change: Change; readonly no: number }

/** How many are read at a time. */
const page = 1000

/** How many digests are kept: some megabytes. */
const mostKept = 50_000

/**
 * What lies under the ids that packets name by ranges. The packets of many offices name the same ones at one sitting,
 * above all the certificates of all of them: each is read and hashed once.
 */
export class KnownDigests {
  readonly #inRanges: (ranges: readonly Range[]) => (Omit<Known, 'digest'> & { readonly no: number })[]
  readonly #read: (numbers: readonly number[]) => readonly Stored[]
  readonly #kept = new Map<number, string>()

  /** `read`: changes by their local numbers. */
  constructor(db: Connection, read: (numbers: readonly number[]) => readonly Stored[]) {
    const inRanges = db.prepare<[string], Omit<Known, 'digest'> & { readonly no: number }>(
      `SELECT c.no, c.n, w.id AS writer, w.replica FROM json_each(?) j CROSS JOIN writer w ON w.id = j.value ->> 0
         CROSS JOIN change c INDEXED BY change_id ON c.writer = w.no AND c.n BETWEEN j.value ->> 1 AND j.value ->> 2
       ORDER BY j.key, c.n`,
    )
    this.#inRanges = ranges => inRanges.all(JSON.stringify(ranges))
    this.#read = read
  }

  /**
   * All of these ranges, one after the other and by number, a page at a time; ends with the page in which something is
   * missing.
   */
  *inRanges(ranges: readonly Range[]): Generator<readonly Known[]> {
    for (const some of ofOnePage(ranges)) {
      const found = this.#inRanges(some)
      const fresh = this.#hashed(found.map(({ no }) => no).filter(no => !this.#kept.has(no)))
      const known = found.map(({ no, ...id }) => ({
        ...id,
        digest: fresh.get(no) ?? this.#kept.get(no) ?? '',
      }))
      if (this.#kept.size + fresh.size > mostKept) this.#kept.clear()
      for (const [no, digest] of fresh) this.#kept.set(no, digest)
      if (known.length > 0) yield known
      const wanted = some.reduce((sum, [, from, to]) => sum + to - from + 1, 0)
      if (known.length < wanted) return
    }
  }

  /** To be called when another content takes the place of this one. */
  drop(no: number): void {
    this.#kept.delete(no)
  }

  /** To be called after a roll-back: its numbers will be those of others. */
  forget(): void {
    this.#kept.clear()
  }

  #hashed(numbers: readonly number[]): ReadonlyMap<number, string> {
    if (numbers.length === 0) return new Map()
    return new Map(this.#read(numbers).map(({ no, change }) => [no, digestOf(change)]))
  }
}

/** Ranges, or parts of them, that hold no more together than is read at a time. */
function* ofOnePage(ranges: readonly Range[]): Generator<readonly Range[]> {
  let some: Range[] = []
  let room = page
  for (const [writer, from, to] of ranges) {
    for (let at = from; at <= to; ) {
      const until = Math.min(to, at + room - 1)
      some.push([writer, at, until])
      room -= until - at + 1
      at = until + 1
      if (room > 0) continue
      yield some
      some = []
      room = page
    }
  }
  if (some.length > 0) yield some
}
