import { buildStale } from './parts.ts'

/** Builds the page where it has not been built since its sources or packages changed; nothing otherwise. */
process.exitCode = buildStale(['page']) ? 0 : 1
