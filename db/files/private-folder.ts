import { closeSync, existsSync, openSync } from 'node:fs'
import { chmod, lstat, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { refuse } from '#db/shared/refusal.ts'

/** What lies in a registry's folder; all of it for its user's eyes only, whatever the umask. */
const ours =
  /^(registry\.db|lock\.db)(-wal|-shm|-journal)?$|^(keys\.json|holder\.json|bugs\.log|open\.html|inbox|outbox|backups|files|uploads|scans|window)$|^\.[^/]*\.partial$/

/** A folder inside a registry's, for its user's eyes only. Refused where something else has its name, as a program that copies may leave. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(async error => {
    const found = await lstat(folder).catch(() => undefined)
    if (found === undefined || found.isDirectory()) throw error
    refuse(
      'folder-taken',
      `${folder} 应当是文件夹，现在是一个同名的文件，或者是失效的链接。请把它移走或改名，再试一次。`,
      `${folder} should be a folder, and is a file of that name or a link that leads nowhere. Move it away or rename it, then try again.`,
      { folder },
    )
  })
}

/**
 * Makes a registry's folder, or takes one that is there, and sees to it that nobody else may look into it, nor read a
 * file that an earlier program or another umask left open. A folder that holds other things as well, someone's home say,
 * stays as it is: only the registry's files in it are closed.
 */
export async function closeToOthers(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (process.platform === 'win32') return
  const names = await readdir(folder)
  if (names.every(name => ours.test(name))) await restrict(folder, 0o700)
  for (const name of names.filter(name => ours.test(name))) await closeWhole(join(folder, name))
}

/**
 * Folders that are the window's own hold thousands of files of a browser; they are closed by their own rights. What a link
 * leads to lies elsewhere, and may be the whole system's.
 */
async function closeWhole(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined)
  if (found?.isFile()) return restrict(path, 0o600, found.mode)
  if (!found?.isDirectory()) return
  await restrict(path, 0o700, found.mode)
  if (path.endsWith('window')) return
  for (const name of await readdir(path)) await closeWhole(join(path, name))
}

/** Disks that know no rights, a stick's FAT say, refuse this or do nothing: there is nothing to be had there. */
async function restrict(path: string, mode: number, present?: number): Promise<void> {
  if (present !== undefined && (present & 0o777) === mode) return
  await chmod(path, mode).catch(() => undefined)
}

/**
 * Makes an empty file, for its user's eyes only, where there is none: SQLite writes a database into it, and gives what
 * it keeps beside a database the same rights.
 */
export function makePrivateFile(file: string): void {
  if (existsSync(file)) return
  closeSync(openSync(file, 'wx', 0o600))
}
