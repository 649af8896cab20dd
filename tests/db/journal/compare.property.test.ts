import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareWithJournal, type Difference } from '#db/journal/compare.ts'
import { compareAtOnce } from '#tests/fixtures/compare-at-once.ts'
import { fullHistories, histories, play } from '#tests/fixtures/histories.ts'
import type { Replica } from '#tests/fixtures/replica.ts'

const runs = Number(process.env['LIFELINE_RUNS'] ?? 15)
/** All of them are played, however busy the PC is. */
const enough = Math.max(120_000, runs * 4_000)
const all = Number.MAX_SAFE_INTEGER

function sorted(differences: readonly Difference[]): Difference[] {
  return differences.toSorted((a, b) => (a.where < b.where ? -1 : 1))
}

/** What somebody with a tool for databases might do to a registry; `which` chooses among the rows that there are. */
const tampers = [
  (table: string) => `DELETE FROM ${table} WHERE no = (SELECT no FROM rowAt)`,
  (table: string) => `UPDATE ${table} SET id = id || 'x' WHERE no = (SELECT no FROM rowAt)`,
] as const
const tables = ['org', 'person', 'placement', 'membership', 'standing', 'post', 'merge', 'meeting'] as const
const tamper = fc.record({
  table: fc.constantFrom(...tables),
  how: fc.nat(tampers.length - 1),
  which: fc.nat(20),
})
type Tamper = { readonly table: string; readonly how: number; readonly which: number }

function doTamper({ db }: Replica, { table, how, which }: Tamper): void {
  const count = db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number
  if (count === 0) return
  const no = db
    .prepare(`SELECT no FROM ${table} ORDER BY no LIMIT 1 OFFSET ?`)
    .pluck()
    .get(which % count)
  const sql = tampers[how]?.(table).replace('(SELECT no FROM rowAt)', String(no)) ?? ''
  db.pragma('foreign_keys = OFF')
  db.exec(sql)
}

test(
  'page by page every registry is found to be what it is when projected at once',
  async () => {
    await fc.assert(
      fc.asyncProperty(histories, async steps => {
        for (const replica of await play(steps)) {
          expect(compareWithJournal(replica.db, replica.journal, all, 3)).toEqual([])
          expect(compareAtOnce(replica.db, replica.journal)).toEqual([])
          replica.db.close()
        }
      }),
      { numRuns: runs },
    )
  },
  enough,
)

test(
  'what was done to the tables is found in the same places',
  async () => {
    let found = 0
    await fc.assert(
      fc.asyncProperty(
        fullHistories,
        fc.array(tamper, { minLength: 1, maxLength: 4 }),
        async (steps, done) => {
          const [replica, ...others] = await play(steps)
          for (const other of others) other.db.close()
          if (replica === undefined) return
          const { db, journal } = replica
          for (const one of done) doTamper(replica, one)
          db.exec(`UPDATE shadow SET state = 'parked' WHERE thing = (SELECT max(thing) FROM shadow);
        UPDATE conflict SET heads = '[]' WHERE thing = (SELECT min(thing) FROM conflict)`)
          const paged = sorted(compareWithJournal(db, journal, all, 3))
          expect(paged).toEqual(sorted(compareAtOnce(db, journal, all)))
          found += paged.length
          db.close()
        },
      ),
      { numRuns: runs },
    )
    expect(found).toBeGreaterThan(10)
  },
  enough,
)
