import type { ChangeStore } from '#db/journal/store/change-store.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { judgedBy, lastShift } from './aside/tried-again.ts'

/**
 * What a packet waits for: one before it, what this office once had and gave to the sender, that its sender stands
 * somewhere that is heard here, or that a person says yes to many people leaving; nothing, once all that it holds has come
 * with a later one.
 */
export type Awaits = 'earlier' | 'lacking' | 'elsewhere' | 'many-leave' | 'nothing'

/** A packet that waits, as far as it is asked about here. */
export type WaitingRow = {
  readonly peer: string
  readonly hash: string
  readonly needs_pos: number
  readonly awaits: Awaits
}

/** What is known of why a packet waits: a change that it builds on and that is not here, where it is one. */
export type Lacked = { readonly writer: string; readonly n: number }

/**
 * When a packet that waits is opened again. To open one costs all that it holds, and twenty of each sender may wait: opened
 * again with every packet, they would make each one that comes later as slow as all of them together.
 *
 * - *For an earlier one*: once the place from which it goes on was reached, and its sender sent something since.
 * - *For what this office once had*: once that is here again; where something else lies there, once its sender sent something.
 * - *For a person's yes*: once its sender sent something.
 * - *For its sender to be heard here*, and all others too: once certificates, revocations or places of offices came.
 *
 * Each new day all are opened once, and after an update of the program: what they hold may have come in other ways.
 */
export class WaitingAgain {
  readonly #db: Connection
  readonly #changes: ChangeStore
  readonly #by: string
  #shifted: number | undefined

  /** `day`: today. */
  constructor(db: Connection, changes: ChangeStore, day: string) {
    this.#db = db
    this.#changes = changes
    this.#by = judgedBy(db, day)
  }

  isDue(row: WaitingRow): boolean {
    const tried = readTried(this.#db)[nameOf(row)]
    if (tried === undefined || tried.by !== this.#by || tried.awaits !== row.awaits) return true
    const { upTo, received, lacked } = tried
    if (upTo < this.#lastShift()) return true
    const hasSent = () => receivedFrom(this.#db, row.peer) !== received
    switch (row.awaits) {
      case 'nothing':
        return true
      case 'earlier':
        return hasSent() && isReached(this.#db, row)
      case 'lacking':
        return lacked === null ? hasSent() : this.#changes.isKnown(lacked.writer, lacked.n)
      case 'elsewhere':
        return false
      case 'many-leave':
        return hasSent()
    }
  }

  /** Asked once for all that wait: after an import there may be much to go through. */
  #lastShift(): number {
    if (this.#shifted !== undefined) return this.#shifted
    const tried = Object.values(readTried(this.#db)).filter(({ by }) => by === this.#by)
    this.#shifted = lastShift(this.#db, Math.min(...tried.map(({ upTo }) => upTo)))
    return this.#shifted
  }

  /** To be called with what it waits for after all, in the transaction that says so. */
  note(row: Pick<WaitingRow, 'peer' | 'hash' | 'awaits'>, lacked: Lacked | undefined): void {
    const db = this.#db
    const here = new Set(
      prepareOnce<[], Pick<WaitingRow, 'peer' | 'hash'>>(db, 'SELECT peer, hash FROM waiting')
        .all()
        .map(nameOf),
    )
    const kept = Object.entries(readTried(db)).filter(([name]) => here.has(name))
    const tried: Tried = {
      ...{ by: this.#by, awaits: row.awaits, lacked: lacked ?? null },
      ...{ upTo: lastChange(db), received: receivedFrom(db, row.peer) },
    }
    prepareOnce(db, 'INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(
      key,
      JSON.stringify(Object.fromEntries([...kept, [nameOf(row), tried]])),
    )
  }
}

type Tried = {
  readonly by: string
  readonly awaits: Awaits
  readonly upTo: number
  /** How many packets of its sender had been taken in. */
  readonly received: number
  readonly lacked: Lacked | null
}

/** A note of this PC alone, by sender and end of a packet. */
const key = 'waiting_tried'

const nameOf = ({ peer, hash }: Pick<WaitingRow, 'peer' | 'hash'>) => `${peer} ${hash}`

function readTried(db: Connection): Readonly<Record<string, Tried>> {
  const row = prepareOnce<[string], { value: string }>(db, 'SELECT value FROM meta WHERE key = ?').get(key)
  return row === undefined ? {} : JSON.parse(row.value)
}

function lastChange(db: Connection): number {
  return prepareOnce<[], { no: number | null }>(db, 'SELECT max(no) AS no FROM change').get()?.no ?? 0
}

function receivedFrom(db: Connection, peer: string): number {
  const count = prepareOnce<[string], { n: number }>(db, 'SELECT count(*) AS n FROM received WHERE peer = ?')
  return count.get(peer)?.n ?? 0
}

function isReached(db: Connection, { peer, needs_pos }: WaitingRow): boolean {
  const find = prepareOnce<[string, number]>(db, 'SELECT 1 FROM received WHERE peer = ? AND pos = ? LIMIT 1')
  return find.get(peer, needs_pos) !== undefined
}
