import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { registryFile } from '#db/sqlite/connection.ts'

/** What a change comes to without a journal: its row, and its value in a table of people. */
export type RawChange = {
  readonly thing: string
  readonly field: string
  readonly value: string
  readonly line: string
}

/** The newest changes of a registry, as lines of text and as the values that they write. */
export function rawChangesOf(folder: string, count: number): RawChange[] {
  const db = new Database(registryFile(folder), { readonly: true })
  try {
    return db
      .prepare<[number], { thing: string; body: string; row: string }>(
        `SELECT thing, body, json_object('n', n, 'lamport', lamport, 'kind', kind, 'entity', entity, 'thing', thing,
           'origin', origin, 'body', json(body)) AS row
         FROM change WHERE entity = 'person' ORDER BY no DESC LIMIT ?`,
      )
      .all(count)
      .map(({ thing, body, row }) => {
        const values: Record<string, Record<string, unknown>> = JSON.parse(body).set
        const [field = '', value = ''] = Object.entries(Object.values(values)[0] ?? {})[0] ?? []
        return { thing, field, value: String(value), line: row }
      })
  } finally {
    db.close()
  }
}

/** A plain database of people, with what a row for each change and an update for each value cost in it. */
export async function withRawStore<T>(
  people: readonly string[],
  work: (store: (changes: readonly RawChange[]) => void) => Promise<T> | T,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'lifeline-raw-'))
  const db = new Database(join(folder, 'raw.db'))
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('cache_size = -65536')
    db.exec(`CREATE TABLE person (id TEXT PRIMARY KEY, phone TEXT, workplace TEXT, member_no TEXT);
      CREATE TABLE change (no INTEGER PRIMARY KEY, writer INTEGER, n INTEGER, thing TEXT, line TEXT);
      CREATE UNIQUE INDEX change_id ON change (writer, n); CREATE INDEX change_thing ON change (thing)`)
    const person = db.prepare('INSERT INTO person VALUES (?, NULL, NULL, NULL)')
    db.exec('BEGIN')
    for (const id of people) person.run(id)
    db.exec('COMMIT')
    const add = db.prepare('INSERT INTO change (writer, n, thing, line) VALUES (1, ?, ?, ?)')
    const updates = new Map(
      ['phone', 'workplace', 'member_no'].map(field => [
        field,
        db.prepare(`UPDATE person SET ${field} = ? WHERE id = ?`),
      ]),
    )
    let n = 0
    return await work(changes => {
      db.exec('BEGIN')
      for (const { thing, field, value, line } of changes) {
        add.run(n++, thing, line)
        updates.get(field)?.run(value, thing)
      }
      db.exec('COMMIT')
    })
  } finally {
    db.close()
    await rm(folder, { recursive: true, force: true })
  }
}
