import type { Change, Put } from '#db/journal/change.ts'
import type { ChangeStore } from '#db/journal/store/change-store.ts'
import { startHash } from '#db/packets/format/top-hash.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'

type Meeting = { readonly thing: string; readonly ours: number; readonly known: 0 | 1 }

/** How many of these are kept; the oldest go first. */
const most = 500

/**
 * Notes of what a packet brought where it changed a record of which this registry holds a change of another office, in
 * other fields, that its sender did not know: no conflict, since both hold, but a person should look at what came of
 * it. To be called in the transaction that takes the packet in, once its changes are stored; `between` is asked after each
 * record whether to go on.
 */
export async function noteLooks(
  db: Connection,
  changes: ChangeStore,
  from: {
    readonly peer: string
    readonly have: { readonly pos: number; readonly hash: string } | null
    readonly extent: readonly [first: number, last: number]
    readonly at: string
  },
  between: () => Promise<void>,
): Promise<void> {
  const [first, last] = from.extent
  if (first === 0) return
  const met = metBefore(db, from.peer, known(db, from), first, last)
  if (met.length === 0) return
  const put = prepareOnce(db, 'INSERT OR IGNORE INTO for_look (thing, theirs, ours, at) VALUES (?, ?, ?, ?)')
  const inConflict = prepareOnce<[string], string>(
    db,
    'SELECT register FROM conflict WHERE thing = ?',
  ).pluck()
  for (const [thing, rows] of Map.groupBy(met, row => row.thing)) {
    await between()
    const unknown = new Set(rows.flatMap(row => (row.known === 0 ? [row.ours] : [])))
    const ours = changes.numbered(rows.map(row => row.ours))
    const theirs = changes.numbered(broughtOn(db, thing, first, last))
    const areAtOnce = (their: Numbered, our: Numbered) =>
      areOfTwoOffices(their.change, our.change) &&
      (unknown.has(our.no) || our.change.lamport >= their.change.lamport)
    const contested = new Set([...inConflict.all(thing), ...contestedIn(theirs, ours, unknown)])
    const isOfItsOwn = ({ change }: Numbered) => registersOf(change).some(one => !contested.has(one))
    for (const their of theirs.filter(isOfItsOwn)) {
      const met = ours.find(
        our => isOfItsOwn(our) && areAtOnce(their, our) && !shareField(their.change, our.change),
      )
      if (met !== undefined) put.run(thing, their.no, met.no, from.at)
    }
  }
  prepareOnce(db, 'DELETE FROM for_look WHERE no <= (SELECT max(no) FROM for_look) - ?').run(most)
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
  return prepareOnce<[Record<string, string | number>], Meeting>(
    db,
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
  ).all({ peer, pos, first, last })
}

function broughtOn(db: Connection, thing: string, first: number, last: number): number[] {
  return db
    .prepare<[string, number, number], number>(
      "SELECT no FROM change INDEXED BY change_thing WHERE thing = ? AND no BETWEEN ? AND ? AND kind = 'put'",
    )
    .pluck()
    .all(thing, first, last)
}

type Numbered = { readonly no: number; readonly change: Change }

/** The registers that both sides wrote at once: those stand among the conflicts, and need no look beside. */
function contestedIn(
  theirs: readonly Numbered[],
  ours: readonly Numbered[],
  unknown: ReadonlySet<number>,
): ReadonlySet<string> {
  // Of each register and office here, below which lamport a change of theirs did not know it.
  const below = new Map<string, Map<string, number>>()
  for (const { no, change } of ours.filter(one => isEdit(one.change))) {
    const { office } = change.origin
    const lamport = unknown.has(no) ? Number.POSITIVE_INFINITY : change.lamport
    for (const register of registersOf(change)) {
      const offices = below.get(register) ?? new Map<string, number>()
      offices.set(office, Math.max(offices.get(office) ?? 0, lamport))
      below.set(register, offices)
    }
  }
  const contested = new Set<string>()
  for (const { change } of theirs.filter(one => isEdit(one.change))) {
    for (const register of registersOf(change)) {
      const offices = [...(below.get(register) ?? [])]
      const isAtOnce = ([office, lamport]: [string, number]) =>
        office !== change.origin.office && lamport >= change.lamport
      if (offices.some(isAtOnce)) contested.add(register)
    }
  }
  return contested
}

const registersOf = (change: Change) => (change.kind === 'put' ? Object.keys(change.body.set) : [])

/** Two edits by two offices. */
function areOfTwoOffices(their: Change, our: Change): boolean {
  return isEdit(their) && isEdit(our) && their.origin.office !== our.origin.office
}

/** Whether both write one register: that is a conflict, or one of them knew of the other. */
function shareField(their: Change, our: Change): boolean {
  const written = new Set(registersOf(our))
  return registersOf(their).some(register => written.has(register))
}

function isEdit(change: Change): change is Put {
  return change.kind === 'put' && change.body.base !== undefined
}
