import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { generateKeys } from '#db/packets/format/keys/keys.ts'
import { Session } from '#db/session.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { refuseOtherTables } from '#db/sqlite/known-schema.ts'
import { foundMark, markOf, migrate, migrations, schemaNumber } from '#db/sqlite/migrate.ts'
import { countingIds } from '#tests/fixtures/replica.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'

/** The folder of a registry that this program made and something else changed while it was closed. */
async function changedBy(change: (db: Database.Database) => void) {
  const options = {
    folder: await tempFolder(),
    clock: { now: () => new Date('2018-12-31T04:00:00Z') },
    newId: countingIds('s'),
    log: () => undefined,
  }
  const session = await Session.open({ ...options, access: 'write' })
  await session.create('六联社区', await generateKeys())
  await session.close()
  const db = new Database(registryFile(options.folder))
  change(db)
  db.close()
  return { options, file: registryFile(options.folder) }
}

/** As if the first migration had been another one when the file was made. */
const otherMark = (db: Database.Database) => db.pragma('application_id = 7')

test.each(['write', 'read'] as const)(
  'a registry of development is refused to who would %s, in one sentence, and nothing in it is changed',
  async access => {
    const { options, file } = await changedBy(db => {
      otherMark(db)
      db.exec('DROP TABLE return_settled')
    })
    const before = readFileSync(file)
    await expect(Session.open({ ...options, access })).rejects.toMatchObject({
      code: 'registry-of-development',
      text: { zh: expect.stringContaining('开发中'), en: expect.stringContaining('make a new registry') },
      details: { found: schemaNumber },
    })
    expect(readFileSync(file).equals(before)).toBe(true)
    // Whoever was refused has let go of the folder.
    await expect(Session.open({ ...options, access })).rejects.toMatchObject({
      code: 'registry-of-development',
    })
  },
)

test('a registry whose mark says nothing opens where its tables are those of this program', async () => {
  const { options } = await changedBy(otherMark)
  for (const access of ['write', 'read'] as const) {
    const session = await Session.open({ ...options, access })
    expect(session.identity()).toMatchObject({ name: '六联社区' })
    await session.close()
  }
})

test.each([
  'CREATE TRIGGER more AFTER INSERT ON meta BEGIN DELETE FROM person; END',
  'CREATE VIEW seen AS SELECT * FROM person',
  'CREATE INDEX endless ON person (length(hex(zeroblob(1000000))))',
])(
  'a registry in which something else acts by itself is refused in a sentence, and nothing in it is changed: %s',
  async sql => {
    const { options, file } = await changedBy(db => db.exec(sql))
    const before = readFileSync(file)
    for (const access of ['write', 'read'] as const)
      await expect(Session.open({ ...options, access })).rejects.toMatchObject({
        code: 'registry-damaged',
        text: { zh: expect.stringContaining('备份'), en: expect.stringContaining('restore a backup') },
        details: { found: [sql.split(' ')[2]] },
      })
    expect(readFileSync(file).equals(before)).toBe(true)
  },
)

test('the mark follows the text of the migrations, and where it stands no table is looked at', () => {
  const db = new Database(':memory:')
  onTestFinished(() => {
    db.close()
  })
  migrate(db)
  expect(foundMark(db)).toBe(markOf(schemaNumber))
  const edited = migrations.map(one => ({ ...one, sql: `${one.sql}\n` }))
  expect(markOf(schemaNumber, edited)).not.toBe(markOf(schemaNumber))
  const later = [...migrations, { number: schemaNumber + 1, sql: 'CREATE TABLE later (id TEXT) STRICT' }]
  migrate(db, undefined, later)
  expect(foundMark(db)).toBe(markOf(schemaNumber + 1, later))
  // A comparison would find one table too many.
  db.pragma(`user_version = ${schemaNumber}`)
  db.pragma(`application_id = ${markOf(schemaNumber)}`)
  expect(() => refuseOtherTables(db)).not.toThrow()
  otherMark(db)
  expect(() => refuseOtherTables(db)).toThrow(Refusal)
})
