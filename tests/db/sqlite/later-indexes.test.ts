import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { LaterIndexes } from '#db/sqlite/later-indexes.ts'

function aTable() {
  const db = new Database(':memory:')
  db.exec('CREATE TABLE thing (no INTEGER PRIMARY KEY, name TEXT, code TEXT)')
  db.exec('CREATE INDEX thing_name ON thing (name); CREATE INDEX thing_code ON thing (substr(code, -4))')
  const add = db.prepare('INSERT INTO thing (name, code) VALUES (?, ?)')
  const addSome = (count: number, later?: LaterIndexes) => {
    for (let done = 0; done < count; done += 500) {
      later?.adding(500)
      for (let i = 0; i < 500; i++) add.run(`n${i}`, `c${done + i}`)
    }
  }
  const indexes = () =>
    db.prepare("SELECT sql FROM sqlite_schema WHERE type = 'index' ORDER BY name").pluck().all()
  const sound = () => db.pragma('integrity_check', { simple: true })
  return {
    db,
    addSome,
    indexes,
    sound,
    later: () => new LaterIndexes(db, 'thing', ['thing_name', 'thing_code']),
  }
}

test('indexes are taken off once more rows are added than there were, and made anew with all of them', () => {
  const { db, addSome, indexes, sound, later } = aTable()
  const before = indexes()
  addSome(5_500)
  db.exec('BEGIN')
  const some = later()
  addSome(5_500, some)
  expect(indexes()).toEqual(before)
  addSome(500, some)
  expect(indexes()).toEqual([])
  expect([...some.making()]).toHaveLength(2)
  db.exec('COMMIT')
  expect(indexes()).toEqual(before)
  expect(sound()).toBe('ok')
  const plan = db.prepare('EXPLAIN QUERY PLAN SELECT no FROM thing WHERE substr(code, -4) = ?').all('c900')
  expect(JSON.stringify(plan)).toContain('thing_code')
  expect(db.prepare("SELECT count(*) FROM thing WHERE name = 'n7'").pluck().get()).toBe(23)
})

test('few rows are added row by row, and a roll-back leaves the indexes as they were', () => {
  const { db, addSome, indexes, sound, later } = aTable()
  const before = indexes()
  db.exec('BEGIN')
  const few = later()
  addSome(4_500, few)
  expect(indexes()).toEqual(before)
  expect([...few.making()]).toEqual([])
  db.exec('COMMIT')
  db.exec('BEGIN')
  const many = later()
  addSome(10_000, many)
  expect(indexes()).toEqual([])
  db.exec('ROLLBACK')
  expect(indexes()).toEqual(before)
  expect(sound()).toBe('ok')
  expect(db.prepare('SELECT count(*) FROM thing').pluck().get()).toBe(4_500)
})
