import type { Change, Put } from '#db/journal/change.ts'
import type { ChangeStore } from '#db/journal/store/change-store.ts'
import { startHash } from '#db/packets/format/top-hash.ts'
import type { Connection } from '#db/sqlite/connection.ts'

type Meeting = { readonly thing: string; readonly ours: number; readonly known: 0 | 1 }

/** How many of these are kept; the oldest go first. */
const most = 500

/**
 * Notes of what a packet brought where it changed a record of which this registry holds a change of another office, in
 * other fields, that its sender did not know: no conflict, since both hold, but a person should look at what came of
 * it. To be called in the transaction that takes the packet in, once its changes are stored.
 */
export function noteLooks(
  db: Connection,
  changes: ChangeStore,
  from: {
    readonly peer: string
    readonly have: { readonly pos: number; readonly hash: string } | null
    readonly extent: readonly [first: number, last: number]
    readonly at: string
  },
): void {
  const [first, last] = from.extent
  if (first === 0) return
  const met = metBefore(db, from.peer, known(db, from), first, last)
  if (met.length === 0) return
  const put = db.prepare('INSERT OR IGNORE INTO for_look (thing, theirs, ours, at) VALUES (?, ?, ?, ?)')
  for (const [thing, rows] of Map.groupBy(met, row => row.thing)) {
    const unknown = new Set(rows.flatMap(row => (row.known === 0 ? [row.ours] : [])))
    const ours = changes.numbered(rows.map(row => row.ours))
    const theirs = changes.numbered(broughtOn(db, thing, first, last))
    for (const their of theirs) {
      const met = ours.find(
        our =>
          isLook(their.change, our.change) &&
          (unknown.has(our.no) || our.change.lamport >= their.change.lamport),
      )
      if (met !== undefined) put.run(thing, their.no, met.no, from.at)
    }
  }
  db.prepare('DELETE FROM for_look WHERE no <= (SELECT max(no) FROM for_look) - ?').run(most)
}

/** The place of the offers to the sender up to which it has everything; 0 where its statement names none of them. */
function known(
  db: Connection,
  { peer, have }: { readonly peer: string; readonly have: { pos: number; hash: string } | null },
): number {
  const { pos, hash } = have ?? { pos: 0, hash: startHash }
  const row = db
    .prepare<[string, number, string], { pos: number }>(
      'SELECT pos FROM sent WHERE peer = ? AND pos = ? AND hash = ?',
    )
    .get(peer, pos, hash)
  return row?.pos ?? 0
}

/**
 * Changes that were here before, of things that the packet changes, which its authors may not have known: the sender
 * neither brought them nor has them from here, or they are not below all that the packet brings.
 */
function metBefore(db: Connection, peer: string, pos: number, first: number, last: number): Meeting[] {
  return db
    .prepare<[Record<string, string | number>], Meeting>(
      `WITH touched AS (
         SELECT thing, min(lamport) AS least FROM change WHERE no BETWEEN @first AND @last AND kind = 'put' GROUP BY thing
       ), met AS (
         SELECT t.thing, o.no AS ours, o.lamport >= t.least AS late,
           EXISTS (SELECT 1 FROM offer f WHERE f.peer = @peer AND f.change = o.no AND f.pos <= @pos)
             OR EXISTS (SELECT 1 FROM taken k WHERE k.peer = @peer AND k.change = o.no) AS known
         FROM touched t
           CROSS JOIN change o INDEXED BY change_thing ON o.thing = t.thing AND o.no < @first AND o.kind = 'put'
       )
       SELECT thing, ours, known FROM met WHERE late OR NOT known`,
    )
    .all({ peer, pos, first, last })
}

function broughtOn(db: Connection, thing: string, first: number, last: number): number[] {
  return db
    .prepare<[string, number, number], number>(
      "SELECT no FROM change INDEXED BY change_thing WHERE thing = ? AND no BETWEEN ? AND ? AND kind = 'put'",
    )
    .pluck()
    .all(thing, first, last)
}

/** Two edits by two offices that share no field: a shared one is a conflict, or one of them knew of the other. */
function isLook(their: Change, our: Change): boolean {
  if (!isEdit(their) || !isEdit(our)) return false
  if (their.origin.office === our.origin.office) return false
  return !Object.keys(their.body.set).some(register => register in our.body.set)
}

function isEdit(change: Change): change is Put {
  return change.kind === 'put' && change.body.base !== undefined
}
