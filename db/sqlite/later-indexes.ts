import { invariant } from '#db/shared/invariant.ts'
import type { Connection } from './connection.ts'

/** From so many rows on an index is made faster anew than row by row. */
const enough = 5_000

/**
 * Indexes of a table that nothing asks for while many rows are added to it: once more are added than there were, they
 * are taken off, and made anew before the transaction ends, each in one go. A roll-back leaves them as they were.
 */
export class LaterIndexes {
  readonly #db: Connection
  readonly #table: string
  readonly #names: readonly string[]
  #added = 0
  #before: number | undefined
  #off: readonly string[] = []

  constructor(db: Connection, table: string, names: readonly string[]) {
    this.#db = db
    this.#table = table
    this.#names = names
  }

  /** To be called within the transaction, before so many rows are added. */
  adding(rows: number): void {
    this.#added += rows
    if (this.#off.length > 0 || this.#added < enough) return
    this.#before ??= this.#count() - this.#added + rows
    if (this.#added > this.#before) this.#takeOff()
  }

  /** To be gone through before the transaction ends, an index a step. */
  *making(): Generator<void> {
    for (const sql of this.#off) {
      this.#db.exec(sql)
      yield
    }
    this.#off = []
  }

  #count(): number {
    return this.#db.prepare<[], number>(`SELECT count(*) FROM ${this.#table}`).pluck().get() ?? 0
  }

  #takeOff(): void {
    const text = this.#db
      .prepare<[string, string], string>('SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND name = ?')
      .pluck()
    this.#off = this.#names.map(name => {
      const sql = text.get(this.#table, name)
      invariant(sql, `${this.#table} has the index ${name}`)
      return sql
    })
    for (const name of this.#names) this.#db.exec(`DROP INDEX ${name}`)
  }
}
