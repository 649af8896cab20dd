import { Recent } from '#db/shared/made-once.ts'
import type { Connection } from './connection.ts'

/**
 * What was worked out from the registry, kept by name (usually a day) for as long as nothing was written: the journal,
 * an import, an undo, another process, whatever it was. SQLite says so by its data version; another connection is
 * another registry.
 */
export class Kept<Value> {
  readonly #connection: () => Connection
  readonly #values: Recent<string, Value>
  #seen: { readonly connection: Connection; readonly version: number } | undefined

  /** `most` values are kept, of the names that were asked for last. */
  constructor(connection: () => Connection, most: number) {
    this.#connection = connection
    this.#values = new Recent(most)
  }

  get(name: string, make: () => Value): Value {
    this.#forgetIfChanged()
    return this.#values.get(name, make)
  }

  /** Whether it is there, and nothing was written since. */
  has(name: string): boolean {
    this.#forgetIfChanged()
    return this.#values.has(name)
  }

  forget(name: string): void {
    this.#values.delete(name)
  }

  forgetAll(): void {
    this.#values.clear()
  }

  #forgetIfChanged(): void {
    const connection = this.#connection()
    const version = Number(connection.pragma('data_version', { simple: true }))
    const { connection: known, version: before } = this.#seen ?? {}
    if (known === connection && before === version) return
    this.#values.clear()
    this.#seen = { connection, version }
  }
}

/**
 * Answers that take a thread some time, kept like everything else. Whoever asks while an answer is on its way waits for
 * the same one; what failed is asked for anew the next time.
 */
export class KeptAnswers<Answer> {
  readonly #answers: Kept<Promise<Answer>>

  constructor(connection: () => Connection, most: number) {
    this.#answers = new Kept(connection, most)
  }

  /** Whether whoever asks need not wait for the work to begin. */
  has(name: string): boolean {
    return this.#answers.has(name)
  }

  /** Gives their memory back. */
  forgetAll(): void {
    this.#answers.forgetAll()
  }

  ask(name: string, find: () => Promise<Answer>): Promise<Answer> {
    return this.#answers.get(name, () => {
      const answer = find()
      answer.catch(() => this.#answers.forget(name))
      return answer
    })
  }
}

/** So many rows are kept together: who scrolls on within them waits for nothing. */
const block = 5000

type Window = { readonly offset: number; readonly limit: number }

/**
 * Windows of a list that takes a thread some time to work out as a whole, however few rows are wanted: they are cut out
 * of blocks that are kept like every other answer.
 */
export class KeptWindows<Row, Answer extends { readonly rows: readonly Row[] }> {
  readonly #answers: KeptAnswers<Answer>

  /** `most` blocks are kept, of the lists that were asked for last. */
  constructor(connection: () => Connection, most: number) {
    this.#answers = new KeptAnswers(connection, most)
  }

  /** `name` says which list; `find` works out a window of it, with what is told of the whole. */
  async ask(
    name: string,
    { offset, limit }: Window,
    find: (window: Window) => Promise<Answer>,
  ): Promise<Omit<Answer, 'rows'> & { rows: Row[] }> {
    const [first, last] = [Math.floor(offset / block), Math.floor((offset + limit - 1) / block)]
    const blockAt = (at: number) =>
      this.#answers.ask(`${name} ${at}`, () => find({ offset: at * block, limit: block }))
    const answer = await blockAt(first)
    const more = last > first && answer.rows.length === block ? (await blockAt(last)).rows : []
    const from = offset - first * block
    return { ...answer, rows: [...answer.rows, ...more].slice(from, from + limit) }
  }
}
