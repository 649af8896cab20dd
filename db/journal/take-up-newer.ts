import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Journal } from './journal.ts'

/** So many are read at a time. */
const page = 2000

/**
 * Notes before an update which schema the registry had: whatever breaks it off, the next opening still knows. The oldest
 * one stays, as nothing was taken up since.
 */
export function noteTakeUp(db: Connection, from: number): void {
  prepareOnce(db, "INSERT OR IGNORE INTO meta (key, value) VALUES ('take_up_from', ?)").run(String(from))
}

/**
 * After an update: what a newer program wrote and this one could not show lies in the journal and in no table. Now that the
 * tables are there, its records are folded anew, in one transaction with the end of the note; without one nothing is done.
 */
export function takeUpNewer(db: Connection, { changes, absorber }: Journal): void {
  const noted = prepareOnce<[], { value: string }>(
    db,
    "SELECT value FROM meta WHERE key = 'take_up_from'",
  ).get()
  if (noted === undefined) return
  const from = Number(noted.value)
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
    db.exec("DELETE FROM meta WHERE key = 'take_up_from'")
  })()
  absorber.forget()
}
