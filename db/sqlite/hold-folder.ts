import { join } from 'node:path'
import Database from 'better-sqlite3'
import { makePrivateFile } from '#db/files/private-folder.ts'
import { refuse } from '#db/shared/refusal.ts'

/**
 * Makes this process the folder's one writer: `lock.db` held with BEGIN EXCLUSIVE, which the system lets go of when
 * the process ends, however it ends. Refuses when another process holds it. Answers how to let go;
 * whoever drops that answer has let go, too.
 */
export function holdFolder(folder: string): () => void {
  const file = join(folder, 'lock.db')
  makePrivateFile(file)
  const lock = new Database(file, { timeout: 200 })
  try {
    lock.pragma('journal_mode = DELETE')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (!isBusy(error)) throw error
    refuse(
      'registry-held',
      `这个台账正被另一个窗口或程序使用：${folder}。请先关闭它，或在那个窗口里继续操作。`,
      `This registry is in use by another window or program: ${folder}. Close that one, or go on there.`,
      { folder },
    )
  }
  return () => {
    if (lock.open) lock.close()
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')
}
