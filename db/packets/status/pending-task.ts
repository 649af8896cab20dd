import type { Connection } from '#db/sqlite/connection.ts'
import type { Task } from '#db/sqlite/task.ts'
import { handed } from './packet-log.ts'
import { countedByReturn, type GivenBackRange } from './returns-in-force.ts'
import { downwards, isYours } from './select-offers.ts'

export type PendingInput = { readonly ownReplica: string }

export type PendingChanges = {
  readonly replica: string
  readonly revoked: boolean
  readonly since: number
  readonly changes: number
  /** What packets carried to it that its own have not confirmed yet: the next one carries it again. */
  readonly unconfirmed: number
  /** How many people all of that is about, unconfirmed or new: what the packet's reader will look at. */
  readonly people: number
  /** Whether something was taken in from it since the last packet to it: it does not know yet. */
  readonly owesReceipt: boolean
  /** The last packet made for it, if it is not known to lie where it was meant to. */
  readonly unhanded: number | null
}

type Row = {
  readonly replica: string
  readonly org: string
  readonly direction: string
  readonly revoked: number
  readonly since: number
  /** The place of its list to which a packet led that left this PC, and the newest change up to there. */
  readonly left: number
  /** The place up to which it is known to have its list. */
  readonly acked: number
  readonly seen: number
  readonly owesReceipt: number
  readonly unhanded: number | null
}

/**
 * What waits for each peer, in a thread of its own: what lies below an office is looked through change by change.
 * Only what came after the last packet is read, so it costs what is told.
 */
export const pendingTask: Task<PendingInput, never, readonly PendingChanges[]> = async (
  { ownReplica },
  tools,
) => {
  const db = tools.connection()
  const rows = db
    .prepare<[], Row>(
      `SELECT p.replica, p.org, p.direction,
         EXISTS (SELECT 1 FROM revocation v WHERE v.replica = p.replica) AS revoked,
         p.since, p.reached AS "left",
         coalesce((SELECT max(change) FROM offer o WHERE o.peer = p.replica AND o.pos <= p.reached), 0) AS seen,
         coalesce((
           SELECT max(s.pos) FROM sent s
           WHERE s.peer = p.replica AND s.pos = p.acked_pos AND s.hash = p.acked_hash), 0) AS acked,
         EXISTS (SELECT 1 FROM received r JOIN change_set s ON s.no = r.change_set
           WHERE r.peer = p.replica AND (r.at, s.last_change) > (
             coalesce((SELECT max(at) FROM sent s WHERE s.peer = p.replica AND s.handed <> ${handed.kept}), ''),
             coalesce((SELECT max(change) FROM offer o WHERE o.peer = p.replica AND o.pos <= p.reached), 0))) AS owesReceipt,
         (SELECT CASE WHEN s.handed <> ${handed.there} THEN s.number END FROM sent s
          WHERE s.peer = p.replica ORDER BY s.number DESC LIMIT 1) AS unhanded
       FROM (
         SELECT p.*, coalesce(max(s.number), 0) AS since, coalesce(max(s.pos), 0) AS reached
         FROM peer p LEFT JOIN sent s ON s.peer = p.replica AND s.handed <> ${handed.kept} GROUP BY p.replica
       ) p WHERE p.direction <> 'elsewhere'`,
    )
    .all()
  return rows.map(row => {
    const { replica, since } = row
    const revoked = row.revoked === 1
    const changes = revoked
      ? 0
      : row.direction === 'down'
        ? visible(db, row, ownReplica)
        : all(db, row, ownReplica)
    const unconfirmed = row.left > row.acked ? carried(db, row) : 0
    const people = revoked || changes + unconfirmed === 0 ? 0 : peopleIn(db, row, ownReplica)
    const { unhanded } = row
    return {
      replica,
      revoked,
      since,
      changes,
      unconfirmed,
      people,
      owesReceipt: row.owesReceipt === 1,
      unhanded,
    }
  })
}

/** How much the packets that are not confirmed yet carried: what the peer gave itself was only named in them. */
function carried(db: Connection, { replica, acked, left }: Row): number {
  const row = db
    .prepare<[string, number, number], { n: number }>(
      `SELECT count(*) AS n FROM offer o WHERE o.peer = ? AND o.pos > ? AND o.pos <= ? AND NOT ${isYours}`,
    )
    .get(replica, acked, left)
  return row?.n ?? 0
}

/** Everything but what the peer brought; what was given back while its packet was taken in is news to it. */
function all(db: Connection, { replica, seen }: Row, ownReplica: string): number {
  const row = db
    .prepare<[{ peer: string; seen: number; own: string }], { n: number }>(
      `SELECT coalesce(sum(
         CASE WHEN s.label ->> '$.peer' IS NOT @peer THEN s.last_change - max(s.first_change, @seen + 1) + 1
         ELSE (SELECT count(DISTINCT n.change) FROM named n
                 JOIN change r ON r.no = n.change JOIN writer w ON w.no = r.writer
               WHERE n.change BETWEEN max(s.first_change, @seen + 1) AND s.last_change AND w.replica = @own)
         END), 0) AS n
       FROM change_set s WHERE s.last_change > @seen`,
    )
    .get({ peer: replica, seen, own: ownReplica })
  return row?.n ?? 0
}

/** The same of what lies in the peer's part of the tree today (bundles.md, "What goes in"). */
function visible(db: Connection, { replica, org, seen }: Row, ownReplica: string): number {
  const row = db
    .prepare<[{ peer: string; org: string; seen: number; own: string; returns: string }], { n: number }>(
      `WITH RECURSIVE under (id) AS (
         SELECT @org UNION SELECT p.org FROM under JOIN placement p ON p.parent = under.id AND p.until IS NULL
       ), above (id) AS (
         SELECT @org UNION SELECT p.parent FROM above JOIN placement p ON p.org = above.id AND p.until IS NULL
           WHERE p.parent IS NOT NULL
       ), fresh AS (
         SELECT c.no, c.kind, c.entity, c.thing, c.hangs_on FROM change_set s
           JOIN change c ON c.no BETWEEN max(s.first_change, @seen + 1) AND s.last_change
           JOIN writer w ON w.no = c.writer
         WHERE s.last_change > @seen AND (s.label ->> '$.peer' IS NOT @peer OR w.replica = @own)
       )
       SELECT count(*) AS n FROM fresh c WHERE
         c.entity IN ('certificate', 'revocation')
         OR (c.entity IN (${downwards}) AND (c.hangs_on ->> '$[0]') IN (SELECT id FROM above))
         OR (c.entity = 'org' AND c.thing IN (SELECT id FROM above))
         OR c.thing IN (SELECT id FROM under)
         OR EXISTS (
           SELECT 1 FROM (SELECT c.thing AS id UNION ALL SELECT value FROM json_each(c.hangs_on)) about
           WHERE about.id IN (SELECT id FROM under) OR EXISTS (
             SELECT 1 FROM membership m WHERE m.person = about.id AND m.org IN (SELECT id FROM under)
               AND (m.until IS NULL OR c.entity = 'membership')))
         OR (c.kind = 'return' AND c.no IN (SELECT value FROM json_each(@returns)))`,
    )
    .get({
      peer: replica,
      org,
      seen,
      own: ownReplica,
      returns: JSON.stringify(returnsOfOffers(db, replica, seen)),
    })
  return row?.n ?? 0
}

/** The fresh returns that name something which was offered to the peer. */
function returnsOfOffers(db: Connection, peer: string, seen: number): readonly number[] {
  const ranges = db
    .prepare<[number], GivenBackRange>(
      `SELECT n.change AS no, w.no AS writer, n.from_n AS "from", n.to_n AS "to"
       FROM named n JOIN writer w ON w.id = n.writer WHERE n.kind = 'return' AND n.change > ?`,
    )
    .all(seen)
  const offered = db
    .prepare<[string, number, number, number], number>(
      `SELECT EXISTS (SELECT 1 FROM change t CROSS JOIN offer o ON o.peer = ? AND o.change = t.no
         WHERE t.writer = ? AND t.n BETWEEN ? AND ?)`,
    )
    .pluck()
  const counts = countedByReturn(ranges, (writer, from, to) => offered.get(peer, writer, from, to) ?? 0)
  return [...counts].flatMap(([no, n]) => (n > 0 ? [no] : []))
}

/** Whom the next packet is about: those of what is not confirmed yet, and those of what is new. */
function peopleIn(
  db: Connection,
  { replica, left, acked, seen, direction, org }: Row,
  ownReplica: string,
): number {
  const row = db
    .prepare<[Record<string, string | number>], { n: number }>(
      `WITH RECURSIVE under (id) AS (
         SELECT @org UNION SELECT p.org FROM under JOIN placement p ON p.parent = under.id AND p.until IS NULL
       ), chosen AS (
         SELECT c.thing, c.hangs_on FROM offer o JOIN change c ON c.no = o.change
           WHERE o.peer = @peer AND o.pos > @acked AND o.pos <= @left AND NOT ${isYours}
         UNION ALL
         SELECT c.thing, c.hangs_on FROM change_set s
           JOIN change c ON c.no BETWEEN max(s.first_change, @seen + 1) AND s.last_change
           JOIN writer w ON w.no = c.writer
           WHERE s.last_change > @seen AND (s.label ->> '$.peer' IS NOT @peer OR w.replica = @own)
       ), about AS (
         SELECT thing AS id FROM chosen UNION SELECT h.value FROM chosen, json_each(chosen.hangs_on) h
       )
       SELECT count(*) AS n FROM about JOIN person ON person.id = about.id
       WHERE @all OR EXISTS (
         SELECT 1 FROM membership m WHERE m.person = person.id AND m.org IN (SELECT id FROM under))`,
    )
    .get({ peer: replica, left, acked, seen, org, own: ownReplica, all: direction === 'down' ? 0 : 1 })
  return row?.n ?? 0
}
