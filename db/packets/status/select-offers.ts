import { downwardKinds } from '#db/records/kinds.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Task } from '#db/sqlite/task.ts'
import { surveyTerritory } from './territory.ts'

/** For whom, and the returns for want of authority that are in force: they take stays out of what ever lay anywhere. */
export type OffersWanted = {
  readonly replica: string
  readonly org: string
  readonly direction: 'up' | 'down' | 'beside'
  readonly returns: readonly number[]
}

/** How many numbers are handed over at a time. */
const page = 5000

/** As `selectOffers`, in a thread: it goes through the whole journal. */
export const selectOffersTask: Task<OffersWanted, readonly number[], null> = async (wanted, tools) => {
  for (const numbers of selectOffers(tools.connection(), wanted)) await tools.emit(numbers)
  return null
}

/**
 * The numbers of all changes that a peer may see now and that are not in its list, in the order in which they came here.
 * Up goes everything; between replicas of one organization nothing is filtered; down goes what lies in the
 * peer's subtree today, every stay and mark of what ever lay there, the offices above it by name and what they lay down, certificates and
 * revocations, and every return of what was offered (bundles.md, "What goes in"). That two people are not one goes where both
 * lie: nobody hears who else resembles his member. Of two contents under one id the one
 * that does not count has a number of its own, below zero; these come last.
 */
export function* selectOffers(db: Connection, wanted: OffersWanted): Generator<readonly number[]> {
  db.exec('CREATE TEMP TABLE IF NOT EXISTS to_offer (no INTEGER PRIMARY KEY); DELETE FROM temp.to_offer')
  if (wanted.direction === 'down') selectVisible(db, wanted)
  else selectAll(db, wanted)
  selectTwins(db, wanted)
  for (const order of ['> ? AND no > 0 ORDER BY no', '< ? ORDER BY no DESC']) {
    const next = db
      .prepare<[number], number>(`SELECT no FROM temp.to_offer WHERE no ${order} LIMIT ${page}`)
      .pluck()
    for (let numbers = next.all(0); numbers.length > 0; numbers = next.all(numbers.at(-1) ?? 0)) yield numbers
  }
  db.exec('DELETE FROM temp.to_offer')
}

/** What an office lays down for all below it, as SQL. */
export const downwards = downwardKinds.map(kind => `'${kind}'`).join(', ')

/** What the peer gave us himself, by the last top of his that is here, as SQL of a place `o` of his list: it is named and not repeated. */
export const isYours = 'EXISTS (SELECT 1 FROM taken t WHERE t.peer = o.peer AND t.change = o.change)'

const notOffered = 'NOT EXISTS (SELECT 1 FROM offer o WHERE o.peer = @peer AND o.change = c.no)'

function selectAll(db: Connection, peer: OffersWanted): void {
  prepareOnce(db, `INSERT INTO temp.to_offer SELECT c.no FROM change c WHERE ${notOffered}`).run({
    peer: peer.replica,
  })
}

function selectVisible(db: Connection, peer: OffersWanted): void {
  const { now, ever } = surveyTerritory(db, peer.returns, peer.org)
  prepareOnce(
    db,
    `WITH RECURSIVE above (id) AS (
       SELECT @org UNION SELECT p.parent FROM above JOIN placement p ON p.org = above.id AND p.until IS NULL WHERE p.parent IS NOT NULL
     )
     INSERT INTO temp.to_offer
     SELECT c.no FROM change c WHERE ${notOffered} AND (
       c.entity IN ('certificate', 'revocation')
       OR (c.entity IN (${downwards}) AND (c.hangs_on ->> '$[0]') IN (SELECT id FROM above))
       OR (c.entity IN ('placement', 'membership') AND (
         (c.hangs_on ->> '$[0]') IN (SELECT id FROM ${ever}) OR (c.hangs_on ->> '$[0]') IN (SELECT id FROM above)))
       OR (c.entity = 'merge' AND EXISTS (
         SELECT 1 FROM json_each(c.hangs_on) h WHERE h.value IN (SELECT id FROM ${ever})))
       OR (c.entity = 'org' AND c.thing IN (SELECT id FROM above))
       OR (c.entity NOT IN ('placement', 'membership', 'merge') AND (
         c.thing IN (SELECT id FROM ${now})
         OR EXISTS (SELECT 1 FROM json_each(c.hangs_on) h WHERE h.value IN (SELECT id FROM ${now}))))
     ) AND (c.entity <> 'apart' OR NOT EXISTS (
       SELECT 1 FROM json_each(c.hangs_on) h WHERE h.value NOT IN (SELECT id FROM ${now})))`,
  ).run({ peer: peer.replica, org: peer.org })
  selectMatters(db, peer)
  selectRemovals(db, peer)
  selectReturns(db, peer)
}

/**
 * Of two contents under one id both travel; the one that does not count has a number of its own, below zero. It goes to nobody
 * who is not to see the one that counts: there it would count.
 */
function selectTwins(db: Connection, peer: OffersWanted): void {
  const isSeen =
    peer.direction === 'down'
      ? `(t.thing IN (SELECT id FROM temp.territory_now) OR EXISTS (
           SELECT 1 FROM json_each(t.hangs_on) h WHERE h.value IN (SELECT id FROM temp.territory_ever)))
         AND EXISTS (
           SELECT 1 FROM writer w JOIN change c ON c.writer = w.no AND c.n = t.n WHERE w.id = t.writer
             AND (c.no IN (SELECT no FROM temp.to_offer) OR EXISTS (
               SELECT 1 FROM offer b WHERE b.peer = @peer AND b.change = c.no)))`
      : 'TRUE'
  prepareOnce(
    db,
    `INSERT OR IGNORE INTO temp.to_offer SELECT -t.no FROM twin t
     WHERE NOT EXISTS (SELECT 1 FROM offer o WHERE o.peer = @peer AND o.change = -t.no) AND ${isSeen}`,
  ).run({ peer: peer.replica })
}

/** A matter goes, with all its steps, wherever one of these leads: to an office to which it was passed on later, too. */
function selectMatters(db: Connection, peer: OffersWanted): void {
  prepareOnce(
    db,
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

/**
 * That somebody was removed goes wherever a record that hangs on him was offered: it must not count there either. Where an
 * edit keeps him all the same, which that office may not see, his removal stays here: his record holds.
 */
function selectRemovals(db: Connection, peer: OffersWanted): void {
  prepareOnce(
    db,
    `INSERT OR IGNORE INTO temp.to_offer
     SELECT c.no FROM change c WHERE c.kind = 'remove' AND ${notOffered}
       AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = c.thing) AND NOT EXISTS (SELECT 1 FROM org o WHERE o.id = c.thing)
       AND c.thing IN (
       SELECT h.value FROM change hanging, json_each(hanging.hangs_on) h
       WHERE hanging.no IN (SELECT change FROM offer WHERE peer = @peer) OR hanging.no IN (SELECT no FROM temp.to_offer))`,
  ).run({ peer: peer.replica })
}

/** A return goes wherever what it returns has gone, and back where that came from; returns of returns after them. */
function selectReturns(db: Connection, peer: OffersWanted): void {
  const more = prepareOnce(
    db,
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
