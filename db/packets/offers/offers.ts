import type { Change } from '#db/journal/change.ts'
import type { ChangeStore } from '#db/journal/change-store.ts'
import type { Journal } from '#db/journal/journal.ts'
import type { Top } from '#db/packets/format/packet-manifest.ts'
import { startHash } from '#db/packets/format/top-hash.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { changeLine } from '../opening/change-line.ts'
import { surveyTerritory } from '../trust/territory.ts'

export type Peer = {
  readonly replica: string
  readonly org: string
  readonly name: string
  readonly direction: 'up' | 'down' | 'beside'
  readonly recipient: string
  readonly acked: Top
}

/**
 * Appends to a peer's offers every change that it may see now and that is not in them, in the order in which they came
 * here. Up goes everything; between replicas of one organization nothing is filtered; down goes what lies in the
 * peer's subtree today, every stay and mark of what ever lay there, the offices above it by name, certificates and
 * revocations, and every return of what was offered (bundles.md, "What goes in"). Answers how long the list is.
 */
export function appendOffers(db: Connection, journal: Journal, peer: Peer): number {
  if (peer.direction === 'down') selectVisible(db, journal, peer)
  else selectAll(db, peer)
  selectTwins(db, peer)
  const { pos } = db
    .prepare<[string], { pos: number }>('SELECT coalesce(max(pos), 0) AS pos FROM offer WHERE peer = ?')
    .get(peer.replica) ?? { pos: 0 }
  db.prepare(
    `INSERT INTO offer (peer, pos, change)
     SELECT ?, ? + row_number() OVER (ORDER BY no < 0, abs(no)), no FROM temp.to_offer ORDER BY no < 0, abs(no)`,
  ).run(peer.replica, pos)
  const added = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM temp.to_offer').get()?.n ?? 0
  db.exec('DROP TABLE temp.to_offer')
  return pos + added
}

function newSelection(db: Connection): void {
  db.exec('DROP TABLE IF EXISTS temp.to_offer; CREATE TEMP TABLE to_offer (no INTEGER PRIMARY KEY)')
}

const notOffered = 'NOT EXISTS (SELECT 1 FROM offer o WHERE o.peer = @peer AND o.change = c.no)'

function selectAll(db: Connection, peer: Peer): void {
  newSelection(db)
  db.prepare(`INSERT INTO temp.to_offer SELECT c.no FROM change c WHERE ${notOffered}`).run({
    peer: peer.replica,
  })
}

function selectVisible(db: Connection, journal: Journal, peer: Peer): void {
  const { now, ever } = surveyTerritory(db, journal, peer.org)
  newSelection(db)
  db.prepare(
    `WITH RECURSIVE above (id) AS (
       SELECT @org UNION SELECT p.parent FROM above JOIN placement p ON p.org = above.id AND p.until IS NULL WHERE p.parent IS NOT NULL
     )
     INSERT INTO temp.to_offer
     SELECT c.no FROM change c WHERE ${notOffered} AND (
       c.entity IN ('certificate', 'revocation')
       OR (c.entity IN ('placement', 'membership') AND (
         (c.hangs_on ->> '$[0]') IN (SELECT id FROM ${ever}) OR (c.hangs_on ->> '$[0]') IN (SELECT id FROM above)))
       OR (c.entity = 'merge' AND EXISTS (
         SELECT 1 FROM json_each(c.hangs_on) h WHERE h.value IN (SELECT id FROM ${ever})))
       OR (c.entity = 'org' AND c.thing IN (SELECT id FROM above))
       OR (c.entity NOT IN ('placement', 'membership', 'merge') AND (
         c.thing IN (SELECT id FROM ${now})
         OR EXISTS (SELECT 1 FROM json_each(c.hangs_on) h WHERE h.value IN (SELECT id FROM ${now}))))
     )`,
  ).run({ peer: peer.replica, org: peer.org })
  selectMatters(db, peer)
  selectRemovals(db, peer)
  selectReturns(db, peer)
}

/** Of two contents under one id both travel; the one that does not count has a number of its own, below zero. */
function selectTwins(db: Connection, peer: Peer): void {
  const isSeen =
    peer.direction === 'down'
      ? `(t.thing IN (SELECT id FROM temp.territory_now) OR EXISTS (
           SELECT 1 FROM json_each(t.hangs_on) h WHERE h.value IN (SELECT id FROM temp.territory_ever)))`
      : 'TRUE'
  db.prepare(
    `INSERT OR IGNORE INTO temp.to_offer SELECT -t.no FROM twin t
     WHERE NOT EXISTS (SELECT 1 FROM offer o WHERE o.peer = ? AND o.change = -t.no) AND ${isSeen}`,
  ).run(peer.replica)
}

/** A matter goes, with all its steps, wherever one of these leads: to an office to which it was passed on later, too. */
function selectMatters(db: Connection, peer: Peer): void {
  db.prepare(
    `WITH matter (id) AS (
       SELECT s.subject FROM temp.territory_now here CROSS JOIN step s ON s.org = here.id
       UNION SELECT s.subject FROM temp.territory_now here CROSS JOIN step s ON s.other = here.id
     ), about (id) AS (
       SELECT id FROM matter UNION SELECT s.id FROM matter CROSS JOIN step s ON s.subject = matter.id
     )
     INSERT OR IGNORE INTO temp.to_offer
     SELECT c.no FROM about CROSS JOIN change c ON c.thing = about.id WHERE ${notOffered}`,
  ).run({ peer: peer.replica })
}

/** That somebody was removed goes wherever a record that hangs on him was offered: it must not count there either. */
function selectRemovals(db: Connection, peer: Peer): void {
  db.prepare(
    `INSERT OR IGNORE INTO temp.to_offer
     SELECT c.no FROM change c WHERE c.kind = 'remove' AND ${notOffered} AND c.thing IN (
       SELECT h.value FROM change hanging, json_each(hanging.hangs_on) h
       WHERE hanging.no IN (SELECT change FROM offer WHERE peer = @peer) OR hanging.no IN (SELECT no FROM temp.to_offer))`,
  ).run({ peer: peer.replica })
}

/** A return goes wherever what it returns has gone, and back where that came from; returns of returns after them. */
function selectReturns(db: Connection, peer: Peer): void {
  const more = db.prepare(
    `INSERT OR IGNORE INTO temp.to_offer
     SELECT DISTINCT c.no FROM named n JOIN change c ON c.no = n.change
     WHERE ${notOffered} AND EXISTS (
       SELECT 1 FROM writer w JOIN change target ON target.writer = w.no AND target.n BETWEEN n.from_n AND n.to_n
       WHERE w.id = n.writer
         AND (EXISTS (SELECT 1 FROM offer o WHERE o.peer = @peer AND o.change = target.no)
           OR EXISTS (SELECT 1 FROM taken t WHERE t.peer = @peer AND t.change = target.no)
           OR target.no IN (SELECT no FROM temp.to_offer)))`,
  )
  for (let added = 1; added > 0; ) added = more.run({ peer: peer.replica }).changes
}

/** One place of a list of offers: a change, or the content under its id that does not count. */
export type Offered = { readonly pos: number; readonly no: number }

/** What was offered: the line of a packet, and what the running hash of the list is made over. */
export type Reading = {
  readonly writer: string
  readonly n: number
  readonly digest: () => string
  readonly line: () => string
}

type Twin = { readonly writer: string; readonly n: number; readonly digest: string; readonly line: string }

/** Reads offers as they stand in the list, in that order. */
export function readOffered(
  db: Connection,
  changes: ChangeStore,
  offered: readonly Offered[],
  digestOf: (change: Change) => string,
): Reading[] {
  const wanted = offered.filter(({ no }) => no > 0).map(({ no }) => no)
  const known = new Map(changes.numbered(wanted).map(({ no, change }) => [no, change]))
  const twin = db.prepare<[number], Twin>('SELECT writer, n, digest, line FROM twin WHERE no = ?')
  return offered.map(({ no }) => {
    const change = known.get(no)
    if (change !== undefined) {
      const { origin, n } = change
      return { writer: origin.writer, n, digest: () => digestOf(change), line: () => changeLine(change) }
    }
    const other = twin.get(-no)
    invariant(other, `what was offered lies here: ${no}`)
    return { writer: other.writer, n: other.n, digest: () => other.digest, line: () => other.line }
  })
}

/** The end of a peer's list of offers as it was when something was last sent to it, with its running hash. */
export function lastTop(db: Connection, peer: string): Top {
  return (
    db
      .prepare<[string], Top>(
        'SELECT pos, hash FROM sent WHERE peer = ? ORDER BY pos DESC, number DESC LIMIT 1',
      )
      .get(peer) ?? { pos: 0, hash: startHash }
  )
}

/** From where a packet must begin: the place that the peer's latest statement names, if this list still has it. */
export function baseFor(db: Connection, peer: Peer): Top {
  const { pos, hash } = peer.acked
  const known = db
    .prepare<[string, number, string], { pos: number }>(
      'SELECT pos FROM sent WHERE peer = ? AND pos = ? AND hash = ?',
    )
    .get(peer.replica, pos, hash)
  return known ? { pos, hash } : { pos: 0, hash: startHash }
}
