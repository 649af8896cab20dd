import { openAsBlob } from 'node:fs'
import { basename, join } from 'node:path'
import { noteGone } from '#db/attachments/named-files.ts'
import type { WrittenFile } from '#db/files/durable-file.ts'
import { makePrivateFolder } from '#db/files/private-folder.ts'
import type { Change } from '#db/journal/change.ts'
import type { Certificate } from '#db/packets/format/keys/certificate.ts'
import { hashAfter } from '#db/packets/format/top-hash.ts'
import { type PacketDraft, writePacket } from '#db/packets/format/write-packet.ts'
import { handed } from '#db/packets/status/packet-log.ts'
import { isYours } from '#db/packets/status/select-offers.ts'
import { ownOrg } from '#db/registry/find-org.ts'
import type { Session } from '#db/session.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Report } from '#db/shared/long-work.ts'
import { Refusal, refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { version } from '#db/shared/version.ts'
import { type Connection, prepareOnce, rollBack } from '#db/sqlite/connection.ts'
import { schemaNumber } from '#db/sqlite/migrate.ts'
import { asideOf } from '../opening/aside/aside.ts'
import { readCards } from '../opening/lines/cards.ts'
import { type Card, cardLine, runsLine } from '../opening/lines/change-line.ts'
import { type Drawn, inColumns } from '../opening/lines/column-writer.ts'
import { placingLines } from '../opening/lines/placing-lines.ts'
import { settleHangingBefore } from '../trust/hanging-elsewhere.ts'
import { keptDigests, sealOwn, sealsFor } from '../trust/proof.ts'
import { renewCertificates } from '../trust/renewing.ts'
import { standingOf } from '../trust/standing.ts'
import { filesMissed, filesToSend, noteFilesSent, tellLeft } from './files-to-send.ts'
import { withdraw, withdrawUnhanded } from './handed.ts'
import {
  appendOffers,
  baseFor,
  lastTop,
  type Offered,
  type Peer,
  type Reading,
  readOffered,
} from './offers.ts'
import { haveOf } from './peer-store.ts'

export type ExportedPacket = {
  readonly file: File
  readonly sha256: string
  /** Whom it is for. */
  readonly replica: string
  readonly number: number
  readonly changes: number
  /** What its reader will look at: how many people it is about, and how many organizations themselves. */
  readonly people: number
  readonly organizations: number
  readonly bytes: number
  /** Files that travel with it, and those that follow with the next one. */
  readonly files: number
  readonly filesLeft: number
  readonly warnings: Text[]
}

const packing = { zh: '正在制作数据包', en: 'Making the packet' }

/**
 * Writes the next packet for a peer into `outbox/`: everything it may see, from the place that its latest statement
 * names. `dryRun` only tells its number and how many changes it would bring. The packet lies there whole before its number
 * is committed; what is interrupted leaves the offers as they were. One before it that never left this PC gives way to it.
 */
export async function exportPacket(
  session: Session,
  peer: Peer,
  report: Report,
  options: ExportOptions = {},
): Promise<ExportedPacket> {
  for (;;) {
    try {
      return await exportOnce(session, peer, report, options)
    } catch (error) {
      // A damaged file keeps nothing else back: it is asked for again, and the packet goes without it.
      const lost =
        error instanceof Refusal && error.code === 'packet-attachment' && error.details['attachment']
      if (typeof lost !== 'string') throw error
      noteGone(session.writing().db, basename(lost))
    }
  }
}

export type ExportOptions = {
  readonly approval?: Certificate
  readonly dryRun?: boolean
  /** How many bytes of files it may carry; as this PC has it if not given. */
  readonly filesUpTo?: number | undefined
  readonly tellsHanded?: boolean
}

async function exportOnce(
  session: Session,
  peer: Peer,
  report: Report,
  options: ExportOptions,
): Promise<ExportedPacket> {
  const outbox = join(session.folder, 'outbox')
  await makePrivateFolder(outbox)
  if (!options.dryRun) await withdrawUnhanded(session, peer)
  const { written, ...news } = await exportBy(session, peer, report, options, draft =>
    writePacket(draft, outbox, session.clock),
  )
  if (written === undefined) return { ...news, file: new File([], ''), sha256: '', bytes: 0 }
  const file = new File([await openAsBlob(written.file)], basename(written.file))
  return { ...news, file, sha256: written.sha256, bytes: written.bytes }
}

/** Makes the next packet for a peer and has it written: what `write` does not come to an end with was never sent. */
export async function exportBy(
  session: Session,
  peer: Peer,
  report: Report,
  { approval, dryRun = false, filesUpTo, tellsHanded = false }: ExportOptions,
  write: (draft: PacketDraft) => Promise<WrittenFile>,
): Promise<
  Omit<ExportedPacket, 'file' | 'sha256' | 'bytes'> & { readonly written: WrittenFile | undefined }
> {
  const { db, keys, journal } = session.writing()
  const own = await ownOrg(session.reader(), session.office())
  if (!dryRun) await renewCertificates(session)
  if (!dryRun) await settleHangingBefore(session)
  const { certificates } = standingOf(db, journal)
  const chain = certificates.chainOf(keys.replica, own.id)
  if (chain.length === 0) {
    refuse(
      'certificate-missing',
      '本机没有完整的证书链，写出的数据包别人无法核对。请让上级重新批准本机。',
      "This PC's chain of certificates is incomplete, so nobody could verify its packets. Ask the office above to approve it again.",
    )
  }
  db.exec('BEGIN IMMEDIATE')
  let committed = false
  try {
    await report(packing, 0, 0)
    if (dryRun) withdraw(db, peer.replica)
    const digest = keptDigests()
    if (!dryRun) await sealOwn(db, journal, keys, digest)
    const end = await appendOffers(session, peer, report)
    const fromTop = baseFor(db, peer)
    const number = nextNumber(db, peer.replica)
    const total = end - fromTop.pos
    const yours = countYours(db, peer.replica, fromTop.pos)
    const about = aboutOf(db, peer.replica, fromTop.pos)
    const sending = await filesToSend(session, peer, { acked: fromTop.pos, most: filesUpTo })
    const news = {
      ...{ replica: peer.replica, number, changes: total - yours, ...about },
      ...{ files: sending.files.length, filesLeft: sending.left, warnings: tellLeft(sending.left) },
    }
    if (dryRun) return { ...news, written: undefined }
    const counts = countsOf(db, peer.replica, fromTop.pos)
    const cards = peer.direction === 'down' ? readCards(db, peer.replica) : []
    const placing =
      peer.direction === 'down'
        ? placingLines(db, journal, certificates, { own: chain, peer: peer.replica, org: peer.org })
        : []
    const seals = sealsFor(db, peer.replica, fromTop.pos)
    const top = { ...lastTop(db, peer.replica) }
    const drawn = inColumns(linesOf(session, peer, { from: fromTop.pos, total, top, digest }, cards, report))
    const me = { replica: keys.replica, org: own.id, name: own.short_name ?? own.name }
    const shared = {
      app: version,
      schema: schemaNumber,
      from: me,
      to: { replica: peer.replica, org: peer.org, name: peer.name },
      number,
      fromTop,
      toTop: { pos: end, hash: top.hash },
      have: haveOf(db, peer.replica),
      missingFiles: filesMissed(db, peer),
      counts,
      cards: cards.length,
      yours,
      seals: seals.length,
      aside: asideOf(db, peer.replica),
      ...(placing.length > 0 && { placing }),
    }
    const statement: PacketDraft['statement'] = approval
      ? { ...shared, kind: 'approval', approval }
      : { ...shared, kind: 'packet' }
    const { recipient } = peer
    const { files } = sending
    const { lines: changes, length } = drawn
    const draft = {
      keys,
      chain,
      statement,
      recipient,
      changes,
      length,
      endHash: () => top.hash,
      seals,
      files,
      stopped: report.stopped,
    }
    const written = await write(draft)
    const at = session.clock.now().toISOString()
    prepareOnce(
      db,
      'INSERT INTO sent (peer, number, pos, hash, at, file, sha256, handed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ).run(
      ...[peer.replica, number, end, top.hash, at, basename(written.file), written.sha256],
      tellsHanded ? handed.kept : handed.there,
    )
    noteFilesSent(db, peer.replica, end, sending)
    db.exec('COMMIT')
    committed = true
    return { ...news, written }
  } finally {
    if (!committed) {
      rollBack(db)
      journal.changes.forget()
    }
  }
}

function nextNumber(db: Connection, peer: string): number {
  const row = db
    .prepare<[string], { n: number }>('SELECT coalesce(max(number), 0) + 1 AS n FROM sent WHERE peer = +?')
    .get(peer)
  return row?.n ?? 1
}

function countsOf(db: Connection, peer: string, from: number): Record<string, number> {
  const rows = db
    .prepare<[string, number], { entity: string; n: number }>(
      `SELECT c.entity, count(*) AS n FROM offer o JOIN change c ON c.no = o.change
       WHERE o.peer = +? AND o.pos > ? GROUP BY c.entity ORDER BY c.entity`,
    )
    .all(peer, from)
  return Object.fromEntries(rows.map(row => [row.entity, row.n]))
}

function countYours(db: Connection, peer: string, from: number): number {
  const row = db
    .prepare<[string, number], { n: number }>(
      `SELECT count(*) AS n FROM offer o WHERE o.peer = +? AND o.pos > ? AND ${isYours}`,
    )
    .get(peer, from)
  return row?.n ?? 0
}

/** The people that what is new for the peer is about, and the organizations that it makes, changes or places. */
function aboutOf(db: Connection, peer: string, from: number): { people: number; organizations: number } {
  const row = db
    .prepare<[string, number], { people: number; organizations: number }>(
      `WITH news AS (
         SELECT c.entity, c.thing, c.hangs_on FROM offer o JOIN change c ON c.no = o.change
         WHERE o.peer = +? AND o.pos > ? AND NOT ${isYours}
       ), about AS (
         SELECT thing AS id FROM news UNION SELECT h.value FROM news, json_each(news.hangs_on) h
       ), placed AS (
         SELECT thing AS id FROM news WHERE entity = 'org' UNION SELECT hangs_on ->> '$[0]' FROM news WHERE entity = 'placement'
       )
       SELECT (SELECT count(*) FROM about JOIN person ON person.id = about.id) AS people,
         (SELECT count(*) FROM placed JOIN org ON org.id = placed.id) AS organizations`,
    )
    .get(peer, from)
  return row ?? { people: 0, organizations: 0 }
}

/** How many runs one line names. */
const runsInLine = 1000

/**
 * The lines of a packet: all places of the peer's list beyond one, and cards. `top` is the last place whose hash is known;
 * it moves along, and is the list's end when all lines were drawn.
 */
async function* linesOf(
  session: Session,
  peer: Peer,
  {
    from,
    total,
    top,
    digest,
  }: {
    readonly from: number
    readonly total: number
    readonly top: { pos: number; hash: string }
    readonly digest: (change: Change) => string
  },
  cards: readonly Card[],
  report: Report,
): AsyncGenerator<Drawn> {
  const { db, journal } = session.writing()
  const page = prepareOnce<
    [string, number],
    Offered & { yours: 0 | 1; writer: string | null; n: number | null }
  >(
    db,
    `SELECT o.pos, o.change AS no, ${isYours} AS yours, w.id AS writer, c.n
     FROM offer o LEFT JOIN change c ON c.no = o.change LEFT JOIN writer w ON w.no = c.writer
     WHERE o.peer = +? AND o.pos > ? ORDER BY o.pos LIMIT 1000`,
  )
  let runs: [writer: string, from: number, to: number][] = []
  for (let at = from, done = 0; ; ) {
    const rows = page.all(peer.replica, at)
    const last = rows.at(-1)
    if (last === undefined) break
    const read = new Map<number, Reading>()
    const wanted = rows.filter(({ yours, pos }) => yours === 0 || pos > top.pos)
    for (const [i, reading] of readOffered(db, journal.changes, wanted, digest).entries()) {
      read.set(wanted[i]?.pos ?? 0, reading)
    }
    for (const { pos, yours, writer, n } of rows) {
      const reading = read.get(pos)
      if (reading !== undefined && pos > top.pos) {
        top.hash = hashAfter(top.hash, reading.writer, reading.n, reading.digest())
        top.pos = pos
      }
      if (yours === 1 && writer !== null && n !== null) {
        const run = runs.at(-1)
        if (run !== undefined && run[0] === writer && run[2] + 1 === n) run[2] = n
        else runs.push([writer, n, n])
        if (runs.length < runsInLine) continue
        yield { text: runsLine(runs) }
        runs = []
        continue
      }
      if (runs.length > 0) yield { text: runsLine(runs) }
      runs = []
      invariant(reading, 'every place of the list that is not theirs is read')
      yield reading.drawn
    }
    at = last.pos
    done += rows.length
    await report(packing, done, total)
  }
  if (runs.length > 0) yield { text: runsLine(runs) }
  for (const card of cards) yield { text: cardLine(card) }
}
