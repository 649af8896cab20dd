import { rm } from 'node:fs/promises'
import type { Clock } from '#db/shared/clock.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { filesOnDisk, pathOfFile, secondHashOf, sizeOnDisk, sweepArriving } from './file-store.ts'
import { namedAmong, noteHere } from './named-files.ts'
import { typeOfFile } from './type-of-file.ts'

/** So long a file stays that no record names: undoing finds it, and a form that was not saved yet. */
export const daysKept = 30

/**
 * When a registry is opened: brings what is noted of files and what lies in the folder together, removes what a crash left
 * of files that were arriving, and what no record has named for `daysKept` days. For the holder of the registry's lock
 * alone, before anybody attaches anything.
 */
export async function settleFiles(db: Connection, registry: string, clock: Clock): Promise<void> {
  await sweepArriving(registry)
  const lying = await filesOnDisk(registry)
  const noted = db
    .prepare<[], { sha256: string; gone: 0 | 1 }>(
      'SELECT sha256, min(gone) AS gone FROM file_here GROUP BY sha256',
    )
    .all()
  if (lying.length === 0 && noted.length === 0) return
  await noteUnnoted(db, registry, lying, new Set(noted.map(({ sha256 }) => sha256)), clock)
  const there = new Set(lying)
  const setGone = db.prepare('UPDATE file_here SET gone = ? WHERE sha256 = ?')
  db.transaction(() => {
    for (const { sha256, gone } of noted) {
      const isGone = there.has(sha256) ? 0 : 1
      if (isGone === 1 && gone === 0) setGone.run(1, sha256)
    }
    noteLoose(db, clock)
  })()
  await hashUnhashed(db, registry)
  const before = new Date(clock.now().getTime() - daysKept * 86_400_000).toISOString()
  const due = db
    .prepare<[string], { sha256: string }>('SELECT sha256 FROM file_loose WHERE since <= ?')
    .all(before)
  for (const { sha256 } of due) {
    await rm(pathOfFile(registry, sha256), { force: true })
    db.transaction(() => {
      db.prepare('DELETE FROM file_here WHERE sha256 = ?').run(sha256)
      db.prepare('DELETE FROM file_loose WHERE sha256 = ?').run(sha256)
    })()
  }
}

/** Files that came after a backup which was restored, or right before a power cut, lie there and nothing is noted of them. */
async function noteUnnoted(
  db: Connection,
  registry: string,
  lying: readonly string[],
  noted: ReadonlySet<string>,
  clock: Clock,
): Promise<void> {
  for (const sha256 of lying) {
    if (noted.has(sha256)) continue
    const [type, bytes] = [await typeOfFile(pathOfFile(registry, sha256)), await sizeOnDisk(registry, sha256)]
    if (type === undefined || bytes === undefined) await rm(pathOfFile(registry, sha256), { force: true })
    else {
      const second = await secondHashOf(registry, sha256)
      noteHere(db, { sha256, giver: '', bytes, type, second, at: clock.now().toISOString() })
    }
  }
}

/** What came before second hashes were kept is hashed once. */
async function hashUnhashed(db: Connection, registry: string): Promise<void> {
  const unhashed = db
    .prepare<[], string>('SELECT DISTINCT sha256 FROM file_here WHERE gone = 0 AND second IS NULL')
    .pluck()
    .all()
  const note = db.prepare('UPDATE file_here SET second = ? WHERE sha256 = ?')
  for (const sha256 of unhashed) note.run(await secondHashOf(registry, sha256), sha256)
}

function noteLoose(db: Connection, clock: Clock): void {
  const all = db
    .prepare<[], { sha256: string }>('SELECT DISTINCT sha256 FROM file_here')
    .all()
    .map(({ sha256 }) => sha256)
  const named = namedAmong(db, all)
  const note = db.prepare('INSERT OR IGNORE INTO file_loose (sha256, since) VALUES (?, ?)')
  const unnote = db.prepare('DELETE FROM file_loose WHERE sha256 = ?')
  const now = clock.now().toISOString()
  for (const sha256 of all) {
    if (named.has(sha256)) unnote.run(sha256)
    else note.run(sha256, now)
  }
}
