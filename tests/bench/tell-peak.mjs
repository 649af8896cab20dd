import { readFileSync, writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

/**
 * Loaded before a program: says on its stderr how much memory it took at most, as the kernel counts it. Every thread loads
 * it, too; in TypeScript, what reads that would take 10 MB in each.
 */
if (isMainThread) {
  process.on('exit', () => {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    writeSync(2, `peak memory ${peak} kB\n`)
  })
}
