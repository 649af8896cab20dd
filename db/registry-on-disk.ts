import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { moveOver } from '#db/files/durable-file.ts'
import { makePrivateFolder } from '#db/files/private-folder.ts'
import { diskRefusal } from '#db/files/storage-refusal.ts'
import { noteTakeUp } from '#db/journal/take-up-newer.ts'
import { keysFileName, readKeys } from '#db/packets/format/keys/keys-file.ts'
import { type Clock, wallStamp } from '#db/shared/clock.ts'
import { Refusal, refuse } from '#db/shared/refusal.ts'
import { backUpBeforeMigration } from '#db/sqlite/backup.ts'
import { type Connection, openReadOnly, openWriter, registryFile } from '#db/sqlite/connection.ts'
import { refuseOtherTables } from '#db/sqlite/known-schema.ts'
import { migrate, refuseUnknown, schemaNumber, schemaOf } from '#db/sqlite/migrate.ts'
import { begunBy, isNobodys } from '#db/sqlite/name-replica.ts'

// A registry as the files of a folder: opened, put aside, replaced, thrown away. Who it is and what is in it is the session's.

/** What SQLite keeps beside a registry, and the registry itself last: what lies beside it is never taken for another one's. */
const endings = ['-shm', '-wal', '']

/** Whether there is one that can be read. Refuses what another program wrote, or an older one that has to be opened for writing once. */
export function isReadable(folder: string): boolean {
  const db = openReadOnly(registryFile(folder))
  try {
    if (wasOnlyBegun(db, folder)) return false
    refuseUnknown(db)
    refuseOtherTables(db)
    if (schemaOf(db) < schemaNumber) refuseOutdated()
    return true
  } finally {
    db.close()
  }
}

/**
 * Opens it for writing, brought up to date, with a copy of what an older program wrote kept first. Undefined where it was
 * only begun: that is removed.
 */
export async function openUpToDate(folder: string): Promise<Connection | undefined> {
  const db = openWriter(registryFile(folder))
  try {
    if (wasOnlyBegun(db, folder)) {
      const begun = begunBy(db)
      db.close()
      await removeBegun(folder, begun)
      return undefined
    }
    const before = schemaOf(db)
    refuseUnknown(db)
    refuseOtherTables(db)
    migrate(db, () => {
      backUpBeforeMigration(db, folder)
      noteTakeUp(db, before)
    })
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * Whether a PC that went off while a registry was being made left this one: there is nothing in it. For whom it is made
 * is noted before the keys are: an empty file beside keys and without that note has lost what was in it, and is refused
 * as `registry-damaged`.
 */
function wasOnlyBegun(db: Connection, folder: string): boolean {
  if (!isNobodys(db)) return false
  if (begunBy(db) !== undefined || !existsSync(join(folder, keysFileName))) return true
  refuse(
    'registry-damaged',
    '台账文件是空的：原来的内容没有了，可能是磁盘有损坏，或被别的程序清空。什么都没有写入。请恢复最近的备份。',
    'The file of the registry is empty: what was in it is gone, perhaps by a damaged disk or another program. Nothing was written. Restore the latest backup.',
  )
}

/** Removes a registry that is nobody's, and the keys that were made for it. */
export async function removeBegun(folder: string, replica?: string): Promise<void> {
  removeRegistry(folder)
  if (replica === undefined) return
  const isIts = await readKeys(folder, replica).then(
    () => true,
    () => false,
  )
  if (isIts) rmSync(join(folder, keysFileName))
}

export function removeRegistry(folder: string): void {
  for (const ending of endings) rmSync(`${registryFile(folder)}${ending}`, { force: true })
}

/** Only what no program can read any more: a disk that fails for a moment may give it back. */
export function isUnreadable(error: unknown, folder: string): boolean {
  const why = error instanceof Refusal ? error : diskRefusal(error, folder)
  const by = String(why?.details['sqlite'] ?? '')
  return why?.code === 'registry-damaged' && !by.startsWith('SQLITE_IOERR') && by !== 'EIO'
}

/** Puts one that nobody has open into `backups/`, and answers where it lies there. */
export async function setAside(folder: string, clock: Clock): Promise<string> {
  const kept = nameInBackups(folder, 'damaged', clock)
  await makePrivateFolder(join(folder, 'backups'))
  await moveRegistry(registryFile(folder), kept)
  return kept
}

/** Moves one, with what lies beside it. */
export async function moveRegistry(from: string, to: string): Promise<void> {
  for (const ending of endings)
    if (existsSync(`${from}${ending}`)) await moveOver(`${from}${ending}`, `${to}${ending}`)
}

/** Puts a copy in the place of one that nobody has open. */
export async function putInPlace(copy: string, folder: string): Promise<void> {
  const file = registryFile(folder)
  for (const ending of endings) if (ending !== '') rmSync(`${file}${ending}`, { force: true })
  await moveOver(copy, file)
}

/** Two restores can be of one moment, and a clock can be set back: what is kept is never written over. */
export function nameInBackups(folder: string, begins: string, clock: Clock): string {
  const named = (more: string) => join(folder, 'backups', `${begins}-${wallStamp(clock)}${more}.db`)
  let kept = named('')
  for (let n = 2; existsSync(kept); n++) kept = named(`-${n}`)
  return kept
}

function refuseOutdated(): never {
  refuse(
    'registry-outdated',
    `这个台账是旧版本程序写的，要先升级一次。请先备份一次，升级就随之完成；升级前会自动留一份副本。`,
    'This registry was written by an older program and has to be brought up to date once. Make a backup, and it is done along with it; a copy is kept first.',
  )
}
