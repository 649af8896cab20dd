import type { Session } from '#db/session.ts'
import { refuse } from '#db/shared/refusal.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { type Entry, mostDecisions, readEntries } from './entries.ts'
import { entryOf } from './laid-aside.ts'

type Input = { readonly id: string; readonly reason: string; readonly by: string; readonly dryRun: boolean }

/**
 * Puts away what lies aside and a person does not take in: it is asked about no more, stays to be read with the reason, and can
 * still be taken in while its packet lies here. Whatever of it comes proved counts all the same. The decision is this PC's
 * alone: what lies aside is passed on to nobody.
 */
export function putAsideAway(session: Session, { id, reason, by, dryRun }: Input): { changes: number } {
  const { db } = session.writing()
  const entry = entryOf(readEntries(db), id)
  if (entry.putAway !== undefined) {
    refuse(
      'aside-put-away',
      `“${id}”已经决定不并入了，理由：${entry.putAway.reason}`,
      `"${id}" was put away already, because: ${entry.putAway.reason}`,
      { id },
    )
  }
  if (!dryRun) db.transaction(() => store(db, entry, { reason, by, at: session.clock.now().toISOString() }))()
  return { changes: entry.changes }
}

function store(
  db: Connection,
  { replica, packets, revokes, laid }: Entry,
  { reason, by, at }: { readonly reason: string; readonly by: string; readonly at: string },
): void {
  const no = db
    .prepare<[string, string, string, string, string], number>(
      'INSERT INTO aside_decision (replica, packets, reason, actor, at) VALUES (?, ?, ?, ?, ?) RETURNING no',
    )
    .pluck()
    .get(replica, JSON.stringify(packets.map(({ peer, number }) => [peer, number])), reason, by, at)
  prepareOnce<[{ no: number | undefined; laid: string; replica: string; revokes: string | null }]>(
    db,
    // the group that was shown: of this author, in all of these packets and in no other
    `INSERT OR IGNORE INTO aside_away (writer, n, digest, decision)
     SELECT c.writer, c.n, c.digest, @no FROM aside_change c
     WHERE substr(c.writer, 1, instr(c.writer, '.') - 1) = @replica
       AND CASE WHEN c.entity = 'revocation' THEN c.subject END IS @revokes
     GROUP BY c.writer, c.n, c.digest HAVING group_concat(c.aside, ',' ORDER BY c.aside) = @laid`,
  ).run({ no, laid: laid.join(','), replica, revokes })
  prepareOnce<[number]>(
    db,
    `DELETE FROM aside_decision WHERE no NOT IN (SELECT no FROM aside_decision ORDER BY no DESC LIMIT ?) AND NOT EXISTS (
       SELECT 1 FROM aside_away a JOIN aside_change c ON c.writer = a.writer AND c.n = a.n AND c.digest = a.digest
       WHERE a.decision = aside_decision.no)`,
  ).run(mostDecisions)
}
