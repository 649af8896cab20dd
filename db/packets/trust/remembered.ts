import type { Json } from '#db/shared/canonical.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'

/**
 * What is learned of single things while a packet is judged, which may bring a million of them: the last few thousand
 * lie in memory, the others in a temporary table. Whoever goes through the packet page by page says before each which
 * things it is about; they are looked up with one question.
 */
export class Remembered<Value extends Json> {
  readonly #db: Connection
  readonly #table: string
  readonly #most: number
  readonly #recent = new Map<string, Value>()
  #foreseen: ReadonlyMap<string, Value | undefined> = new Map()
  #find: ((thing: string) => Value | undefined) | undefined

  /** `name`: of the table, for this connection and as long as this lives. `most`: how many lie in memory between pages. */
  constructor(db: Connection, name: string, most = 5000) {
    this.#db = db
    this.#most = most
    this.#table = `temp.remembered_${name}`
  }

  get(thing: string): Value | undefined {
    const recent = this.#recent.get(thing)
    if (recent !== undefined || this.#find === undefined) return recent
    return this.#foreseen.has(thing) ? this.#foreseen.get(thing) : this.#find(thing)
  }

  has(thing: string): boolean {
    return this.get(thing) !== undefined
  }

  set(thing: string, value: Value): void {
    this.#recent.set(thing, value)
  }

  /** To be called outside of any transaction that may be rolled back. */
  foresee(things: readonly string[]): void {
    if (this.#recent.size > this.#most) this.#save()
    if (this.#find === undefined) return
    const found = this.#db
      .prepare<[string], { thing: string; value: string }>(
        `SELECT r.thing, r.value FROM json_each(?) j CROSS JOIN ${this.#table} r ON r.thing = j.value`,
      )
      .all(JSON.stringify(things))
    const foreseen = new Map<string, Value | undefined>(things.map(thing => [thing, undefined]))
    for (const { thing, value } of found) foreseen.set(thing, JSON.parse(value))
    this.#foreseen = foreseen
  }

  #save(): void {
    const table = this.#table
    if (this.#find === undefined) {
      this.#db.exec(
        `DROP TABLE IF EXISTS ${table}; CREATE TABLE ${table} (thing TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID`,
      )
      const find = prepareOnce<[string], { value: string }>(
        this.#db,
        `SELECT value FROM ${table} WHERE thing = ?`,
      )
      this.#find = thing => {
        const row = find.get(thing)
        return row && JSON.parse(row.value)
      }
    }
    const put = prepareOnce(this.#db, `INSERT OR REPLACE INTO ${table} (thing, value) VALUES (?, ?)`)
    this.#db.transaction(() => {
      for (const [thing, value] of this.#recent) put.run(thing, JSON.stringify(value))
    })()
    this.#recent.clear()
    this.#foreseen = new Map()
  }
}
