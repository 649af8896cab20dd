import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type Connection, openReadOnly, openWriter } from './connection.ts'

/**
 * A backup is one file, and attached files are in it: in a table that the registry itself does not have, cut into pieces so
 * that none is ever whole in memory. A hash that the file turns out not to have keeps it out.
 */
export const keptFilesTable = `CREATE TABLE kept_file (
  sha256 TEXT NOT NULL,
  part INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (sha256, part)
) STRICT`
const pieceBytes = 256 * 1024

/** Puts these files into a copy of a registry; answers how many it could read whole. */
export async function putFilesInto(
  copy: string,
  files: readonly { readonly sha256: string; readonly path: string }[],
  progress: (done: number) => Promise<void>,
): Promise<number> {
  if (files.length === 0) return 0
  const db = openWriter(copy)
  let put = 0
  try {
    // A copy that is not finished is thrown away: nothing has to last before its end.
    db.pragma('synchronous = OFF')
    db.exec(keptFilesTable)
    const add = db.prepare('INSERT INTO kept_file (sha256, part, bytes) VALUES (?, ?, ?)')
    for (const [at, { sha256, path }] of files.entries()) {
      await progress(at)
      db.exec('BEGIN')
      if (await putOne(sha256, path, (part, bytes) => add.run(sha256, part, bytes))) {
        db.exec('COMMIT')
        put++
      } else db.exec('ROLLBACK')
    }
    await progress(files.length)
    return put
  } finally {
    db.close()
  }
}

async function putOne(
  sha256: string,
  path: string,
  add: (part: number, bytes: Buffer) => void,
): Promise<boolean> {
  const hash = createHash('sha256')
  let part = 0
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: pieceBytes })) {
      hash.update(chunk)
      add(part++, chunk)
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return false
    throw error
  }
  return hash.digest('hex') === sha256
}

/** The files in a backup, by hash; none in one of an earlier program. */
export function filesInBackup(copy: Connection): string[] {
  const has = copy.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'kept_file'").get()
  if (has === undefined) return []
  return copy
    .prepare<[], { sha256: string }>('SELECT DISTINCT sha256 FROM kept_file')
    .all()
    .map(({ sha256 }) => sha256)
}

/** The pieces of one file in a backup, in their order. */
export function* piecesOf(copy: Connection, sha256: string): Generator<Buffer> {
  const next = copy.prepare<[string, number], { bytes: Buffer }>(
    'SELECT bytes FROM kept_file WHERE sha256 = ? AND part = ?',
  )
  for (let part = 0; ; part++) {
    const piece = next.get(sha256, part)
    if (piece === undefined) return
    yield piece.bytes
  }
}

/** Whether every file in a backup is what its hash says. */
export function areFilesWhole(copy: Connection): boolean {
  return filesInBackup(copy).every(sha256 => {
    const hash = createHash('sha256')
    for (const piece of piecesOf(copy, sha256)) hash.update(piece)
    return hash.digest('hex') === sha256
  })
}

/** Hands every file of a backup over, one after the other, and takes them out of it: what is left is the registry alone. */
export async function takeFilesOut(
  backup: string,
  take: (sha256: string, content: Iterable<Uint8Array>) => Promise<void>,
): Promise<number> {
  const copy = openReadOnly(backup)
  let files: readonly string[]
  try {
    files = filesInBackup(copy)
    for (const sha256 of files) await take(sha256, piecesOf(copy, sha256))
  } finally {
    copy.close()
  }
  if (files.length === 0) return 0
  const db = openWriter(backup)
  try {
    db.exec('DROP TABLE kept_file')
    db.exec('VACUUM')
  } finally {
    db.close()
  }
  return files.length
}
