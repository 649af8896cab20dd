import type { Connection } from '#db/sqlite/connection.ts'
import type { Act, Change, Origin } from '../change.ts'

/** Changes of others that wait in a temporary table to be stored. */
export type Waiting = {
  /**
   * The table. It has the journal's columns, but that `origin` is a number of its own; `pos` is the order in which they
   * came, `made` says whether it is a creation.
   */
  readonly table: string
  /** The condition of the rows that are to be stored. */
  readonly where: string
  readonly originOf: (no: number) => Origin
}

/** One that was stored. */
export type StoredAct = Act & { readonly isMade: boolean; readonly lamport: number }

type Row = {
  readonly pos: number
  readonly origin: number
  readonly kind: Change['kind']
  readonly entity: string
  readonly thing: string
  readonly lamport: number
  readonly made: 0 | 1
}

/**
 * How many are stored at a time: few enough for others to be answered meanwhile. For what one statement writes SQLite
 * keeps each page as it was before, and the index over things has all of its pages written: with a thousand at a time that
 * was half of what storing cost.
 */
const page = 5000

/** Stores what waits, in its order, many with one statement: none of them is read into the program. Known ones are passed over. */
export function* storeWaiting(
  db: Connection,
  { table, where, originOf }: Waiting,
  numbersOf: (origin: Origin) => { readonly origin: number; readonly writer: number },
): Generator<readonly StoredAct[]> {
  // Kept from one packet to the next: a temporary table that comes or goes makes SQLite prepare all statements anew.
  db.exec(`CREATE TEMP TABLE IF NOT EXISTS stored_origin (
      no INTEGER PRIMARY KEY, origin INTEGER NOT NULL, writer INTEGER NOT NULL);
    DELETE FROM temp.stored_origin`)
  const next = db.prepare<[number], Row>(
    `SELECT pos, origin, kind, entity, thing, lamport, made FROM ${table}
     WHERE ${where} AND pos > ? ORDER BY pos LIMIT ${page}`,
  )
  const known = new Set<number>()
  const addOrigin = db.prepare('INSERT INTO temp.stored_origin (no, origin, writer) VALUES (?, ?, ?)')
  const highest = db.prepare<[], number | null>('SELECT max(no) FROM change').pluck()
  const range = `FROM ${table} i CROSS JOIN temp.stored_origin o ON o.no = i.origin`
  const add = db.prepare<[number, number]>(
    `INSERT INTO change (origin, writer, n, lamport, kind, entity, thing, hangs_on, schema, body, signature)
     SELECT o.origin, o.writer, i.n, i.lamport, i.kind, i.entity, i.thing, i.hangs_on, i.schema, i.body, i.signature
     ${range} WHERE ${where} AND i.pos > ? AND i.pos <= ? ORDER BY i.pos ON CONFLICT (writer, n) DO NOTHING`,
  )
  const stored = db.prepare<[number, number, number], { pos: number; no: number }>(
    `SELECT min(i.pos) AS pos, c.no ${range} CROSS JOIN change c ON c.writer = o.writer AND c.n = i.n
     WHERE ${where} AND i.pos > ? AND i.pos <= ? AND c.no > ? GROUP BY c.no`,
  )
  for (let at = 0; ; ) {
    const rows = next.all(at)
    const until = rows.at(-1)?.pos
    if (until === undefined) break
    for (const { origin: no } of rows) {
      if (known.has(no)) continue
      known.add(no)
      const { origin, writer } = numbersOf(originOf(no))
      addOrigin.run(no, origin, writer)
    }
    const before = highest.get() ?? 0
    const { changes } = add.run(at, until)
    // They lie one after the other; only where one was known already is each looked up.
    const numbers =
      changes === rows.length
        ? undefined
        : new Map(stored.all(at, until, before).map(({ pos, no }) => [pos, no]))
    const acts: StoredAct[] = []
    for (const [i, { pos, kind, entity, thing, lamport, made }] of rows.entries()) {
      const no = numbers === undefined ? before + 1 + i : numbers.get(pos)
      if (no !== undefined) acts.push({ no, kind, entity, thing, lamport, isMade: made === 1 })
    }
    yield acts
    at = until
  }
  db.exec('DELETE FROM temp.stored_origin')
}
