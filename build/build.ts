import { allParts, build, buildStale } from './parts.ts'

/**
 * `npm run build`: the page, what runs in Node, and the window's preload. With `--stale` what runs in Node alone, where
 * it is not there or its sources have changed since: the terminal starts from it in half the time, in less memory.
 */
const isDone = process.argv.includes('--stale') ? buildStale(['program']) : build(allParts)
process.exit(isDone ? 0 : 1)
