import { type Change, digestOf, rankOf } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import type { OpenedPacket } from '#db/packets/format/open-packet.ts'
import { damaged } from '#db/packets/format/packet-refusal.ts'
import { hashAfter } from '#db/packets/format/top-hash.ts'
import type { Report } from '#db/shared/long-work.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { type Card, contradictsItself, type Run, readLine } from './change-line.ts'

const checking = { zh: '正在核对数据包', en: 'Checking the packet' }

/** The most cards, and the most places in the list, of one packet. */
const most = { cards: 100_000, places: 5_000_000, placements: 50_000, twins: 1000 }

/** How far a packet from below may leap beyond the highest lamport known, in running order. */
const farthestLeap = 2 ** 32

/** A change under a known id whose content is another one than is known here. */
export type Twin = { readonly other: Change; readonly digest: string }

/** What a packet holds, read once before anything is written; its new changes lie in `temp.incoming` meanwhile. */
export type Survey = {
  readonly cards: readonly Card[]
  /** How far the packet leads in the sender's list of offers. */
  readonly total: number
  readonly news: number
  /** Whether it names changes that the sender says to have from here, and that are not here. */
  readonly lacks: boolean
  readonly placements: readonly Change[]
  readonly certificates: readonly Change[]
  readonly twins: readonly Twin[]
  /** Changes whose own names contradict themselves: they are no changes. */
  readonly contradictions: number
  /** Whether some lamport leaps farther than an office below may leap. */
  readonly leaps: boolean
}

/**
 * Reads a verified packet's lines: that each is a change, a card or a run of places; that ids and contents lead from
 * the one place in the sender's offers to the other; what is new and what is known. Memory stays bounded: the new
 * changes wait in a temporary table, `temp.incoming`, and the places in `temp.place`.
 */
export async function surveyPacket(
  packet: OpenedPacket,
  db: Connection,
  journal: Journal,
  report: Report,
): Promise<Survey> {
  const { manifest } = packet
  const { fromTop, toTop } = manifest
  const total = toTop.pos - fromTop.pos
  if (total < 0 || total > most.places || manifest.cards > most.cards) throw broken(packet)
  const put = begun(db)
  let { pos, hash } = fromTop
  let [news, contradictions, lacks, leaps, yours] = [0, 0, false, false, 0]
  let lamport = journal.changes.highestLamport()
  const cards: Card[] = []
  const placements: Change[] = []
  const certificates: Change[] = []
  const twins: Twin[] = []

  const pass = (change: Change, digest: string) => {
    pos++
    if (pos > toTop.pos) throw broken(packet)
    hash = hashAfter(hash, change.origin.writer, change.n, digest)
    put.place.run(pos, change.origin.writer, change.n)
    if (change.lamport > lamport + farthestLeap) leaps = true
    lamport = Math.max(lamport, change.lamport)
  }
  const passRun = ([writer, from, to]: Run) => {
    const here = journal.changes.countInRange(writer, from, to)
    yours += to - from + 1
    if (here !== to - from + 1) lacks = true
    if (lacks) return
    for (let at = from; at <= to; ) {
      const some = journal.changes.someInRange(writer, at, to, 1000)
      for (const change of some) pass(change, digestOf(change))
      at = (some.at(-1)?.n ?? to) + 1
    }
  }
  const passChange = (change: Change) => {
    const digest = digestOf(change)
    pass(change, digest)
    if (contradictsItself(change)) {
      contradictions++
      return
    }
    const [known] = journal.changes.inRange(change.origin.writer, change.n, change.n)
    if (known !== undefined) {
      if (digestOf(known) === digest) return
      // What stands there in the sender's list is not what lies here under that id.
      put.unplace.run(pos)
      if (twins.length < most.twins) twins.push({ other: change, digest })
      return
    }
    const { origin, n, thing, entity } = change
    const done = put.incoming.run(
      pos,
      origin.writer,
      n,
      origin.replica,
      rankOf(change),
      thing,
      digest,
      JSON.stringify(change),
    )
    if (done.changes === 0) {
      // The packet itself brings two contents under one id.
      put.unplace.run(pos)
      if (twins.length < most.twins) twins.push({ other: change, digest })
      return
    }
    news++
    if (entity === 'certificate') certificates.push(change)
    if (entity === 'placement' && placements.length < most.placements) placements.push(change)
  }

  let read = 0
  for await (const text of packet.changes) {
    const line = readLine(text)
    if (line === undefined) throw broken(packet)
    if ('card' in line) {
      cards.push(line.card)
      if (cards.length > manifest.cards) throw broken(packet)
    } else if ('yours' in line) {
      for (const run of line.yours) passRun(run)
      if (yours > manifest.yours) throw broken(packet)
    } else if (!lacks) {
      passChange(line.change)
    }
    if (++read % 100 === 0) await report(checking, pos - fromTop.pos, total)
  }
  const isWhole = pos === toTop.pos && hash === toTop.hash
  // Under an id that the sender has from here something else may lie here by now: his next packet knows.
  if (!isWhole && yours > 0) lacks = true
  if (!lacks && !isWhole) throw broken(packet)
  return { cards, total, news, lacks, placements, certificates, twins, contradictions, leaps }
}

/** From below such a leap would cut slow offices off from all others. */
export function refuseLeap(packet: OpenedPacket): never {
  throw damaged(packet.name, {
    zh: '其中的变更序号远远超出本台账所知',
    en: 'its changes are numbered far beyond all that is known here',
  })
}

function broken(packet: OpenedPacket) {
  return damaged(packet.name, {
    zh: '其中的变更记录与清单不符',
    en: 'its changes are not those that its manifest names',
  })
}

function begun(db: Connection) {
  db.exec(`
    DROP TABLE IF EXISTS temp.incoming; DROP TABLE IF EXISTS temp.place;
    CREATE TEMP TABLE incoming (
      pos INTEGER PRIMARY KEY, writer TEXT NOT NULL, n INTEGER NOT NULL, replica TEXT NOT NULL, rank TEXT NOT NULL,
      thing TEXT NOT NULL, digest TEXT NOT NULL, line TEXT NOT NULL, proved INTEGER NOT NULL DEFAULT 0,
      -- take, aside, drop, or the code for which it is given back
      fate TEXT NOT NULL DEFAULT 'take'
    );
    CREATE UNIQUE INDEX temp.incoming_id ON incoming (writer, n);
    CREATE INDEX temp.incoming_rank ON incoming (rank, writer, n);
    CREATE TEMP TABLE place (pos INTEGER PRIMARY KEY, writer TEXT NOT NULL, n INTEGER NOT NULL);
  `)
  return {
    incoming: db.prepare(
      `INSERT OR IGNORE INTO temp.incoming (pos, writer, n, replica, rank, thing, digest, line)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    place: db.prepare('INSERT INTO temp.place (pos, writer, n) VALUES (?, ?, ?)'),
    unplace: db.prepare('DELETE FROM temp.place WHERE pos = ?'),
  }
}

export function endSurvey(db: Connection): void {
  db.exec('DROP TABLE IF EXISTS temp.incoming; DROP TABLE IF EXISTS temp.place')
}
