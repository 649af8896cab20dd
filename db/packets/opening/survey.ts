import { type Change, digestOf } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import type { ChangeStore } from '#db/journal/store/change-store.ts'
import type { OpenedPacket } from '#db/packets/format/open-packet.ts'
import { mayUnpackTo, packetLimits } from '#db/packets/format/packet-limits.ts'
import { partNames } from '#db/packets/format/packet-manifest.ts'
import { damaged } from '#db/packets/format/packet-refusal.ts'
import { hashAfter } from '#db/packets/format/top-hash.ts'
import type { Report } from '#db/shared/long-work.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { KnownReturns } from './deciding/lifted.ts'
import { isUsualEdit } from './deciding/usual-edits.ts'
import { Incoming } from './incoming.ts'
import { type Card, contradictsItself, type Line, lineReader, type Run } from './lines/change-line.ts'
import { leastLength } from './lines/column-bounds.ts'
import type { Lacked } from './waiting-again.ts'

const checking = { zh: '正在核对数据包', en: 'Checking the packet' }

/** So much of one packet is kept in mind. */
const most = { placements: 50_000, twins: 1000 }

/** How far a packet from below may leap beyond the highest lamport known, in running order. */
const farthestLeap = 2 ** 32

/** A change under a known id whose content is another one than is known here. */
export type Twin = { readonly other: Change; readonly digest: string }

/** How much text is checked and noted in one go, in lines and in characters. */
const page = { lines: 200, length: 32_768 }

/** What a packet holds, read once before anything is written. */
export type Survey = {
  /** Its new changes, and the places of the sender's list. */
  readonly incoming: Incoming
  readonly cards: readonly Card[]
  /** How far the packet leads in the sender's list of offers. */
  readonly total: number
  readonly news: number
  /** Whether it names changes that the sender says to have from here, and that are not here; and one of them, where none lies there. */
  readonly lacks: boolean
  readonly lacked: Lacked | undefined
  /** They are laid over the ground once, and let go then. */
  readonly placements: Change[]
  readonly certificates: readonly Change[]
  readonly twins: readonly Twin[]
  /** Changes whose own names contradict themselves: they are no changes. */
  readonly contradictions: number
  /** Of the sender's packets that wait here, the ends that this one passes: whatever they hold stands before its own end. */
  readonly passed: readonly string[]
  /** Whether some lamport leaps farther than an office below may leap. */
  readonly leaps: boolean
}

/**
 * Reads a verified packet's lines: that each is a change, a card or a run of places; that ids and contents lead from
 * the one place in the sender's offers to the other; what is new and what is known. Memory stays bounded.
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
  const longest = mayUnpackTo(packetLimits, manifest.parts[partNames.changes]?.bytes ?? 0)
  const isTooMuch =
    total > packetLimits.places ||
    manifest.cards > packetLimits.cards ||
    (total - manifest.yours) * leastLength > longest
  if (total < 0 || isTooMuch) throw broken(packet)
  const incoming = new Incoming(db, total)
  const lines = lineReader()
  const returns = new KnownReturns(db)
  let { pos, hash } = fromTop
  let [news, contradictions, lacks, leaps, yours] = [0, 0, false, false, 0]
  let lacked: Lacked | undefined
  let lamport = journal.changes.highestLamport()
  const cards: Card[] = []
  const placements: Change[] = []
  const certificates: Change[] = []
  const twins: Twin[] = []

  // Nothing is stored meanwhile.
  const highest = new Map<string, number>()
  const highestOf = (writer: string): number => {
    const known = highest.get(writer)
    if (known !== undefined) return known
    if (highest.size >= most.twins) highest.clear()
    const n = journal.changes.highestOf(writer)
    highest.set(writer, n)
    return n
  }

  const waiting = new Set(
    db
      .prepare<[string], string>('SELECT hash FROM waiting WHERE peer = ?')
      .pluck()
      .all(manifest.from.replica),
  )
  const passed: string[] = []
  const pass = (writer: string, n: number, digest: string) => {
    pos++
    if (pos > toTop.pos) throw broken(packet)
    hash = hashAfter(hash, writer, n, digest)
    if (waiting.delete(hash)) passed.push(hash)
  }
  const noteLamport = (change: Change) => {
    if (change.lamport > lamport + farthestLeap) leaps = true
    lamport = Math.max(lamport, change.lamport)
  }
  const others = goneToHim(db, manifest.from.replica)
  /** What the sender has from here: it lies here, or had been taken back before he knew. */
  const passYours = (runs: readonly Run[]) => {
    let wanted = 0
    for (const [, from, to] of runs) wanted += to - from + 1
    yours += wanted
    if (yours > manifest.yours) throw broken(packet)
    if (lacks) return
    for (const some of journal.changes.digestsInRanges(runs)) {
      for (const known of some) {
        const other = others.size === 0 ? undefined : others.get(`${known.writer} ${known.n}`)
        pass(known.writer, known.n, other ?? known.digest)
        if (other === undefined) incoming.place(pos, known)
        else incoming.placeOther(pos, { origin: known, n: known.n })
      }
      wanted -= some.length
    }
    if (wanted === 0) return
    lacks = true
    lacked = lackedIn(journal.changes, runs)
  }
  const passOther = (other: Change, digest: string) => {
    incoming.placeOther(pos, other)
    if (twins.length < most.twins) twins.push({ other, digest })
  }
  const passChange = (change: Change) => {
    const digest = digestOf(change)
    pass(change.origin.writer, change.n, digest)
    noteLamport(change)
    if (contradictsItself(change)) {
      contradictions++
      return
    }
    const { origin, n, entity } = change
    if (n <= highestOf(origin.writer) && journal.changes.isKnown(origin.writer, n)) {
      const [known] = journal.changes.inRange(origin.writer, n, n)
      if (known !== undefined && digestOf(known) === digest) incoming.place(pos, { ...origin, n })
      // What stands there in the sender's list is not what lies here under that id.
      else passOther(change, digest)
      return
    }
    if (
      !incoming.add(pos, change, digest, isUsualEdit(change, journal.entities) && !returns.areBuiltOn(change))
    ) {
      // The packet itself brings two contents under one id.
      passOther(change, digest)
      return
    }
    news++
    if (entity === 'certificate') certificates.push(change)
    if (entity === 'placement' && placements.length < most.placements) placements.push(change)
  }

  const passLine = (line: Line) => {
    if ('card' in line) {
      cards.push(line.card)
      if (cards.length > manifest.cards) throw broken(packet)
    } else if ('yours' in line) {
      passYours(line.yours)
    } else if (!lacks) {
      passChange(line.change)
    }
  }
  // One transaction for many lines: each by itself would cost as much as the rest of its way.
  const passLines = db.transaction((texts: readonly string[]) => {
    for (const text of texts) {
      const read = lines.read(text)
      if (read === undefined || lines.length() > longest) throw broken(packet)
      read.forEach(passLine)
    }
  })

  let texts: string[] = []
  let length = 0
  for await (const text of packet.changes) {
    texts.push(text)
    length += text.length
    if (texts.length < page.lines && length < page.length) continue
    passLines(texts)
    texts = []
    length = 0
    await report(checking, pos - fromTop.pos, total)
  }
  passLines(texts)
  incoming.end()
  const isWhole = pos === toTop.pos && hash === toTop.hash
  // Under an id that the sender has from here something else may lie here by now: his next packet knows.
  if (!isWhole && yours > 0) lacks = true
  if (!lacks && !isWhole) throw broken(packet)
  return {
    incoming,
    cards,
    total,
    news,
    lacks,
    lacked,
    placements,
    certificates,
    twins,
    contradictions,
    passed,
    leaps,
  }
}

/**
 * Of what once went to the sender, and has given place here to another content since, the hashes, by writer and number: where he
 * was never to see the other one, he goes on building on the first.
 */
function goneToHim(db: Connection, peer: string): ReadonlyMap<string, string> {
  const rows = prepareOnce<[string], { writer: string; n: number; digest: string }>(
    db,
    `SELECT t.writer, t.n, t.digest FROM offer o CROSS JOIN twin t ON t.no = -o.change
     WHERE o.peer = ? AND o.change < 0 AND NOT EXISTS (
       SELECT 1 FROM writer w JOIN change c ON c.writer = w.no AND c.n = t.n
       JOIN offer both ON both.peer = o.peer AND both.change = c.no WHERE w.id = t.writer)`,
  ).all(peer)
  return new Map(rows.map(({ writer, n, digest }) => [`${writer} ${n}`, digest]))
}

/** One number that is not here. */
function lackedIn(changes: ChangeStore, runs: readonly Run[]): Lacked | undefined {
  for (const [writer, from, to] of runs) {
    let [low, high] = [from, to]
    if (changes.countInRange(writer, low, high) > high - low) continue
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if (changes.countInRange(writer, low, middle) > middle - low) low = middle + 1
      else high = middle
    }
    return { writer, n: low }
  }
  return undefined
}

/** From below such a leap would cut slow offices off from all others. */
export function refuseLeap(packet: OpenedPacket): never {
  throw new Refusal(
    'packet-damaged',
    {
      zh: `数据包 ${packet.name} 已损坏：其中的变更序号远远超出本台账所知，重新复制也没有用。请打电话问发送单位，最近并入过谁的数据包；这样的序号是从那里来的。`,
      en: `The packet ${packet.name} is damaged: its changes are numbered far beyond all that is known here, and copying it again is of no use. Telephone the sender and ask whose packet was taken in there last: such numbers come from there.`,
    },
    { file: packet.name },
  )
}

function broken(packet: OpenedPacket) {
  return damaged(packet.name, {
    zh: '其中的变更记录与清单不符',
    en: 'its changes are not those that its manifest names',
  })
}
