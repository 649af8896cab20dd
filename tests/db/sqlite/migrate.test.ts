import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { Refusal } from '#db/shared/refusal.ts'
import { backUpBeforeMigration } from '#db/sqlite/backup.ts'
import { type Connection, openReadOnly, openWriter, registryFile } from '#db/sqlite/connection.ts'
import { migrate, migrations, schemaNumber, schemaOf } from '#db/sqlite/migrate.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'
import { fillEveryTable, rowCounts, tablesIn } from './filled-tables.ts'

function memory(): Connection {
  const db = new Database(':memory:')
  onTestFinished(() => {
    db.close()
  })
  return db
}

const never = () => {
  throw new Error('there was nothing to keep')
}

test('migrations have rising numbers, and each lies in a file or a folder of its number', () => {
  const numbers = migrations.map(({ number }) => number)
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
  const files = readdirSync(new URL('../../../db/sqlite/migrations/', import.meta.url)).sort()
  expect(files.map(file => Number(file.slice(0, 4)))).toEqual(migrations.map(({ number }) => number))
  expect(schemaNumber).toBe(numbers.at(-1))
})

test('a new file comes to the newest schema at once, and there is nothing to back up', () => {
  const db = memory()
  migrate(db, never)
  expect(schemaOf(db)).toBe(schemaNumber)
  expect(tablesIn(db)).toContain('change')
})

test('a file of the newest schema is left as it is', () => {
  const db = memory()
  migrate(db)
  fillEveryTable(db)
  const before = db.serialize()
  migrate(db, never)
  expect(db.serialize().equals(before)).toBe(true)
})

test.each(migrations)('migration $number keeps every row of the schema before it', ({ number }) => {
  const db = memory()
  const before = migrations.filter(migration => migration.number < number)
  migrate(db, undefined, before)
  fillEveryTable(db)
  const counts = rowCounts(db)
  migrate(
    db,
    undefined,
    migrations.filter(migration => migration.number <= number),
  )
  expect(schemaOf(db)).toBe(number)
  expect(rowCounts(db)).toMatchObject(counts)
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
})

const two = [
  ...migrations,
  { number: schemaNumber + 1, sql: 'CREATE TABLE later (id TEXT) STRICT; INSERT INTO later VALUES (1)' },
]

test('a migration that fails is rolled back whole, with its number', () => {
  const db = memory()
  migrate(db)
  fillEveryTable(db)
  const before = rowCounts(db)
  const failing = [
    ...two,
    { number: schemaNumber + 2, sql: 'CREATE TABLE half (id TEXT) STRICT; INSERT INTO missing VALUES (1)' },
  ]
  expect(() => migrate(db, undefined, failing)).toThrow('no such table: missing')
  expect(db.inTransaction).toBe(false)
  expect(schemaOf(db)).toBe(schemaNumber + 1)
  expect(tablesIn(db)).toContain('later')
  expect(tablesIn(db)).not.toContain('half')
  expect(rowCounts(db)).toMatchObject(before)
})

test('a migration that failed can be run again', () => {
  const db = memory()
  const failing = [{ number: 1, sql: 'CREATE TABLE one (id TEXT) STRICT; SELECT missing' }]
  expect(() => migrate(db, undefined, failing)).toThrow('no such column')
  migrate(db)
  expect(schemaOf(db)).toBe(schemaNumber)
})

test('a file that already holds data is backed up once, before anything in it is changed', () => {
  const db = memory()
  migrate(db)
  fillEveryTable(db)
  const seen: number[] = []
  migrate(db, () => seen.push(schemaOf(db)), [...two, { number: schemaNumber + 2, sql: 'SELECT 1' }])
  expect(seen).toEqual([schemaNumber])
  expect(schemaOf(db)).toBe(schemaNumber + 2)
})

test('where the transaction has ended by itself, as on a full disk, the first error is the one that is told', () => {
  const db = memory()
  migrate(db)
  const ended = [...migrations, { number: schemaNumber + 1, sql: 'ROLLBACK; SELECT missing' }]
  expect(() => migrate(db, undefined, ended)).toThrow('no such column: missing')
})

test('a backup that fails stops the migration before it begins', () => {
  const db = memory()
  migrate(db)
  const full = () => {
    throw new Error('the disk is full')
  }
  expect(() => migrate(db, full, two)).toThrow('the disk is full')
  expect(schemaOf(db)).toBe(schemaNumber)
  expect(tablesIn(db)).not.toContain('later')
})

test.each([
  ['a newer program', schemaNumber + 1, 'registry-too-new'],
  ['a program from before the first release', 33, 'registry-too-old'],
])('a file of %s is refused, and not a byte of it is changed', async (_, found, code) => {
  const file = registryFile(await tempFolder())
  const other = openWriter(file)
  migrate(other)
  other.pragma(`user_version = ${found}`)
  other.close()
  const before = readFileSync(file)
  const db = openWriter(file)
  let refused: unknown
  try {
    migrate(db, never)
  } catch (error) {
    refused = error
  } finally {
    db.close()
  }
  expect(refused).toBeInstanceOf(Refusal)
  expect(refused).toMatchObject({
    code,
    details: { found, known: schemaNumber },
  })
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('the backup before a migration is a registry of the old schema, with all its rows', async () => {
  const folder = await tempFolder()
  const db = openWriter(registryFile(folder))
  migrate(db)
  fillEveryTable(db)
  const before = rowCounts(db)
  migrate(db, () => backUpBeforeMigration(db, folder), two)
  db.close()
  const [name = '', ...others] = readdirSync(join(folder, 'backups'))
  expect(others).toEqual([])
  const backup = openReadOnly(join(folder, 'backups', name))
  expect(schemaOf(backup)).toBe(schemaNumber)
  expect(rowCounts(backup)).toEqual(before)
  backup.close()
})

test('the folder’s name may hold quotation marks', async () => {
  const folder = join(await tempFolder(), "it's 台账")
  const db = openWriter(':memory:')
  migrate(db)
  backUpBeforeMigration(db, folder)
  expect(readdirSync(join(folder, 'backups'))).toHaveLength(1)
  db.close()
})

test('after a migration that failed, the next try backs up again and goes on', async () => {
  const folder = await tempFolder()
  const db = openWriter(registryFile(folder))
  try {
    migrate(db)
    const backUp = () => backUpBeforeMigration(db, folder)
    const failing = [...migrations, { number: schemaNumber + 1, sql: 'SELECT missing' }]
    expect(() => migrate(db, backUp, failing)).toThrow('no such column')
    migrate(db, backUp, two)
    expect(schemaOf(db)).toBe(schemaNumber + 1)
  } finally {
    db.close()
  }
})
