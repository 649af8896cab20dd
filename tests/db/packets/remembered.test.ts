import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { Remembered } from '#db/packets/trust/remembered.ts'

function database() {
  const db = new Database(':memory:')
  onTestFinished(() => {
    db.close()
  })
  return db
}

test('what is remembered is remembered whether it lies in memory, in the table, or was foreseen', () => {
  const db = database()
  const step = fc.record({
    set: fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer()), { maxLength: 60 }),
    foresee: fc.array(fc.integer({ min: 0, max: 220 }), { maxLength: 30 }),
    ask: fc.array(fc.integer({ min: 0, max: 220 }), { maxLength: 30 }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), steps => {
      const remembered = new Remembered<number>(db, 'numbers', 20)
      const all = new Map<string, number>()
      for (const { set, foresee, ask } of steps) {
        remembered.foresee(foresee.map(String))
        for (const [thing, value] of set) {
          all.set(String(thing), value)
          remembered.set(String(thing), value)
        }
        for (const thing of [...foresee, ...ask].map(String)) {
          expect(remembered.get(thing)).toBe(all.get(thing))
          expect(remembered.has(thing)).toBe(all.has(thing))
        }
      }
    }),
  )
})

test('few things need no table', () => {
  const db = database()
  const remembered = new Remembered<string>(db, 'names')
  for (let i = 0; i < 1000; i++) remembered.set(`${i}`, `王${i}`)
  remembered.foresee(['1', '2000'])
  expect(remembered.get('1')).toBe('王1')
  expect(remembered.get('2000')).toBeUndefined()
  expect(db.prepare('SELECT name FROM sqlite_temp_schema').all()).toEqual([])
})
