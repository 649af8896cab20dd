import Database from 'better-sqlite3'
import { invariant } from '#db/shared/invariant.ts'
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

  /** Whoever works on it has prepared what he keeps. */
  opened(db: Connection): void {
    this.#kept.get(db)?.opened()
  }

  /** A registry that holds what another one held when its contents were read. */
  filled(contents: Contents): Connection {
    const db = this.take()
    this.#kept.get(db)?.fill(contents)
    return db
  }

  /** All that a registry holds now, but for what is looked up in its search. */
  contentsOf(db: Connection): Contents {
    const kept = this.#kept.get(db)
    if (kept === undefined) throw new Error('it was not taken from here')
    return kept.contents()
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

/** The rows of each table that has any. */
export type Contents = ReadonlyMap<string, readonly (readonly unknown[])[]>

/** What is kept of a connection from one story to the next: its statements, by how they read. */
class Kept {
  readonly #db: Connection
  readonly #statements = new Map<string, Statement[]>()
  #handed = new Map<string, number>()
  #isOpened = false
  readonly #inPassing = new Map<string, Statement>()
  /** What others refer to comes before them. */
  readonly #emptying: readonly {
    readonly name: string
    readonly empty: Statement
    readonly all: Statement
    readonly add: Statement
  }[]
  /** The tables that hold anything, all asked at once. */
  readonly #filled: Statement

  constructor(db: Connection) {
    this.#db = db
    const prepare = db.prepare.bind(db)
    const tables = prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
         AND name NOT LIKE 'grams%' AND name NOT LIKE 'sqlite_stat%'`,
    )
      .pluck()
      .all() as string[]
    const referred = (name: string) =>
      prepare('SELECT DISTINCT "table" FROM pragma_foreign_key_list(?)').pluck().all(name) as string[]
    const columnsOf = (name: string) =>
      Array.from({ length: prepare(`SELECT * FROM "${name}"`).columns().length }, () => '?').join(', ')
    this.#emptying = afterWhatTheyNeed(tables, referred).map(name => ({
      name,
      all: prepare(`SELECT * FROM "${name}"`).raw(),
      add: prepare(`INSERT INTO "${name}" VALUES (${columnsOf(name)})`),
      empty: prepare(`DELETE FROM "${name}"`),
    }))
    const isFilled = (name: string) => `SELECT '${name}' WHERE EXISTS (SELECT 1 FROM "${name}")`
    this.#filled = prepare(tables.map(isFilled).join(' UNION ALL ')).pluck()
    // Whoever prepares the same text a second time gets a second statement, as from a connection that keeps none.
    db.prepare = ((sql: string) => {
      if (this.#isOpened) return this.#passing(sql, prepare)
      const at = this.#handed.get(sql) ?? 0
      this.#handed.set(sql, at + 1)
      const known = this.#statements.get(sql) ?? []
      this.#statements.set(sql, known)
      const found = known[at]
      if (found !== undefined) return asNew(found)
      const made = noticing(prepare(sql))
      known[at] = made
      return made
    }) as typeof db.prepare
  }

  contents(): Contents {
    const filled = new Set(this.#filled.all())
    return new Map(
      this.#emptying.flatMap(({ name, all }) =>
        filled.has(name) ? [[name, all.all() as unknown[][]] as const] : [],
      ),
    )
  }

  fill(contents: Contents): void {
    this.#db.exec('BEGIN')
    const touched = this.#emptying.find(({ name }) => name === 'touched')
    invariant(touched, 'the table of what was touched')
    for (const { name, add } of this.#emptying) {
      if (name !== 'touched') for (const row of contents.get(name) ?? []) add.run(...row)
    }
    // Triggers note there what is only laid back.
    touched.empty.run()
    for (const row of contents.get('touched') ?? []) touched.add.run(...row)
    this.#db.exec('COMMIT')
  }

  begin(): void {
    this.#handed = new Map()
    this.#isOpened = false
  }

  opened(): void {
    this.#isOpened = true
  }

  /** What a work prepares as it goes, at one place of the program, it uses in one way: one statement serves all of them. */
  #passing(sql: string, prepare: (sql: string) => Statement): Statement {
    const found = this.#inPassing.get(sql)
    if (found !== undefined && !found.busy) return asNew(found)
    const made = noticing(prepare(sql))
    this.#inPassing.set(sql, made)
    return made
  }

  /** In one transaction. To have references count at its end alone would make SQLite prepare all statements anew. */
  empty(): void {
    this.#db.exec('BEGIN')
    // A trigger may note in one table what goes from another.
    for (let filled = new Set(this.#filled.all()); filled.size > 0; filled = new Set(this.#filled.all()))
      for (const { name, empty } of this.#emptying.toReversed()) if (filled.has(name)) empty.run()
    this.#db.exec('COMMIT')
  }
}

/** In an order in which each comes after those it refers to. */
function afterWhatTheyNeed(names: readonly string[], referred: (name: string) => readonly string[]) {
  const placed = new Set<string>()
  const place = (name: string) => {
    if (placed.has(name)) return
    for (const other of referred(name)) if (other !== name) place(other)
    placed.add(name)
  }
  for (const name of names) place(name)
  return [...placed]
}

/** The statements whose rows were asked for in another form: what makes the rows of the others is kept. */
const reshaped = new WeakSet<Statement>()

/** Notes when somebody asks for a statement's rows in another form. */
function noticing(statement: Statement): Statement {
  if (!statement.reader) return statement
  for (const form of ['pluck', 'raw', 'expand'] as const) {
    const ask = statement[form].bind(statement)
    statement[form] = (isAsked = true) => {
      if (isAsked) reshaped.add(statement)
      return ask(isAsked)
    }
  }
  return statement
}

function asNew(statement: Statement): Statement {
  if (reshaped.delete(statement)) {
    const { pluck, raw, expand } = Object.getPrototypeOf(statement)
    for (const form of [pluck, raw, expand]) form.call(statement, false)
  }
  return statement
}
