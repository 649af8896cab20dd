import { Recent } from '#db/shared/recent.ts'
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

  ask(name: string, find: () => Promise<Answer>): Promise<Answer> {
    return this.#answers.get(name, () => {
      const answer = find()
      answer.catch(() => this.#answers.forget(name))
      return answer
    })
  }
}
