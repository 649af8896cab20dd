import type { Connection } from '#db/sqlite/connection.ts'
import type { Journal } from './journal.ts'

/** So many are read at a time. */
const page = 2000

/**
 * After an update: what a newer program wrote and this one could not show lies in the journal and in no table. Now that the
 * tables are there, its records are folded anew. `from`: the schema that the registry had before.
 */
export function takeUpNewer(db: Connection, { changes, absorber }: Journal, from: number): void {
  const newer = db
    .prepare<[number, number, number], number>(
      'SELECT no FROM change WHERE no > ? AND schema > ? ORDER BY no LIMIT ?',
    )
    .pluck()
  db.transaction(() => {
    for (let at = 0; ; ) {
      const numbers = newer.all(at, from, page)
      const last = numbers.at(-1)
      if (last === undefined) break
      absorber.absorb(changes.numbered(numbers))
      at = last
    }
    absorber.settle()
  })()
  absorber.forget()
}
