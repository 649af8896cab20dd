import type { Change } from '#db/journal/change.ts'
import type { ChangeStore } from '#db/journal/store/change-store.ts'
import type { Top } from '#db/packets/format/packet-manifest.ts'
import { startHash } from '#db/packets/format/top-hash.ts'
import { selectOffers } from '#db/packets/status/select-offers.ts'
import type { Session } from '#db/session.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Report } from '#db/shared/long-work.ts'
import { type Connection, prepareOnce, registryFile } from '#db/sqlite/connection.ts'
import type { Drawn } from '../opening/lines/column-writer.ts'
import { returnsInForce } from '../trust/returned-stays.ts'

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
 * here (`select-offers.ts`). Of a large registry they are looked for in a thread that only reads: nothing of what is
 * looked at is changed by a work that has not ended. Answers how long the list is.
 */
export async function appendOffers(session: Session, peer: Peer, report: Report): Promise<number> {
  const { db, journal } = session.writing()
  const { replica, org, direction } = peer
  const returns = direction === 'down' ? returnsInForce(db, journal) : []
  const wanted = { replica, org, direction, returns }
  const { no } = prepareOnce<[], { no: number | null }>(db, 'SELECT max(no) AS no FROM change').get() ?? {
    no: 0,
  }
  let { pos } = db
    .prepare<[string], { pos: number }>('SELECT coalesce(max(pos), 0) AS pos FROM offer WHERE peer = +?')
    .get(replica) ?? { pos: 0 }
  const put = prepareOnce(
    db,
    'INSERT INTO offer (peer, pos, change) SELECT ?, ? + j.key + 1, j.value FROM json_each(?) j ORDER BY j.key',
  )
  const append = (numbers: readonly number[]) => {
    put.run(replica, pos, JSON.stringify(numbers))
    pos += numbers.length
  }
  if ((no ?? 0) < large) {
    for (const numbers of selectOffers(db, wanted)) append(numbers)
  } else {
    await session.threads.run({
      request: { task: 'select-offers', input: wanted, file: registryFile(session.folder) },
      report,
      onChunk: async numbers => append(numbers),
    })
  }
  return pos
}

/** From so many changes on a thread is worth its start. */
const large = 20_000

/** One place of a list of offers: a change, or the content under its id that does not count. */
export type Offered = { readonly pos: number; readonly no: number }

/** What was offered: the line of a packet, and what the running hash of the list is made over. */
export type Reading = {
  readonly writer: string
  readonly n: number
  readonly digest: () => string
  readonly drawn: Drawn
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
  const twin = prepareOnce<[number], Twin>(db, 'SELECT writer, n, digest, line FROM twin WHERE no = ?')
  return offered.map(({ no }) => {
    const change = known.get(no)
    if (change !== undefined) {
      const { origin, n } = change
      return { writer: origin.writer, n, digest: () => digestOf(change), drawn: { change } }
    }
    const other = twin.get(-no)
    invariant(other, `what was offered lies here: ${no}`)
    return { writer: other.writer, n: other.n, digest: () => other.digest, drawn: { text: other.line } }
  })
}

/** The end of a peer's list of offers as it was when something was last sent to it, with its running hash. */
export function lastTop(db: Connection, peer: string): Top {
  return (
    db
      .prepare<[string], Top>(
        'SELECT pos, hash FROM sent WHERE peer = +? ORDER BY pos DESC, number DESC LIMIT 1',
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
