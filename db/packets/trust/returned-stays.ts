import type { Journal } from '#db/journal/journal.ts'
import type { Connection } from '#db/sqlite/connection.ts'

/** Reasons for which an office above gives back what its author had no authority to write. */
export const authorityCodes = ['structure-above', 'beyond-authority', 'moved-away'] as const

/**
 * Notes which returns for want of authority are in force: one that was given back itself, or whose author's key is
 * revoked, takes no stay and no mark out of what lies or ever lay anywhere. Asked anew for each look at the ground.
 */
export function noteReturnsInForce(db: Connection, journal: Journal): void {
  db.exec(
    'CREATE TEMP TABLE IF NOT EXISTS return_in_force (no INTEGER PRIMARY KEY); DELETE FROM temp.return_in_force',
  )
  const named = db
    .prepare<[], { no: number }>(
      `SELECT r.no FROM change r WHERE r.no IN (SELECT change FROM named WHERE kind = 'return')
         AND r.body ->> '$.reason.code' IN (${authorityCodes.map(code => `'${code}'`).join(', ')})`,
    )
    .all()
  const put = db.prepare('INSERT INTO temp.return_in_force (no) VALUES (?)')
  const numbers = named.map(({ no }) => no)
  for (const { no, change } of journal.changes.numbered(numbers)) {
    if (journal.absorber.isInForce(change)) put.run(no)
  }
}

/** Whether such a return names a change `c` of a writer `w`. The order of the tables is ours: what names a change is few. */
export function isReturned(writer: string, change: string): string {
  return `EXISTS (
    SELECT 1 FROM named n INDEXED BY named_range CROSS JOIN temp.return_in_force f ON f.no = n.change
    WHERE n.writer = ${writer}.id AND n.from_n <= ${change}.n AND n.to_n >= ${change}.n)`
}
