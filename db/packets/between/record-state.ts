import type { RecordState } from '#contract/packets/exchange.ts'
import { handed } from '#db/packets/status/packet-log.ts'
import { correctedSince, returnsInForce } from '#db/packets/status/returns-in-force.ts'
import { knownName } from '#db/packets/trust/standing.ts'
import { refsOf } from '#db/records/columns.ts'
import { officeKinds } from '#db/records/kinds.ts'
import { judgedAmong } from '#db/registry/conflicts/conflicts.ts'
import { saidWorker, unsteered } from '#db/shared/tidy-text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'

type Back = RecordState['returned'][number]

/**
 * What became of a record on its way up (bundles.md, "What became of it"), with all that hangs on it: a person's stays
 * and posts, an organization's place, terms and meetings, a case's steps. Read off the lists of what was offered and
 * taken; nothing is noted for it.
 */
export function readRecordState(db: Connection, id: string): RecordState {
  const things = JSON.stringify(thingsOf(db, id))
  const shadow = db
    .prepare<[string], { entity: string; name: string | null }>(
      "SELECT entity, fields ->> '$.name' AS name FROM shadow WHERE thing = ? AND state = 'returned'",
    )
    .get(id)
  const conflicts = db
    .prepare<[string], { entity: string; thing: string }>(
      'SELECT entity, thing FROM conflict WHERE thing IN (SELECT value FROM json_each(?))',
    )
    .all(things)
  const judged = judgedAmong(db, conflicts)
  const returned = backOf(db, things)
  const way = wayOf(db, things)
  return {
    id,
    ...way,
    state: returned.length > 0 ? 'returned' : way.state,
    isOut: shadow !== undefined,
    kind: shadow?.entity ?? null,
    name: shadow?.name ?? null,
    returned,
    conflicts: conflicts.filter(({ thing }) => !judged.has(thing)).length,
  }
}

/** Whose own record it is that hangs on an organization: of those that name a person too, it is the person's. */
const hanging = officeKinds.flatMap(kind => {
  const refs = Object.keys(refsOf(kind))
  return refs
    .filter(field => field !== kind.tree?.parent && (field === 'person' || !refs.includes('person')))
    .map(field => `SELECT id FROM "${kind.name}" WHERE "${field}" = @id`)
})

const hangingNow = [
  'SELECT @id AS id',
  ...hanging,
  'SELECT id FROM step WHERE subject = @id',
  `SELECT r.thing FROM shadow_ref r JOIN shadow s ON s.thing = r.thing WHERE r.ref = @id AND s.state = 'returned'
     AND (s.fields ->> '$.person' IS NULL OR s.fields ->> '$.person' = @id)`,
].join(' UNION ')

function thingsOf(db: Connection, id: string): string[] {
  return prepareOnce<[{ id: string }], string>(db, hangingNow).pluck().all({ id })
}

type Way = Pick<RecordState, 'state' | 'office' | 'number' | 'at'>

/** How far the changes of these things have come to the office above; the worst of them says how it stands. */
function wayOf(db: Connection, things: string): Way {
  const none: Way = { state: 'none', office: null, number: null, at: null }
  const row = db
    .prepare<
      [{ things: string }],
      {
        name: string
        org: string
        replica: string
        changes: number
        /** Of them, those that no office above wrote. */
        own: number
        unsent: number
        /** The farthest place of the list that holds one of them. */
        pos: number | null
        /** The same, of those too that stand in the list of the office above. */
        last: number | null
        acked: number
        aside: string
      }
    >(
      `WITH RECURSIVE above (id) AS (
         SELECT value FROM meta WHERE key = 'office'
         UNION SELECT s.parent FROM above JOIN placement s ON s.org = above.id AND s.until IS NULL WHERE s.parent IS NOT NULL
       )
       SELECT p.name, p.org, p.replica, count(*) AS changes,
         -- What stands in the list of the office above is there, whoever brought it.
         sum(o.pos IS NULL AND NOT there) AS unsent, max(CASE WHEN NOT there THEN o.pos END) AS pos,
         max(o.pos) AS last,
         sum(w.office NOT IN (SELECT id FROM above WHERE id <> (SELECT value FROM meta WHERE key = 'office'))) AS own,
         CASE WHEN EXISTS (SELECT 1 FROM sent t WHERE t.peer = p.replica AND t.pos = p.acked_pos AND t.hash = p.acked_hash)
           THEN p.acked_pos ELSE 0 END AS acked, p.aside
       FROM peer p
         CROSS JOIN (
           SELECT c.no, c.origin, EXISTS (SELECT 1 FROM taken t WHERE t.peer = q.replica AND t.change = c.no) AS there, q.replica
           FROM peer q CROSS JOIN change c INDEXED BY change_thing ON c.thing IN (SELECT value FROM json_each(@things))
           WHERE q.direction = 'up'
         ) c ON c.replica = p.replica
         JOIN origin w ON w.no = c.origin
         -- What only a packet holds that never left this PC is not on its way.
         LEFT JOIN offer o ON o.peer = p.replica AND o.change = c.no AND o.pos <= coalesce((
           SELECT max(s.pos) FROM sent s WHERE s.peer = p.replica AND s.handed <> ${handed.kept}), 0)
       WHERE p.direction = 'up' AND NOT EXISTS (SELECT 1 FROM revocation v WHERE v.replica = p.replica)
       GROUP BY p.replica ORDER BY unsent, coalesce(pos, 0) > acked, p.heard_at DESC, p.org LIMIT 1`,
    )
    .get({ things })
  if (row === undefined || row.own === 0) return none
  const office = knownName(db, row.org) ?? row.name
  if (row.unsent > 0) return { state: 'unsent', office, number: null, at: null }
  // What came there by others alone was in no packet of this office.
  const sent =
    row.last === null
      ? undefined
      : db
          .prepare<[string, number], { number: number; at: string }>(
            'SELECT number, at FROM sent WHERE peer = ? AND pos >= ? ORDER BY pos, number LIMIT 1',
          )
          .get(row.replica, row.last)
  const packet = { office, number: sent?.number ?? null, at: sent?.at ?? null }
  if ((row.pos ?? 0) > row.acked) return { state: 'sent', ...packet }
  return { state: isAside(db, things, row.aside) ? 'aside' : 'received', ...packet }
}

/** Whether the office above says that it laid one of these changes aside. */
function isAside(db: Connection, things: string, aside: string): boolean {
  if (aside === '[]') return false
  const row = db
    .prepare(
      `SELECT 1 FROM change c JOIN writer w ON w.no = c.writer, json_each(?) a
       WHERE c.thing IN (SELECT value FROM json_each(?))
         AND a.value ->> '$[0]' = w.id AND c.n BETWEEN a.value ->> '$[1]' AND a.value ->> '$[2]' LIMIT 1`,
    )
    .get(aside, things)
  return row !== undefined
}

/** Returns by others in force that name changes of these things, which nobody has written anew since. */
function backOf(db: Connection, things: string): Back[] {
  const rows = db
    .prepare<
      [{ things: string; returns: string }],
      { id: string; at: string; actor: string; office: string; reason: string; changes: number }
    >(
      `SELECT rw.id || ':' || r.n AS id, o.at, o.actor, o.office, r.body -> '$.reason' AS reason,
         count(DISTINCT t.no) AS changes
       FROM change t INDEXED BY change_thing JOIN writer w ON w.no = t.writer
         JOIN named n ON n.writer = w.id AND t.n BETWEEN n.from_n AND n.to_n AND n.kind = 'return'
         JOIN change r ON r.no = n.change JOIN writer rw ON rw.no = r.writer JOIN origin o ON o.no = r.origin
       WHERE t.thing IN (SELECT value FROM json_each(@things)) AND rw.replica <> w.replica
         AND r.no IN (SELECT value FROM json_each(@returns))
         AND w.replica = (SELECT value FROM meta WHERE key = 'replica')
         AND NOT EXISTS (${correctedSince})
       GROUP BY r.no ORDER BY r.no DESC LIMIT 20`,
    )
    .all({ things, returns: JSON.stringify(returnsInForce(db)) })
  return rows.map(({ reason, office, ...row }) => {
    const { zh, en }: { zh: string; en: string } = JSON.parse(reason)
    const said = { zh: unsteered(zh), en: unsteered(en) }
    return { ...row, actor: saidWorker(row.actor), office: knownName(db, office) ?? office, reason: said }
  })
}

/** The people and organizations that open conflicts are about, each with how many. */
export function readConflictMarks(db: Connection): { id: string; conflicts: number }[] {
  return db
    .prepare<[], { id: string; conflicts: number }>(
      `SELECT about.value AS id, count(*) AS conflicts FROM (
         SELECT k.thing, coalesce((SELECT c.hangs_on FROM change c WHERE c.thing = k.thing ORDER BY c.no LIMIT 1), '[]')
           AS hangs FROM conflict k LIMIT 20000
       ) k, json_each(json_insert(k.hangs, '$[#]', k.thing)) about GROUP BY about.value`,
    )
    .all()
}
