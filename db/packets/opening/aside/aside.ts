import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { writeDurably } from '#db/files/durable-file.ts'
import { type Change, digestOf, isCreation, rangesOf, versionOf } from '#db/journal/change.ts'
import { isMaking } from '#db/journal/store/change-store.ts'
import type { OpenedPacket } from '#db/packets/format/open-packet.ts'
import { type PacketSource, sourceBytes } from '#db/packets/format/packet-source.ts'
import type { Session } from '#db/session.ts'
import { invariant } from '#db/shared/invariant.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { revokedBy } from '../../trust/revoking.ts'
import { type Incoming, indexIncoming } from '../incoming.ts'
import { tryAllAgain } from './tried-again.ts'

/** What is kept of one sender: the files are the store, the oldest gives way. */
export const mostAside = 3

/** So many numbers of packets are kept that brought the same. */
const mostNumbers = 50

/** Asks what lies aside of earlier packets. */
export class AsideLookup {
  /** Whether nothing lies aside. */
  readonly isEmpty: boolean
  readonly #thing
  readonly #version
  readonly #subject
  readonly #known
  readonly #claim

  constructor(db: Connection) {
    this.isEmpty = prepareOnce(db, 'SELECT 1 FROM aside_change LIMIT 1').get() === undefined
    const exists = (column: string) =>
      prepareOnce<[string], { n: number }>(db, `SELECT 1 AS n FROM aside_change WHERE ${column} = ? LIMIT 1`)
    this.#thing = exists('thing')
    this.#version = exists('version')
    this.#subject = exists('subject')
    this.#claim = prepareOnce<[string, string], { n: number }>(
      db,
      `SELECT 1 AS n FROM aside_change
       WHERE thing = ? AND kind = 'claim' AND substr(writer, 1, instr(writer, '.') - 1) = ? LIMIT 1`,
    )
    this.#known = prepareOnce<[number, string], { n: number }>(
      db,
      'SELECT 1 AS n FROM change c JOIN writer w ON w.no = c.writer WHERE c.lamport = ? AND w.id = ? LIMIT 1',
    )
  }

  hasThing(thing: string): boolean {
    return !this.isEmpty && this.#thing.get(thing) !== undefined
  }

  /** Whether somebody says of a person or an organization to have made it, and another one had: that lies aside. */
  hasClaim(thing: string, replica: string): boolean {
    return !this.isEmpty && this.#claim.get(thing, replica) !== undefined
  }

  hasVersion(version: string): boolean {
    return !this.isEmpty && this.#version.get(version) !== undefined
  }

  movesSubject(thing: string): boolean {
    return !this.isEmpty && this.#subject.get(thing) !== undefined
  }

  /** Whether a change of this version has come proved meanwhile. */
  isKnown(version: string): boolean {
    const at = version.indexOf('@')
    return this.#known.get(Number(version.slice(0, at)), version.slice(at + 1)) !== undefined
  }
}

/** The sealed file of a packet, kept in the inbox under its own hash. */
export async function keepFile(
  session: Session,
  packet: OpenedPacket,
  source: PacketSource,
): Promise<string> {
  const file = join(session.folder, 'inbox', `${packet.sealed.sha256}.llb`)
  if (source !== file) await writeDurably(file, sourceBytes(source), { mode: 'private' })
  return file
}

/** The file of a packet of which something lies aside since it was opened before: a person was told of it then. */
export function laidAsideOf(
  db: Connection,
  { manifest }: OpenedPacket,
): { readonly file: string } | undefined {
  return db
    .prepare<[string, string], { file: string }>('SELECT file FROM aside WHERE peer = ? AND hash = ?')
    .get(manifest.from.replica, manifest.toTop.hash)
}

/** Notes what of a packet was laid aside, in the transaction that takes in the rest. Answers the files that gave way. */
export function noteAside(
  db: Connection,
  packet: OpenedPacket,
  incoming: Incoming,
  file: string,
  at: string,
): readonly string[] {
  const { from, number, toTop } = packet.manifest
  const peer = from.replica
  const before = laidAsideOf(db, packet)
  const row = db
    .prepare<[string, number, string, string, string], { no: number }>(
      `INSERT INTO aside (peer, number, hash, file, at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (peer, hash) DO UPDATE SET number = excluded.number, file = excluded.file,
         earlier = CASE WHEN number = excluded.number THEN earlier ELSE json_insert(earlier, '$[#]', number) END
       RETURNING no`,
    )
    .get(peer, number, toTop.hash, basename(file), at)
  invariant(row, 'what lies aside has a number')
  const { no } = row
  const put = prepareOnce(
    db,
    `INSERT OR IGNORE INTO aside_change (aside, writer, n, version, kind, entity, thing, subject, digest)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  // That somebody says to have made what another office made before.
  const made = prepareOnce<[string, string, string]>(
    db,
    `SELECT 1 FROM change c INDEXED BY change_thing JOIN writer w ON w.no = c.writer
     WHERE c.thing = ? AND c.entity = ? AND w.replica <> ? AND ${isMaking('c')} LIMIT 1`,
  )
  for (const change of incoming.of('aside')) {
    const { origin, n, kind, entity, thing, hangsOn } = change
    const isStay = entity === 'membership' || entity === 'placement'
    const subject = isStay ? hangsOn[0] : entity === 'revocation' ? revokedBy(change) : undefined
    const isOfPlace = isCreation(change) && (entity === 'person' || entity === 'org')
    const as = isOfPlace && made.get(thing, entity, origin.replica) !== undefined ? 'claim' : kind
    put.run(no, origin.writer, n, versionOf(change), as, entity, thing, subject ?? null, digestOf(change))
  }
  let isLess = before !== undefined && forgetTaken(db, no) > 0
  // Of what is joined nothing goes: it lies in the file that is kept.
  const joined = joinRepeated(db, peer, no)
  const older = db
    .prepare<[string, number], { no: number; file: string }>(
      'SELECT no, file FROM aside WHERE peer = ? ORDER BY no DESC LIMIT -1 OFFSET ?',
    )
    .all(peer, mostAside)
  for (const { no } of older) isLess = prepareOnce(db, 'DELETE FROM aside WHERE no = ?').run(no).changes > 0
  if (isLess) tryAllAgain(db)
  return [...(before === undefined ? [] : [before.file]), ...joined, ...older.map(({ file }) => file)]
}

/** Of what lay aside of the packet that is open, what does not any more. Answers how much that is. */
function forgetTaken(db: Connection, no: number): number {
  indexIncoming(db)
  return prepareOnce(
    db,
    `DELETE FROM aside_change WHERE aside = ? AND NOT EXISTS (
       SELECT 1 FROM temp.incoming_writer w CROSS JOIN temp.incoming i ON i.writer = w.no
       WHERE w.id = aside_change.writer AND i.n = aside_change.n AND i.fate = 'aside')`,
  ).run(no).changes
}

/**
 * A sender repeats what nobody has confirmed: of two of his packets one of which holds all that lies aside of the other, that
 * one alone is kept, with the numbers of both. Answers the files of the others.
 */
function joinRepeated(db: Connection, peer: string, no: number): readonly string[] {
  const others = db
    .prepare<[string, number], number>('SELECT no FROM aside WHERE peer = ? AND no <> ?')
    .pluck()
    .all(peer, no)
  const holdsAll = db
    .prepare<[{ whole: number; part: number }], number>(
      `SELECT NOT EXISTS (SELECT 1 FROM aside_change p WHERE p.aside = @part AND NOT EXISTS (
         SELECT 1 FROM aside_change w
         WHERE w.aside = @whole AND w.writer = p.writer AND w.n = p.n AND w.digest = p.digest))`,
    )
    .pluck()
  const noteNumbers = prepareOnce<[{ kept: number; gone: number; most: number }]>(
    db,
    `UPDATE aside SET earlier = (SELECT json_group_array(value) FROM (
       SELECT DISTINCT value FROM (
         SELECT k.value FROM json_each(aside.earlier) k
         UNION ALL SELECT g.value FROM aside a, json_each(json_insert(a.earlier, '$[#]', a.number)) g WHERE a.no = @gone)
       WHERE value <> aside.number ORDER BY value DESC LIMIT @most))
     WHERE no = @kept`,
  )
  const remove = prepareOnce<[number], string>(db, 'DELETE FROM aside WHERE no = ? RETURNING file').pluck()
  const files: string[] = []
  const join = (kept: number, gone: number) => {
    noteNumbers.run({ kept, gone, most: mostNumbers })
    files.push(...remove.all(gone))
  }
  for (const other of others) {
    if (holdsAll.get({ whole: no, part: other }) === 1) join(no, other)
    else if (holdsAll.get({ whole: other, part: no }) === 1) {
      join(other, no)
      break
    }
  }
  return files
}

/** Of what a packet brings that lies aside, what nobody has put away yet; of `temp.incoming`. */
export const isAskedAbout = `i.fate = 'aside' AND NOT EXISTS (
  SELECT 1 FROM aside_away a WHERE a.writer = w.id AND a.n = i.n AND a.digest = i.digest)`

/** How much of the packet that is open lies aside and was not put away before. */
export function countAskedAbout(db: Connection): number {
  return (
    db
      .prepare<[], number>(
        `SELECT count(*) FROM temp.incoming i JOIN temp.incoming_writer w ON w.no = i.writer WHERE ${isAskedAbout}`,
      )
      .pluck()
      .get() ?? 0
  )
}

/** Whether a person has put this very change away. */
export function isPutAway(db: Connection, change: Change): boolean {
  const found = prepareOnce<[string, number, string]>(
    db,
    'SELECT 1 FROM aside_away WHERE writer = ? AND n = ? AND digest = ?',
  )
  return found.get(change.origin.writer, change.n, digestOf(change)) !== undefined
}

/** What has come proved meanwhile lies aside no longer. Answers the files of which nothing is left. */
export function settleAside(db: Connection): readonly string[] {
  if (prepareOnce(db, 'SELECT 1 FROM aside LIMIT 1').get() === undefined) return []
  const come = prepareOnce(
    db,
    `DELETE FROM aside_change WHERE EXISTS (
       SELECT 1 FROM writer w JOIN change c ON c.writer = w.no AND c.n = aside_change.n WHERE w.id = aside_change.writer)`,
  ).run()
  if (come.changes > 0) tryAllAgain(db)
  const empty = db
    .prepare<[], { no: number; file: string }>(
      'SELECT no, file FROM aside WHERE NOT EXISTS (SELECT 1 FROM aside_change c WHERE c.aside = aside.no)',
    )
    .all()
  for (const { no } of empty) prepareOnce(db, 'DELETE FROM aside WHERE no = ?').run(no)
  return empty.map(row => row.file)
}

/** Removes files of the inbox that nothing needs any more. */
export async function removeFiles(session: Session, files: readonly string[]): Promise<void> {
  const { db } = session.writing()
  const isNeeded = prepareOnce<[string, string], { n: number }>(
    db,
    "SELECT 1 AS n WHERE EXISTS (SELECT 1 FROM aside WHERE file = ?) OR EXISTS (SELECT 1 FROM waiting WHERE file LIKE '%' || ?)",
  )
  for (const file of files) {
    if (isNeeded.get(file, file) === undefined) await rm(join(session.folder, 'inbox', file), { force: true })
  }
}

/** Of a peer's changes, those that lie aside here: what the next packet to it states. */
export function asideOf(db: Connection, peer: string): readonly (readonly [string, number, number])[] {
  const rows = db
    .prepare<[string], { writer: string; n: number }>(
      'SELECT c.writer, c.n FROM aside a JOIN aside_change c ON c.aside = a.no WHERE a.peer = +?',
    )
    .all(peer)
  return rangesOf(rows.map(row => [row.writer, row.n] as const)).slice(0, 10_000)
}
