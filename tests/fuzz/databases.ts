import Database from 'better-sqlite3'
import { openReplica } from '#tests/fixtures/replica.ts'

type Connection = Database.Database
type Statement = Database.Statement

/**
 * Empty registries in memory that are used again: making one, and preparing some hundred statements over it, takes longer
 * than most stories. Whoever takes one gives it back, and gets it as empty as a new one.
 */
export class Databases {
  #blank: Buffer | undefined
  readonly #idle: Connection[] = []
  readonly #kept = new WeakMap<Connection, Kept>()

  /** The bytes of a registry of which nothing is known yet. */
  get blank(): Buffer {
    this.#blank ??= openReplica('blank').db.serialize()
    return this.#blank
  }

  take(): Connection {
    const db = this.#idle.pop() ?? this.#made()
    this.#kept.get(db)?.begin()
    return db
  }

  giveBack(db: Connection): void {
    const kept = this.#kept.get(db)
    if (kept === undefined || !db.open) {
      db.close()
      return
    }
    kept.empty()
    this.#idle.push(db)
  }

  #made(): Connection {
    const db = new Database(this.blank)
    this.#kept.set(db, new Kept(db))
    return db
  }
}

/** What is kept of a connection from one story to the next: its statements, by how they read. */
class Kept {
  readonly #db: Connection
  readonly #statements = new Map<string, Statement[]>()
  #handed = new Map<string, number>()
  readonly #emptying: readonly { readonly isFilled: Statement; readonly empty: Statement }[]

  constructor(db: Connection) {
    this.#db = db
    const prepare = db.prepare.bind(db)
    const tables = prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
         AND name NOT LIKE 'grams%' AND name NOT LIKE 'sqlite_stat%'`,
    )
      .pluck()
      .all() as string[]
    this.#emptying = tables.map(name => ({
      isFilled: prepare(`SELECT 1 FROM "${name}" LIMIT 1`),
      empty: prepare(`DELETE FROM "${name}"`),
    }))
    // Whoever prepares the same text a second time gets a second statement, as from a connection that keeps none.
    db.prepare = ((sql: string) => {
      const at = this.#handed.get(sql) ?? 0
      this.#handed.set(sql, at + 1)
      const known = this.#statements.get(sql) ?? []
      this.#statements.set(sql, known)
      const found = known[at]
      if (found !== undefined) return asNew(found)
      const made = prepare(sql)
      // What is of a temporary table goes with it.
      if (!/\btemp\./.test(sql)) known[at] = made
      return made
    }) as typeof db.prepare
  }

  begin(): void {
    this.#handed = new Map()
  }

  /** In one transaction, at whose end alone references count. */
  empty(): void {
    this.#db.exec('BEGIN; PRAGMA defer_foreign_keys = ON')
    // A trigger may note in one table what goes from another.
    for (let left = true; left; ) {
      left = false
      for (const { isFilled, empty } of this.#emptying) {
        if (isFilled.get() === undefined) continue
        empty.run()
        left = true
      }
    }
    this.#db.exec('COMMIT')
  }
}

function asNew(statement: Statement): Statement {
  if (statement.reader) statement.pluck(false).raw(false).expand(false)
  return statement
}
