import type { Journal } from '#db/journal/journal.ts'
import { noteReturns } from '#db/packets/status/territory.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'

/** Reasons for which an office above gives back what its author had no authority to write. */
export const authorityCodes = ['structure-above', 'beyond-authority', 'moved-away'] as const

/**
 * Notes which returns for want of authority are in force: one that was given back itself, or whose author's key is
 * revoked, takes no stay and no mark out of what lies or ever lay anywhere. Asked anew for each look at the ground.
 */
export function noteReturnsInForce(db: Connection, journal: Journal): void {
  noteReturns(db, returnsInForce(db, journal))
}

/** The local numbers of those returns. */
export function returnsInForce(db: Connection, journal: Journal): readonly number[] {
  const named = prepareOnce<[], { no: number }>(
    db,
    `SELECT r.no FROM change r WHERE r.no IN (SELECT change FROM named WHERE kind = 'return')
         AND r.body ->> '$.reason.code' IN (${authorityCodes.map(code => `'${code}'`).join(', ')})`,
  ).all()
  if (named.length === 0) return []
  const found = journal.changes.numbered(named.map(({ no }) => no))
  return journal.absorber.inForceAmong(found).map(({ no }) => no)
}
