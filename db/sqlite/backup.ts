import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { partialOf } from '#db/files/durable-file.ts'
import { makePrivateFile } from '#db/files/private-folder.ts'
import { Cancelled } from '#db/shared/long-work.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Task } from '#db/sqlite/task.ts'
import { type Connection, openReadOnly } from './connection.ts'
import { areFilesWhole } from './files-in-backup.ts'
import { hasKnownSchema } from './known-schema.ts'
import { refuseUnknown, schemaNumber, schemaOf } from './migrate.ts'

export type ProvenCopy = { readonly sha256: string; readonly rows: number }

/** A copy of the registry as it was before its tables are changed, in `backups/` of its folder. */
export function backUpBeforeMigration(db: Connection, folder: string): void {
  const backups = join(folder, 'backups')
  mkdirSync(backups, { recursive: true, mode: 0o700 })
  const name = `before-schema-${schemaNumber}-from-${schemaOf(db)}`
  let file = join(backups, `${name}.db`)
  for (let n = 2; existsSync(file); n++) file = join(backups, `${name}-${n}.db`)
  const partial = partialOf(file)
  rmSync(partial, { force: true })
  makePrivateFile(partial)
  db.exec(`VACUUM INTO '${partial.replaceAll("'", "''")}'`)
  renameSync(partial, file)
}

export type CopyOptions = {
  readonly stopped?: AbortSignal | undefined
  /** What is put into the copy before it is proven. */
  readonly fill?: (file: string) => Promise<void>
  readonly prove?: (file: string) => Promise<ProvenCopy>
}

/**
 * Copies a registry while it is in use and proves the copy: SQLite's own integrity check, foreign keys, and that it is
 * a registry of a known schema. Keys are never part of it: they lie beside the database.
 */
export async function copyRegistry(
  from: Connection,
  file: string,
  progress: (done: number, total: number) => Promise<void>,
  { stopped, fill, prove = proveCopy }: CopyOptions = {},
): Promise<ProvenCopy> {
  makePrivateFile(file)
  let reported = { done: 0, total: 0 }
  await from.backup(file, {
    progress: ({ totalPages, remainingPages }) => {
      if (stopped?.aborted) throw new Cancelled()
      reported = { done: totalPages - remainingPages, total: totalPages }
      return 2000
    },
  })
  await progress(reported.total, reported.total)
  await fill?.(file)
  return prove(file)
}

/** How every database begins. */
const beginning = 'SQLite format 3\0'

/** Refuses what is no database at all before it is read: a stick holds files of any size. */
export async function refuseNoDatabase(file: File): Promise<void> {
  const head = await file.slice(0, beginning.length).text()
  if (head !== beginning) unsound(file.name)
}

/** Refuses a file that is no sound registry of this program; `name` is what a person calls it. */
export async function proveCopy(file: string, name = basename(file)): Promise<ProvenCopy> {
  const beside = ['-wal', '-shm'].map(ending => `${file}${ending}`).filter(path => !existsSync(path))
  const rows = countProven(file, name)
  // A connection that cannot write leaves them behind.
  for (const path of beside) rmSync(path, { force: true })
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  return { sha256: hash.digest('hex'), rows }
}

function countProven(file: string, name: string): number {
  let copy: Connection | undefined
  try {
    copy = openReadOnly(file)
    const schema = schemaOf(copy)
    if (schema > schemaNumber) {
      refuse(
        'registry-too-new',
        `备份“${name}”由更新版本的程序写成。请先升级本程序。`,
        `The backup "${name}" was written by a newer program. Update this program first.`,
        { file: name },
      )
    }
    refuseUnknown(copy)
    if (schema === 0 || !hasKnownSchema(copy)) unsound(name)
    const integrity = copy.pragma('integrity_check', { simple: true })
    const broken = copy.pragma('foreign_key_check')
    const replica = copy.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'replica'").get()
    const sound = integrity === 'ok' && Array.isArray(broken) && broken.length === 0
    if (!sound || replica === undefined || !areFilesWhole(copy)) unsound(name)
    const { n } = copy.prepare<[], { n: number }>('SELECT count(*) AS n FROM change').get() ?? { n: 0 }
    return n
  } catch (error) {
    if (error instanceof Error && error.name === 'SqliteError') unsound(name)
    throw error
  } finally {
    copy?.close()
  }
}

function unsound(name: string): never {
  refuse(
    'backup-damaged',
    `“${name}”不是完好的台账备份。请换一份备份再试；现有台账没有改动。`,
    `"${name}" is not a sound backup of a registry. Try another one; the present registry was not changed.`,
    { file: name },
  )
}

export type ProveInput = {
  readonly copy: string
  /** What a person calls the copy. */
  readonly name: string
}

/** Proves a copy of a registry, as `proveCopy` does: reading a large one whole takes seconds, in which others are answered. */
export const proveTask: Task<ProveInput, never, ProvenCopy> = ({ copy, name }) => proveCopy(copy, name)
