import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './run.ts'

const usualLock = join(root, 'node_modules', '.cache', 'lifeline-build.lock')
/** Whoever made the file writes his number into it at once. */
const longestUnnamed = 5000

/**
 * Waits for its turn, as long as whoever builds is running: a machine may be slow. What a build that was killed left
 * behind holds nobody up. The function answered lets the next one have its turn.
 */
export function holdBuild(lock = usualLock): () => void {
  mkdirSync(dirname(lock), { recursive: true })
  for (;;) {
    try {
      writeFileSync(lock, `${process.pid}`, { flag: 'wx' })
      return () => rmSync(lock, { force: true })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    if (isLeft(lock)) rmSync(lock, { force: true })
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
  }
}

function isLeft(lock: string): boolean {
  const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs
  if (made === undefined) return false
  const builder = numberIn(lock)
  return builder === undefined ? Date.now() - made > longestUnnamed : !isRunning(builder)
}

function numberIn(lock: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(lock, 'utf8'), 10) || undefined
  } catch {
    // It was let go of meanwhile.
    return undefined
  }
}

/** Whether there is a process of this number, whoever's it is. */
export function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
