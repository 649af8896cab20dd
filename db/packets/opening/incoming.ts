import { byVersion, type Change, isCreation, type Origin } from '#db/journal/change.ts'
import type { Waiting } from '#db/journal/store/waiting-changes.ts'
import { invariant } from '#db/shared/invariant.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'

/** What becomes of a new change: stored, laid aside, or left out since it contradicts itself. */
export type Fate = 'take' | 'aside' | 'drop'

/** A new change, where it stands in the sender's list, and whether a seal of its author covers it. */
export type Incomer = { readonly pos: number; readonly isSealed: boolean; readonly change: Change }

/** What is read of each before it is known whether the whole of it matters. */
export type Outline = {
  readonly pos: number
  readonly isSealed: boolean
  /** Whether it was said to be usual when it was added. */
  readonly isUsual: boolean
  readonly origin: Origin
  readonly entity: string
  readonly thing: string
  /** What it hangs on, as text. */
  readonly hangsOn: string
}

/** How many are read in one go, and how many change sets are kept in mind: bounds on memory, whatever the packet. */
const page = { whole: 500, outlines: 1000 }
/** How many are added with one statement, where none can be there already. */
const together = 20
const mostOrigins = 5000
const mostWriters = 5000

const columns = `i.pos, i.proved, i.n, i.lamport, i.kind, i.entity, i.thing, i.hangs_on, i.schema, i.body, i.signature, i.origin`

const outline = 'i.pos, i.proved, i.usual, i.entity, i.thing, i.hangs_on, i.origin'

const added =
  'pos, writer, n, lamport, digest, kind, entity, thing, hangs_on, schema, body, signature, origin, made, usual'
const width = added.split(', ').length

function adding(rows: number): string {
  const marks = `(${Array(width).fill('?').join(', ')})`
  return `INSERT OR IGNORE INTO temp.incoming (${added}) VALUES ${Array(rows).fill(marks).join(', ')}`
}

type Value = string | number | null

type Row = {
  readonly pos: number
  readonly proved: 0 | 1
  readonly n: number
  readonly lamport: number
  readonly kind: Change['kind']
  readonly entity: string
  readonly thing: string
  readonly hangs_on: string
  readonly schema: number
  readonly body: string
  readonly signature: string | null
  readonly origin: number
}

type OutlineRow = Pick<Row, 'pos' | 'proved' | 'entity' | 'thing' | 'hangs_on' | 'origin'> & {
  readonly usual: 0 | 1
}

/** The tables in which a packet's changes wait; writers and change sets are named once, whatever they wrote. */
const tables = ['incoming', 'incoming_origin', 'incoming_writer', 'incoming_order', 'place', 'place_other']

/**
 * What the packet that is open brings, on the disk until it is known what becomes of it: its new changes in
 * `temp.incoming`, their order of versions in `temp.incoming_order`, in `temp.place` the places of the sender's list at
 * which it names what is known, and in `temp.place_other` the ids under which it has another content than is known.
 */
export class Incoming {
  readonly #statements
  readonly #sort: () => void
  #lastWriter: { readonly id: string; readonly no: number } | undefined
  readonly #originNumbers = new WeakMap<Origin, number>()
  readonly #origins = new Map<number, Origin>()
  /** The last that was added, and whether all came in order of version so far, as they mostly do. */
  #last: Change | undefined
  #isInOrder = true
  #isSorted = false
  /** Of a large packet: of each writer the highest number so far. Undefined where the index over ids tells what is there twice. */
  #highest: Map<number, number> | undefined
  /** The values of those that are to be added next, one after the other. */
  #rows: Value[] = []
  readonly #authors = new Set<string>()
  /** The highest schema number of all. */
  #newest = 0
  readonly #db: Connection

  /** `most`: no more than so many will come. */
  constructor(db: Connection, most: number) {
    this.#db = db
    if (most > large) {
      this.#highest = new Map()
      db.exec('DROP INDEX IF EXISTS temp.incoming_id')
    }
    endIncoming(db)
    db.exec(`
      CREATE TEMP TABLE IF NOT EXISTS incoming_writer (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, replica TEXT NOT NULL);
      CREATE TEMP TABLE IF NOT EXISTS incoming_origin (no INTEGER PRIMARY KEY, value TEXT NOT NULL);
      CREATE TEMP TABLE IF NOT EXISTS incoming (
        pos INTEGER PRIMARY KEY, writer INTEGER NOT NULL, n INTEGER NOT NULL, lamport INTEGER NOT NULL,
        digest TEXT NOT NULL, kind TEXT NOT NULL, entity TEXT NOT NULL, thing TEXT NOT NULL, hangs_on TEXT NOT NULL,
        schema INTEGER NOT NULL, body TEXT NOT NULL, signature TEXT, origin INTEGER NOT NULL, made INTEGER NOT NULL,
        usual INTEGER NOT NULL, proved INTEGER NOT NULL DEFAULT 0, fate TEXT NOT NULL DEFAULT 'take'
      );
      CREATE TEMP TABLE IF NOT EXISTS incoming_order (no INTEGER PRIMARY KEY, pos INTEGER NOT NULL);
      CREATE TEMP TABLE IF NOT EXISTS place (pos INTEGER PRIMARY KEY, writer INTEGER NOT NULL, n INTEGER NOT NULL);
      CREATE TEMP TABLE IF NOT EXISTS place_other (pos INTEGER PRIMARY KEY, writer INTEGER NOT NULL, n INTEGER NOT NULL);
    `)
    if (this.#highest === undefined) indexIncoming(db)
    this.#statements = {
      findWriter: prepareOnce<[string], { no: number }>(
        db,
        'SELECT no FROM temp.incoming_writer WHERE id = ?',
      ),
      addWriter: prepareOnce(db, 'INSERT INTO temp.incoming_writer (id, replica) VALUES (?, ?)'),
      addOrigin: prepareOnce(db, 'INSERT INTO temp.incoming_origin (value) VALUES (?)'),
      origin: prepareOnce<[number], { value: string }>(
        db,
        'SELECT value FROM temp.incoming_origin WHERE no = ?',
      ),
      add: prepareOnce<Value[]>(db, adding(1)),
      addTogether: prepareOnce<Value[]>(db, adding(together)),
      place: prepareOnce(db, 'INSERT INTO temp.place (pos, writer, n) VALUES (?, ?, ?)'),
      placeOther: prepareOnce(db, 'INSERT INTO temp.place_other (pos, writer, n) VALUES (?, ?, ?)'),
      decide: prepareOnce<[Fate, number]>(db, 'UPDATE temp.incoming SET fate = ? WHERE pos = ?'),
      outlines: prepareOnce<[number], OutlineRow>(
        db,
        `SELECT ${outline} FROM temp.incoming i WHERE i.pos > ? ORDER BY i.pos LIMIT ${page.outlines}`,
      ),
      sorted: prepareOnce<[number], OutlineRow>(
        db,
        `SELECT ${outline} FROM temp.incoming_order o CROSS JOIN temp.incoming i ON i.pos = o.pos
         WHERE o.no > ? ORDER BY o.no LIMIT ${page.outlines}`,
      ),
      whole: prepareOnce<[string], Row>(
        db,
        `SELECT ${columns} FROM json_each(?) j CROSS JOIN temp.incoming i ON i.pos = j.value ORDER BY j.key`,
      ),
      ofFate: prepareOnce<[number, Fate], Row>(
        db,
        `SELECT ${columns} FROM temp.incoming i WHERE i.pos > ? AND i.fate = ? ORDER BY i.pos LIMIT ${page.whole}`,
      ),
    }
    this.#sort = () =>
      db.exec(`
        INSERT INTO temp.incoming_order (pos)
          SELECT i.pos FROM incoming i JOIN incoming_writer w ON w.no = i.writer ORDER BY i.lamport, w.id, i.n
      `)
  }

  /** A place of the sender's list at which stands what is known here; that of a new change is where it was added. */
  place(pos: number, { writer, replica, n }: Pick<Origin, 'writer' | 'replica'> & { n: number }): void {
    this.#statements.place.run(pos, this.#writerNo({ writer, replica }), n)
  }

  /** A place at which stands another content than is known here under that id. */
  placeOther(pos: number, { origin, n }: { origin: Pick<Origin, 'writer' | 'replica'>; n: number }): void {
    this.#statements.placeOther.run(pos, this.#writerNo(origin), n)
  }

  /** `isUsual`: whether its outline may be enough for those who decide. Answers whether it is the first of its id in this packet. */
  add(pos: number, change: Change, digest: string, isUsual: boolean): boolean {
    const { origin, n, lamport, kind, entity, thing, hangsOn, schema, body, signature } = change
    const hangs = hangsOn.length === 0 ? '[]' : JSON.stringify(hangsOn)
    const writer = this.#writerNo(origin)
    const by = this.#originNo(origin)
    const text = JSON.stringify(body)
    if (schema > this.#newest) this.#newest = schema
    if (this.#authors.size < 2) this.#authors.add(origin.replica)
    if (this.#highest !== undefined) this.#noteNumber(this.#highest, writer, n)
    if (this.#last !== undefined && byVersion(this.#last, change) > 0) this.#isInOrder = false
    this.#last = change
    const [made, usual] = [isCreation(change) ? 1 : 0, isUsual ? 1 : 0]
    const envelope = [pos, writer, n, lamport, digest, kind, entity, thing, hangs, schema] as const
    if (this.#highest === undefined) {
      return this.#statements.add.run(...envelope, text, signature, by, made, usual).changes > 0
    }
    this.#rows.push(...envelope, text, signature, by, made, usual)
    if (this.#rows.length === together * width) {
      this.#statements.addTogether.run(...this.#rows)
      this.#rows = []
    }
    return true
  }

  /** To be called once all were added. */
  end(): void {
    for (let at = 0; at < this.#rows.length; at += width) {
      this.#statements.add.run(...this.#rows.slice(at, at + width))
    }
    this.#rows = []
  }

  /** Whether anything that is new was written by a newer program than one with this schema. */
  isNewerThan(schema: number): boolean {
    return this.#newest > schema
  }

  /** Whether all that is new was written by one PC. */
  isOf(replica: string): boolean {
    return this.#authors.size === 0 || (this.#authors.size === 1 && this.#authors.has(replica))
  }

  /** As long as each writer's numbers rise, as they mostly do, no id is there twice, and the index is made once at the end. */
  #noteNumber(highest: Map<number, number>, writer: number, n: number): void {
    const last = highest.get(writer)
    const rises = last === undefined || n > last
    if (rises && highest.size < mostWriters) highest.set(writer, n)
    else {
      this.end()
      indexIncoming(this.#db)
      this.#highest = undefined
    }
  }

  /** All of them in order of version, some at a time, without what they say. */
  *outlines(): Generator<readonly Outline[]> {
    if (!this.#isInOrder && !this.#isSorted) this.#sort()
    this.#isSorted = true
    const { outlines, sorted } = this.#statements
    const next = this.#isInOrder ? outlines : sorted
    for (let [at, done] = [0, 0]; ; ) {
      const rows = next.all(this.#isInOrder ? at : done)
      const last = rows.at(-1)
      if (last === undefined) return
      at = last.pos
      done += rows.length
      yield rows.map(row => this.#outlineOf(row))
    }
  }

  /** These as a whole, in the order in which they are named. */
  read(outlines: readonly Outline[]): readonly Incomer[] {
    if (outlines.length === 0) return []
    const places = JSON.stringify(outlines.map(({ pos }) => pos))
    return this.#statements.whole.all(places).map(row => this.#read(row))
  }

  decide(pos: number, fate: Fate): void {
    if (fate !== 'take') this.#statements.decide.run(fate, pos)
  }

  /** The changes of which this becomes, a few at a time, in the order in which they came. */
  *of(fate: Fate): Generator<Change> {
    for (let at = 0; ; ) {
      const rows = this.#statements.ofFate.all(at, fate)
      const last = rows.at(-1)
      if (last === undefined) return
      for (const row of rows) yield this.#read(row).change
      at = last.pos
    }
  }

  /** Those that are taken in, as the journal stores them. */
  get taken(): Waiting {
    return { table: 'temp.incoming', where: "fate = 'take'", originOf: no => this.#originOf(no) }
  }

  #outlineOf({ pos, proved, usual, entity, thing, hangs_on: hangsOn, origin }: OutlineRow): Outline {
    return {
      pos,
      isSealed: proved === 1,
      isUsual: usual === 1,
      origin: this.#originOf(origin),
      entity,
      thing,
      hangsOn,
    }
  }

  #read(row: Row): Incomer {
    const { pos, proved, n, lamport, kind, entity, thing, schema, signature } = row
    const hangsOn = row.hangs_on === '[]' ? [] : JSON.parse(row.hangs_on)
    const envelope = {
      origin: this.#originOf(row.origin),
      n,
      lamport,
      entity,
      thing,
      hangsOn,
      schema,
      signature,
    }
    return { pos, isSealed: proved === 1, change: { ...envelope, kind, body: JSON.parse(row.body) } }
  }

  #writerNo({ writer, replica }: Pick<Origin, 'writer' | 'replica'>): number {
    if (this.#lastWriter?.id !== writer) {
      const { findWriter, addWriter } = this.#statements
      const no = findWriter.get(writer)?.no ?? Number(addWriter.run(writer, replica).lastInsertRowid)
      this.#lastWriter = { id: writer, no }
    }
    return this.#lastWriter.no
  }

  #originNo(origin: Origin): number {
    const known = this.#originNumbers.get(origin)
    if (known !== undefined) return known
    const no = Number(this.#statements.addOrigin.run(JSON.stringify(origin)).lastInsertRowid)
    this.#originNumbers.set(origin, no)
    return no
  }

  #originOf(no: number): Origin {
    const known = this.#origins.get(no)
    if (known !== undefined) return known
    const row = this.#statements.origin.get(no)
    invariant(row, 'every change that waits has an origin')
    if (this.#origins.size >= mostOrigins) this.#origins.clear()
    const origin: Origin = JSON.parse(row.value)
    this.#origins.set(no, origin)
    return origin
  }
}

/** All places of the sender's list, with the writer's number and the change's. */
export const placesOf =
  '(SELECT pos, writer, n FROM temp.place UNION ALL SELECT pos, writer, n FROM temp.incoming)'

/** To be called before changes are looked for by their ids: of a large packet that index is not there from the beginning. */
export function indexIncoming(db: Connection): void {
  db.exec('CREATE UNIQUE INDEX IF NOT EXISTS temp.incoming_id ON incoming (writer, n)')
}

/** Of a packet so large its tables are given back to the disk; those of others are emptied, which costs next to nothing. */
const large = 20_000

export function endIncoming(db: Connection): void {
  const isThere = prepareOnce(db, "SELECT 1 FROM temp.sqlite_schema WHERE name = 'place'")
  if (isThere.get() === undefined) return
  const { n } = prepareOnce<[], { n: number }>(
    db,
    `SELECT (SELECT count(*) FROM temp.incoming) + (SELECT count(*) FROM temp.place)
       + (SELECT count(*) FROM temp.place_other) AS n`,
  ).get() ?? { n: 0 }
  for (const table of tables) db.exec(n > large ? `DROP TABLE temp.${table}` : `DELETE FROM temp.${table}`)
}
