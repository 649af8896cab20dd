import { pathOfFile, sizeOnDisk } from '#db/attachments/file-store.ts'
import { heldMark } from '#db/attachments/held.ts'
import { namedInForce, namedWithPlaces, noteGone } from '#db/attachments/named-files.ts'
import { bytesPerPacket } from '#db/attachments/packet-bytes.ts'
import type { Attachment } from '#db/packets/format/write-packet.ts'
import { surveyTerritory } from '#db/packets/status/territory.ts'
import { downwardKinds } from '#db/records/kinds.ts'
import { fileIn } from '#db/records/types/files.ts'
import type { Session } from '#db/session.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { returnsInForce } from '../trust/returned-stays.ts'
import type { Peer } from './offers.ts'

/** The files that go with a packet, and those that follow with the next one. */
export type FilesToSend = {
  readonly files: readonly (Attachment & { readonly bytes: number })[]
  readonly left: number
}

type Candidate = { readonly sha256: string; readonly bytes: number; readonly again: 0 | 1 }

/** One change that names such a file, and what it says of it. */
type Naming = Candidate & {
  readonly second: string | null
  readonly item: string
  readonly replica: string
  readonly thing: string
}

/**
 * The files that travel with the changes offered to a peer (bundles.md, "What goes in"): named by a record in force that lies
 * in its part (or that is laid down for all offices below, as blank forms are), lying here whole, and not known to be there already.
 * Downwards a hash alone fetches nothing: whoever named the file in this record showed that he held its content
 * (`isShown`). What is new goes before what was sent and is not confirmed.
 */
export async function filesToSend(
  session: Session,
  peer: Peer,
  { acked, most }: { readonly acked: number; readonly most?: number | undefined },
): Promise<FilesToSend> {
  const { db } = session.writing()
  const limit = most ?? bytesPerPacket(db)
  const files: FilesToSend['files'][number][] = []
  let [bytes, left] = [0, 0]
  for (const { sha256, bytes: size, again } of candidates(session, peer, acked)) {
    // One file is never too many: whatever the limit, there is progress, unless nobody wants any.
    const fits = limit > 0 && (files.length === 0 || (bytes + size <= limit && files.length < mostFiles))
    if (!fits) {
      left += again === 0 ? 1 : 0
      continue
    }
    if ((await sizeOnDisk(session.folder, sha256)) !== size) {
      noteGone(db, sha256)
      continue
    }
    files.push({ sha256, path: pathOfFile(session.folder, sha256), bytes: size })
    bytes += size
  }
  return { files, left }
}

/** Far below what a packet may hold; what is more follows. */
const mostFiles = 2000

function candidates(session: Session, peer: Peer, acked: number): Candidate[] {
  const { db, journal } = session.writing()
  const isOffered = db
    .prepare('SELECT 1 FROM file_named f JOIN offer o ON o.peer = +? AND o.change = f.change LIMIT 1')
    .get(peer.replica)
  if (isOffered === undefined) return []
  const isBelow = peer.direction === 'down'
  if (isBelow) surveyTerritory(db, returnsInForce(db, journal), peer.org)
  const sees = isBelow
    ? '(n.place IN (SELECT id FROM temp.territory_now) OR n.kind IN (SELECT value FROM json_each(@downwards)))'
    : 'TRUE'
  const namings = db
    .prepare<[{ peer: string; acked: number; downwards: string }], Naming>(
      `SELECT DISTINCT f.sha256, h.bytes, h.second, s.sha256 IS NOT NULL AND a.sha256 IS NULL AS again,
         said.value AS item, w.replica, c.thing
       FROM file_named f
         CROSS JOIN offer o ON o.peer = @peer AND o.change = f.change
         CROSS JOIN change c ON c.no = f.change
         CROSS JOIN json_tree(c.body, '$.set') said ON said.type = 'text' AND substr(said.value, 8, 64) = f.sha256
         CROSS JOIN writer w ON w.no = c.writer
         CROSS JOIN (SELECT sha256, max(bytes) AS bytes, max(second) AS second FROM file_here WHERE gone = 0 GROUP BY sha256) h
           ON h.sha256 = f.sha256
         JOIN (${isBelow ? namedWithPlaces : namedInForce}) n ON n.sha256 = f.sha256 AND n.id = coalesce(
           (SELECT survivor FROM shadow WHERE thing = c.thing AND state = 'merged'), c.thing)
         LEFT JOIN file_sent s ON s.peer = @peer AND s.sha256 = f.sha256
         LEFT JOIN file_asked a ON a.peer = @peer AND a.sha256 = f.sha256
       WHERE (a.sha256 IS NOT NULL OR (
           (s.sha256 IS NULL OR s.pos > @acked)
           AND NOT EXISTS (SELECT 1 FROM file_here own WHERE own.sha256 = f.sha256 AND own.giver = @peer)))
         AND ${sees}
       ORDER BY again, f.change`,
    )
    .iterate({ peer: peer.replica, acked, downwards: JSON.stringify(downwardKinds) })
  const found = new Map<string, Candidate>()
  for (const naming of namings) {
    const { sha256, bytes, again } = naming
    if (!found.has(sha256) && (!isBelow || isShown(naming))) found.set(sha256, { sha256, bytes, again })
  }
  return [...found.values()]
}

/** Whether the author of a change that names a file held its content, and named it for this very record. */
function isShown({ second, item, replica, thing }: Naming): boolean {
  return second !== null && fileIn(item)?.mark === heldMark(second, replica, thing)
}

/** Notes what a packet carried, and up to which place of the peer's offers it reaches: until that is confirmed it is sent again. */
export function noteFilesSent(db: Connection, peer: string, pos: number, { files }: FilesToSend): void {
  const note = prepareOnce(db, 'INSERT OR REPLACE INTO file_sent (peer, sha256, pos) VALUES (?, ?, ?)')
  for (const { sha256 } of files) note.run(peer, sha256, pos)
}

/** More than these are asked for when they have come. */
const mostAsked = 5000

/**
 * The hashes that changes of this peer's list name, that records in force here need, and that have not come from it. A peer
 * below is asked whatever lies here already: it learns nothing of what others have.
 */
export function filesMissed(db: Connection, { replica, direction }: Peer): string[] {
  const isNamed = prepareOnce(
    db,
    'SELECT 1 FROM file_named f CROSS JOIN taken t ON t.peer = +? AND t.change = f.change LIMIT 1',
  ).get(replica)
  if (isNamed === undefined) return []
  const given =
    direction === 'down'
      ? 'h.giver = @peer OR EXISTS (SELECT 1 FROM file_sent s WHERE s.peer = @peer AND s.sha256 = n.sha256)'
      : 'TRUE'
  return db
    .prepare<[{ peer: string; most: number }], { sha256: string }>(
      `SELECT DISTINCT n.sha256 FROM (${namedInForce}) n
       WHERE EXISTS (SELECT 1 FROM file_named f CROSS JOIN taken t ON t.peer = @peer AND t.change = f.change WHERE f.sha256 = n.sha256)
         AND NOT EXISTS (SELECT 1 FROM file_here h WHERE h.sha256 = n.sha256 AND h.gone = 0 AND (${given}))
       ORDER BY n.sha256 LIMIT @most`,
    )
    .all({ peer: replica, most: mostAsked })
    .map(({ sha256 }) => sha256)
}

/** What is told of files that did not fit. */
export function tellLeft(left: number): Text[] {
  if (left === 0) return []
  return [
    {
      zh: `还有 ${left} 个附件放不下，随下一个数据包送去`,
      en: `${plural(left, 'more file', 'more files')} did not fit and ${left === 1 ? 'goes' : 'go'} with the next packet`,
    },
  ]
}
