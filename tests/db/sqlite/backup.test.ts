import { createHash } from 'node:crypto'
import { copyFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { openJournal } from '#db/journal/journal.ts'
import { registryEntities } from '#db/registry/entities.ts'
import { Cancelled } from '#db/shared/long-work.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { copyRegistry, proveCopy } from '#db/sqlite/backup.ts'
import { type Connection, openReadOnly, openWriter, registryFile } from '#db/sqlite/connection.ts'
import { migrate, schemaNumber } from '#db/sqlite/migrate.ts'
import { countingIds } from '#tests/fixtures/replica.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'

/** A registry in a folder of its own, with people in it. */
async function registry(people = 300) {
  const folder = await tempFolder()
  const db = openWriter(registryFile(folder))
  migrate(db)
  db.prepare("INSERT INTO meta VALUES ('replica', 'r')").run()
  const journal = openJournal({
    db,
    entities: registryEntities,
    newId: countingIds('a'),
    clock: { now: () => new Date('2018-12-31T09:00:00Z') },
    identity: { replica: 'r', office: () => 'o', sign: undefined, newWriter: () => 'writer' },
  })
  const addPeople = (count: number) =>
    journal.write({ label: { what: 'test' }, actor: '' }, set => {
      for (let i = 0; i < count; i++) set.create('person', { name: `单雪${i}`, id_number: `${i}` })
    })
  await addPeople(people)
  const reading = openReadOnly(registryFile(folder))
  onTestFinished(() => {
    reading.close()
    db.close()
  })
  return { folder, db, reading, addPeople, copy: join(folder, 'copy.db') }
}

const silent = async () => undefined

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const refused = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (refused instanceof Refusal) return refused
  throw refused ?? new Error('it was not refused')
}

const everything = (db: Connection) =>
  ['change', 'person', 'meta', 'change_set'].map(table =>
    db.prepare(`SELECT * FROM ${table} ORDER BY 1`).raw().all(),
  )

test('a copy holds every row, and is told with its number of changes and its SHA-256', async () => {
  const { reading, copy } = await registry()
  const told: [number, number][] = []
  const proven = await copyRegistry(reading, copy, async (done, total) => {
    told.push([done, total])
  })
  expect(proven).toEqual({
    rows: 300,
    sha256: createHash('sha256').update(readFileSync(copy)).digest('hex'),
  })
  const [done, total] = told.at(-1) ?? []
  expect(total).toBeGreaterThan(0)
  expect(done).toBe(total)
  const copied = openReadOnly(copy)
  expect(everything(copied)).toEqual(everything(reading))
  copied.close()
})

test('a copy made while somebody writes is of one moment', async () => {
  const { reading, copy, addPeople } = await registry(2000)
  const copying = copyRegistry(reading, copy, silent)
  await addPeople(50)
  const { rows } = await copying
  expect([2000, 2050]).toContain(rows)
  const copied = openReadOnly(copy)
  const people = copied.prepare('SELECT count(*) FROM person').pluck().get()
  expect(people).toBe(rows)
  copied.close()
})

test('what is not yet committed is not in a copy', async () => {
  const { reading, db, copy } = await registry()
  db.exec("BEGIN IMMEDIATE; INSERT INTO meta VALUES ('half', 'done')")
  await copyRegistry(reading, copy, silent)
  db.exec('ROLLBACK')
  const copied = openReadOnly(copy)
  expect(copied.prepare("SELECT count(*) FROM meta WHERE key = 'half'").pluck().get()).toBe(0)
  copied.close()
})

const damage: readonly (readonly [string, (file: string) => void])[] = [
  ['is empty', file => writeFileSync(file, '')],
  ['is no database', file => writeFileSync(file, '台账'.repeat(5000))],
  ['ends in the middle', file => truncateSync(file, 40_960)],
  ['ends in the middle of a page', file => truncateSync(file, 100_001)],
  ['has a page of zeros', file => overwrite(file, 8192, Buffer.alloc(4096))],
  [
    'has lost rows of an index',
    file => change(file, "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'person'"),
  ],
  [
    'has a row that names a missing one',
    file => change(file, 'PRAGMA foreign_keys = OFF; DELETE FROM writer'),
  ],
  ['lacks a table', file => change(file, 'PRAGMA foreign_keys = OFF; DROP TABLE named; DROP TABLE change')],
  ['is the database of another program', file => change(file, 'PRAGMA user_version = 0')],
  ['is of no replica', file => change(file, "DELETE FROM meta WHERE key = 'replica'")],
  [
    'writes more than it is told to',
    file =>
      change(file, 'CREATE TRIGGER more AFTER INSERT ON writer BEGIN UPDATE person SET name = name; END'),
  ],
  [
    'has a view without end in the place of a table',
    file =>
      change(
        file,
        `PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON; ALTER TABLE meta RENAME TO other;
         CREATE VIEW meta (key, value) AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
           SELECT 'replica', 'x' FROM n WHERE i < 0`,
      ),
  ],
  [
    'has an index that calculates',
    file => change(file, 'CREATE INDEX slow ON person (hex(zeroblob(length(name) * 100)))'),
  ],
  ['has a table of another program beside its own', file => change(file, 'CREATE TABLE other (x)')],
]

function overwrite(file: string, at: number, bytes: Buffer): void {
  const content = readFileSync(file)
  bytes.copy(content, at)
  writeFileSync(file, content)
}

function change(file: string, text: string): void {
  const db = new Database(file)
  db.unsafeMode(true)
  db.exec(text)
  db.close()
}

test.each(damage)(
  'a copy that %s is refused by name, and no error of SQLite’s comes through',
  async (_, spoil) => {
    const { folder, reading, copy } = await registry()
    await copyRegistry(reading, copy, silent)
    const damaged = join(folder, 'damaged.db')
    copyFileSync(copy, damaged)
    spoil(damaged)
    const { code, text, details } = await refusalOf(proveCopy(damaged))
    expect({ code, details }).toEqual({ code: 'backup-damaged', details: { file: 'damaged.db' } })
    expect(text.zh).toContain('damaged.db')
    expect((await proveCopy(copy)).rows).toBe(300)
  },
)

test('a copy that is not there is refused as a damaged one', async () => {
  const folder = await tempFolder()
  expect((await refusalOf(proveCopy(join(folder, 'nowhere.db')))).code).toBe('backup-damaged')
  expect(readdirSync(folder)).toEqual([])
})

test('a copy of a newer program is refused with what to do', async () => {
  const { reading, copy } = await registry()
  await copyRegistry(reading, copy, silent)
  change(copy, `PRAGMA user_version = ${schemaNumber + 1}`)
  const { code, text } = await refusalOf(proveCopy(copy, '备份.db'))
  expect(code).toBe('registry-too-new')
  expect(text.zh).toContain('备份.db')
})

test('a copy that cannot be written is a failure, and the registry stays in use', async () => {
  const { folder, reading, addPeople } = await registry()
  await expect(copyRegistry(reading, join(folder, 'missing', 'copy.db'), silent)).rejects.toThrow()
  await addPeople(1)
  expect(reading.prepare('SELECT count(*) FROM person').pluck().get()).toBe(301)
})

test('proving a copy leaves nothing beside it', async () => {
  const { folder, reading, copy } = await registry()
  const before = readdirSync(folder)
  await copyRegistry(reading, copy, silent)
  expect(readdirSync(folder).sort()).toEqual([...before, 'copy.db'].sort())
})

test('a copy that nobody waits for any more is broken off', async () => {
  const { reading, copy } = await registry()
  await expect(copyRegistry(reading, copy, silent, { stopped: AbortSignal.abort() })).rejects.toBeInstanceOf(
    Cancelled,
  )
})
