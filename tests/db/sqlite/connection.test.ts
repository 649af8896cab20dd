import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import {
  type Connection,
  checkpoint,
  commitAndLeaveInWal,
  openReadOnly,
  openWriter,
  queries,
  reader,
  registryFile,
} from '#db/sqlite/connection.ts'
import { migrate } from '#db/sqlite/migrate.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'

const settings = (db: Connection) =>
  Object.fromEntries(
    ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout', 'cache_size', 'temp_store'].map(name => [
      name,
      db.pragma(name, { simple: true }),
    ]),
  )

const safe = {
  journal_mode: 'wal',
  synchronous: 2,
  foreign_keys: 1,
  busy_timeout: 5000,
  cache_size: -16384,
  temp_store: 1,
}

test('a writer has the same settings when the file is made and each time it is opened again', async () => {
  const file = registryFile(await tempFolder())
  for (const time of ['made', 'opened again', 'opened a third time']) {
    const db = openWriter(file)
    if (time === 'made') migrate(db)
    expect([time, settings(db)]).toEqual([time, safe])
    db.close()
  }
})

test('a file that another tool left with weaker settings is opened with ours', async () => {
  const file = registryFile(await tempFolder())
  const other = new Database(file)
  other.pragma('journal_mode = DELETE')
  migrate(other)
  other.close()
  const db = openWriter(file)
  expect(settings(db)).toEqual(safe)
  db.close()
})

test('a row that names a missing one is refused by the writer', async () => {
  const db = openWriter(registryFile(await tempFolder()))
  migrate(db)
  const add = db.prepare(
    "INSERT INTO origin (writer, first_n, office, at, actor, label, digest) VALUES (7, 1, '', '', '', '', '')",
  )
  expect(() => add.run()).toThrow('FOREIGN KEY constraint failed')
  db.close()
})

test('a read-only connection cannot write, whatever is asked of it', async () => {
  const file = registryFile(await tempFolder())
  const writer = openWriter(file)
  migrate(writer)
  const db = openReadOnly(file)
  const attempts = [
    "INSERT INTO meta VALUES ('a', 'b')",
    'DELETE FROM meta',
    'CREATE TABLE other (id TEXT)',
    'DROP TABLE meta',
    'PRAGMA user_version = 9',
    'VACUUM',
  ]
  for (const attempt of attempts) expect(() => db.exec(attempt), attempt).toThrow(/readonly|read-only/)
  db.pragma('query_only = OFF')
  expect(() => db.exec("INSERT INTO meta VALUES ('a', 'b')")).toThrow('readonly')
  expect(writer.prepare('SELECT count(*) FROM meta').pluck().get()).toBe(0)
  db.close()
  writer.close()
})

test('a query’s reader cannot be made to write through raw SQL', async () => {
  const file = registryFile(await tempFolder())
  const writer = openWriter(file)
  migrate(writer)
  const connection = openReadOnly(file)
  const writing = sql`INSERT INTO meta VALUES ('a', 'b')`.execute(queries(connection))
  await expect(writing).rejects.toThrow('readonly')
  expect(await reader(connection).selectFrom('meta').selectAll().execute()).toEqual([])
  connection.close()
  writer.close()
})

test('a read-only connection makes no file where there is none', async () => {
  const file = registryFile(await tempFolder())
  expect(() => openReadOnly(file)).toThrow('unable to open database file')
  expect(() => openReadOnly(file)).toThrow()
})

test('a reader sees the state before a transaction until it is committed, and waits for nobody', async () => {
  const file = registryFile(await tempFolder())
  const writer = openWriter(file)
  migrate(writer)
  const db = openReadOnly(file)
  const count = db.prepare('SELECT count(*) FROM meta').pluck()
  writer.exec("BEGIN IMMEDIATE; INSERT INTO meta VALUES ('a', 'b')")
  expect(count.get()).toBe(0)
  writer.exec('COMMIT')
  expect(count.get()).toBe(1)
  db.close()
  writer.close()
})

test('what a large transaction wrote stays in the WAL when it is committed, and is moved afterwards', async () => {
  const file = registryFile(await tempFolder())
  const db = openWriter(file)
  const other = new Database(file)
  db.exec('CREATE TABLE much (text TEXT)')
  const usual = db.pragma('wal_autocheckpoint', { simple: true })
  const size = () => statSync(file).size
  const before = size()
  db.exec('BEGIN')
  const add = db.prepare('INSERT INTO much VALUES (?)')
  for (let i = 0; i < 3000; i++) add.run('x'.repeat(4000))
  commitAndLeaveInWal(db)
  expect(other.prepare('SELECT count(*) FROM much').pluck().get()).toBe(3000)
  expect(size()).toBe(before)
  expect(db.pragma('wal_autocheckpoint', { simple: true })).toBe(usual)
  checkpoint(file)
  expect(size()).toBeGreaterThan(3000 * 4000)
  expect(db.prepare('SELECT count(*) FROM much').pluck().get()).toBe(3000)
  other.close()
  db.close()
})
