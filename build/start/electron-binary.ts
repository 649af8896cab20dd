import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

type Options = {
  /** The package `electron`. */
  readonly folder: string
  /** Where it is noted that the binary could not be had. */
  readonly note: string
  /** Milliseconds since 1970. */
  readonly now: number
  /** How long fetching may take, in milliseconds. */
  readonly patience: number
  readonly onFetch: () => void
}

const day = 24 * 3_600_000

/**
 * Electron's executable: the one that is there, or the one that its own installer can fetch in a short time. Undefined where it
 * cannot be had; then nobody waits for it again for a day.
 */
export async function electronBinary(options: Options): Promise<string | undefined> {
  const { folder, note, now, patience, onFetch } = options
  const present = presentBinary(folder)
  if (present !== undefined) return present
  const failed = statSync(note, { throwIfNoEntry: false })?.mtimeMs
  if (failed !== undefined && now - failed < day) return undefined
  onFetch()
  await install(folder, patience)
  const fetched = presentBinary(folder)
  if (fetched === undefined) leaveNote(note)
  else rmSync(note, { force: true })
  return fetched
}

function leaveNote(note: string): void {
  try {
    mkdirSync(dirname(note), { recursive: true })
    writeFileSync(note, '')
  } catch {
    // Where the program lies may be for others to write to; then it is tried anew at each start.
  }
}

/** The executable as the package names it, if it is there. */
export function presentBinary(folder: string): string | undefined {
  const named = join(folder, 'path.txt')
  if (!existsSync(named)) return undefined
  const path = join(folder, 'dist', readFileSync(named, 'utf8').trim())
  return existsSync(path) ? path : undefined
}

async function install(folder: string, patience: number): Promise<void> {
  const installer = join(folder, 'install.js')
  if (!existsSync(installer)) return
  const child = spawn(process.execPath, [installer], { stdio: 'ignore' })
  const impatient = setTimeout(() => child.kill('SIGKILL'), patience)
  await once(child, 'exit')
  clearTimeout(impatient)
}
