import type { Json } from '#db/shared/canonical.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { FieldValue } from './change.ts'
import type { Shadow } from './fold/project.ts'

/** A row that the journal makes: the values of its entity's fields in their order, and for a series rank and subject. */
export type ProjectedFields = {
  readonly id: string
  readonly fields: readonly FieldValue[]
  readonly rank: string
  readonly subject: string | null
}

type Lying = {
  readonly id: string
  readonly fields: string
  readonly rank: string
  readonly subject: string | null
}

/** How much of rows is read at a time, in characters, and one row more. */
const mostText = 4_000_000

/**
 * What the journal makes of all records, laid down in temporary tables: a journal of a million changes is projected anew
 * in the memory of one of its pages. Nothing here decides anything.
 */
export class Projected {
  readonly #db: Connection
  readonly #page: number
  readonly #put
  readonly #take
  readonly #cast
  readonly #clash
  readonly #unmet
  readonly #settle
  readonly #down

  /** `page`: how many rows, or all rows of how many subjects, are read at a time. */
  constructor(db: Connection, page: number) {
    this.#db = db
    this.#page = page
    db.exec(`
      DROP TABLE IF EXISTS temp.projected;
      DROP TABLE IF EXISTS temp.projected_shadow;
      DROP TABLE IF EXISTS temp.projected_unmet;
      DROP TABLE IF EXISTS temp.projected_conflict;
      CREATE TABLE temp.projected (entity TEXT, id TEXT, fields TEXT, rank TEXT, subject TEXT,
        PRIMARY KEY (entity, id)) WITHOUT ROWID;
      CREATE TABLE temp.projected_shadow (thing TEXT PRIMARY KEY, content TEXT) WITHOUT ROWID;
      CREATE TABLE temp.projected_unmet (thing TEXT PRIMARY KEY) WITHOUT ROWID;
      CREATE TABLE temp.projected_conflict (thing TEXT, register TEXT, heads TEXT,
        PRIMARY KEY (thing, register)) WITHOUT ROWID;`)
    this.#put = prepareOnce(db, 'INSERT INTO temp.projected VALUES (?, ?, ?, ?, ?)')
    this.#take = prepareOnce(db, 'DELETE FROM temp.projected WHERE entity = ? AND id = ?')
    this.#cast = prepareOnce(db, 'INSERT OR REPLACE INTO temp.projected_shadow VALUES (?, ?)')
    this.#clash = prepareOnce(db, 'INSERT OR REPLACE INTO temp.projected_conflict VALUES (?, ?, ?)')
    this.#unmet = prepareOnce(db, 'INSERT INTO temp.projected_unmet VALUES (?)')
    this.#settle = prepareOnce(db, 'DELETE FROM temp.projected_conflict WHERE thing = ?')
    this.#down = prepareOnce<[string, string], { thing: string }>(
      db,
      `SELECT j.value AS thing FROM json_each(?) j WHERE NOT EXISTS (
         SELECT 1 FROM temp.projected p WHERE p.entity = ? AND p.id = j.value) AND EXISTS (
         SELECT 1 FROM main.change c INDEXED BY change_thing WHERE c.thing = j.value AND c.kind IN ('put', 'remove'))
         AND j.value NOT IN (SELECT thing FROM temp.projected_unmet)`,
    )
  }

  put(entity: string, { id, fields, rank, subject }: ProjectedFields): void {
    this.#put.run(entity, id, JSON.stringify(fields), rank, subject)
  }

  /** Takes a row out of its table into the shadows; conflicts of a parked record are none. */
  lay(entity: string, thing: string, shadow: Shadow): void {
    this.#take.run(entity, thing)
    if (shadow.state === 'parked') this.#settle.run(thing)
    this.cast(thing, shadow)
  }

  cast(thing: string, { entity, state, survivor, fields }: Shadow): void {
    this.#cast.run(thing, JSON.stringify([entity, state, survivor, fields] satisfies Json))
  }

  clash(thing: string, register: string, heads: readonly string[]): void {
    this.#clash.run(thing, register, JSON.stringify(heads))
  }

  /** Nothing is known of this thing, though there are changes of it. */
  noteUnmet(thing: string): void {
    this.#unmet.run(thing)
  }

  /** To be called once all rows are laid down, and before subjects are asked for. */
  indexSubjects(): void {
    this.#db.exec(
      'CREATE INDEX temp.projected_subject ON projected (entity, subject) WHERE subject IS NOT NULL',
    )
  }

  /** The rows of an entity by id, a page at a time; rows may be taken out meanwhile. */
  *rowsOf(entity: string): Generator<ProjectedFields[]> {
    const read = prepareOnce<[string, string], Lying>(
      this.#db,
      `SELECT id, fields, rank, subject FROM temp.projected WHERE entity = +? AND id > ? ORDER BY id LIMIT ${this.#page}`,
    )
    for (let rows = notTooLong(read.iterate(entity, '')); ; ) {
      const last = rows.at(-1)
      if (last === undefined) return
      yield rows.map(readRow)
      rows = notTooLong(read.iterate(entity, last.id))
    }
  }

  /** The rows of a series, all of a page of subjects at a time. */
  *seriesOf(entity: string): Generator<ProjectedFields[]> {
    const subjects = prepareOnce<[string, string], { subject: string }>(
      this.#db,
      `SELECT DISTINCT subject FROM temp.projected WHERE entity = +? AND subject >= ? AND subject IS NOT NULL
       ORDER BY subject LIMIT ${this.#page}`,
    )
    const rows = prepareOnce<[string, string], Lying>(
      this.#db,
      `SELECT p.id, p.fields, p.rank, p.subject FROM json_each(?) j CROSS JOIN temp.projected p
       INDEXED BY projected_subject ON p.entity = ? AND p.subject = j.value`,
    )
    for (let at = ''; ; ) {
      const some = subjects.all(entity, at).map(row => row.subject)
      const last = some.at(-1)
      if (last === undefined) return
      yield rows.all(JSON.stringify(some), entity).map(readRow)
      // The next text that there can be.
      at = `${last}\0`
    }
  }

  /** The rows of an entity in order of version. Nothing may be written before they are all read. */
  *byRank(entity: string): Generator<ProjectedFields> {
    const read = prepareOnce<[string], Lying>(
      this.#db,
      'SELECT id, fields, rank, subject FROM temp.projected WHERE entity = +? ORDER BY rank, id',
    )
    for (const row of read.iterate(entity)) yield readRow(row)
  }

  /** Of these things: those that were met, and are no row of this entity. */
  down(target: string, things: readonly string[]): ReadonlySet<string> {
    return new Set(this.#down.all(JSON.stringify(things), target).map(row => row.thing))
  }
}

/** The first of a page, fewer where they are long: a row may list thousands of versions. */
function notTooLong(page: Iterable<Lying>): Lying[] {
  const rows: Lying[] = []
  let length = 0
  for (const row of page) {
    rows.push(row)
    length += row.fields.length
    if (length > mostText) break
  }
  return rows
}

function readRow({ id, fields, rank, subject }: Lying): ProjectedFields {
  return { id, fields: JSON.parse(fields), rank, subject }
}
