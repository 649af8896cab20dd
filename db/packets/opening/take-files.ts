import type { PacketResult } from '#contract/packets/packets.ts'
import { dropFile, keepFile, receiveFile } from '#db/attachments/file-store.ts'
import { hereAmong, namedAmong, noteHere } from '#db/attachments/named-files.ts'
import type { OpenedPacket, PacketAttachment } from '#db/packets/format/open-packet.ts'
import { fileIn, shownSize } from '#db/records/types/files.ts'
import type { Session } from '#db/session.ts'
import { Cancelled, type Report } from '#db/shared/long-work.ts'
import { plural } from '#db/shared/plural.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { filesMissed } from '../offers/files-to-send.ts'
import { readPeer } from '../offers/peer-store.ts'

const taking = { zh: '正在收附件', en: 'Taking the attached files' }

/** What became of the files of a packet. */
type Taken = {
  kept: number
  bytes: number
  unnamed: number
  readonly refused: Text[]
  /** The disk is full: the rest of them is asked for again. */
  full: boolean
}

/**
 * Keeps the files of a packet that was taken in, once its changes are: those that a record names now, of a size and a type
 * that may be attached. Whatever else it carries is left and told. Should it be stopped on the way, or the program be
 * ended, the rest is asked for with the next packet.
 */
export async function takeFiles(
  session: Session,
  packet: OpenedPacket,
  result: PacketResult,
  report: Report,
): Promise<PacketResult> {
  const { db } = session.writing()
  const sender = packet.manifest.from.replica
  if (result.status === 'preview') return foretold(packet, result)
  if (result.status !== 'applied' && result.status !== 'duplicate') return result
  noteAsked(db, sender, packet.manifest.missingFiles)
  const taken = await keepNamed(session, packet, sender, report)
  const peer = readPeer(db, sender)
  const awaited = peer === undefined ? 0 : filesMissed(db, peer).length
  const told = [...tellTaken(taken), ...tellAwaited(awaited)]
  const isNews = taken.kept > 0 && result.code === 'packet-duplicate'
  return {
    ...result,
    sentences: [...result.sentences, ...told],
    warnings: [...result.warnings, ...tellLeftOut(taken)],
    ...(isNews && {
      code: 'packet-files',
      message: {
        zh: `第 ${result.number} 号数据包没有新的变更，带来的 ${taken.kept} 个附件已收下。`,
        en: `Packet no. ${result.number} brought no new changes; ${plural(taken.kept, 'file')} that came with it ${taken.kept === 1 ? 'was' : 'were'} kept.`,
      },
    }),
  }
}

async function keepNamed(
  session: Session,
  packet: OpenedPacket,
  giver: string,
  report: Report,
): Promise<Taken> {
  const { db } = session.writing()
  const hashes = [...packet.files.keys()]
  const [named, here] = [namedAmong(db, hashes), hereAmong(db, hashes)]
  const taken: Taken = { kept: 0, bytes: 0, unnamed: 0, refused: [], full: false }
  let done = 0
  for (const [sha256, file] of packet.files) {
    if (await isStopped(report(taking, done++, packet.files.size))) break
    if (!named.has(sha256)) taken.unnamed++
    else if (here.has(sha256)) noteGivenToo(db, sha256, giver, session.clock.now().toISOString())
    else if (!taken.full) await keepOne(session, file, giver, taken)
  }
  return taken
}

/** The packet is in, which whoever stops its files is to hear all the same. */
async function isStopped(reported: Promise<void>): Promise<boolean> {
  try {
    await reported
    return false
  } catch (error) {
    if (error instanceof Cancelled) return true
    throw error
  }
}

async function keepOne(
  session: Session,
  { sha256, bytes, content }: PacketAttachment,
  giver: string,
  taken: Taken,
): Promise<void> {
  const { folder, newId } = session
  try {
    const received = await receiveFile(folder, {
      name: nameOf(session.writing().db, sha256),
      bytes,
      content: content(),
      newId,
    })
    try {
      await keepFile(folder, received)
    } finally {
      await dropFile(received)
    }
    const { type, second } = received
    noteHere(session.writing().db, {
      sha256,
      giver,
      bytes,
      type,
      second,
      at: session.clock.now().toISOString(),
    })
    taken.kept++
    taken.bytes += bytes
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    taken.full = error.code === 'disk-full'
    taken.refused.push(error.text)
  }
}

/** Who else has it: whatever lies here needs no second copy. */
function noteGivenToo(db: Connection, sha256: string, giver: string, at: string): void {
  prepareOnce(
    db,
    `INSERT OR IGNORE INTO file_here (sha256, giver, bytes, type, at, gone, second)
     SELECT sha256, ?, bytes, type, ?, gone, second FROM file_here WHERE sha256 = ? LIMIT 1`,
  ).run(giver, at, sha256)
}

/** What some record calls it. */
function nameOf(db: Connection, sha256: string): string {
  const row = db
    .prepare<[string], { item: string | null }>(
      `SELECT j.value AS item FROM file_named f JOIN change c ON c.no = f.change
         JOIN json_tree(c.body, '$.set') j ON j.type = 'text' AND substr(j.value, 8, 64) = f.sha256
       WHERE f.sha256 = ? LIMIT 1`,
    )
    .get(sha256)
  return fileIn(row?.item ?? '')?.name ?? sha256.slice(0, 8)
}

/** What the sender says to miss, in place of what he said before. */
function noteAsked(db: Connection, peer: string, hashes: readonly string[]): void {
  db.transaction(() => {
    prepareOnce(db, 'DELETE FROM file_asked WHERE peer = ?').run(peer)
    prepareOnce(
      db,
      `INSERT OR IGNORE INTO file_asked (peer, sha256) SELECT ?, value FROM json_each(?)
       WHERE value IN (SELECT sha256 FROM file_named)`,
    ).run(peer, JSON.stringify(hashes))
  })()
}

function foretold({ files }: OpenedPacket, result: PacketResult): PacketResult {
  if (files.size === 0) return result
  const bytes = [...files.values()].reduce((sum, file) => sum + file.bytes, 0)
  const told = {
    zh: `随包带来 ${files.size} 个附件，共 ${shownSize(bytes)}`,
    en: `${plural(files.size, 'file')} ${files.size === 1 ? 'comes' : 'come'} with it, ${shownSize(bytes)} in all`,
  }
  return { ...result, sentences: [...result.sentences, told] }
}

function tellTaken({ kept, bytes }: Taken): Text[] {
  if (kept === 0) return []
  return [
    {
      zh: `收到附件 ${kept} 个，共 ${shownSize(bytes)}`,
      en: `${plural(kept, 'file')} kept, ${shownSize(bytes)} in all`,
    },
  ]
}

function tellAwaited(awaited: number): Text[] {
  if (awaited === 0) return []
  return [
    { zh: `还有 ${awaited} 个附件未到`, en: `${plural(awaited, 'file is', 'files are')} still to come` },
  ]
}

function tellLeftOut({ unnamed, refused }: Taken): Text[] {
  const extra = {
    zh: `数据包里有 ${unnamed} 个附件没有任何记录提到，没有收下。请向对方核实。`,
    en: `${plural(unnamed, 'file')} in the packet ${unnamed === 1 ? 'is' : 'are'} named by no record and ${unnamed === 1 ? 'was' : 'were'} not kept. Ask the sender about ${unnamed === 1 ? 'it' : 'them'}.`,
  }
  return [...(unnamed === 0 ? [] : [extra]), ...refused.slice(0, 10)]
}
