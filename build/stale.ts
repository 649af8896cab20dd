import { allParts, buildStale } from './parts.ts'

/** Builds whatever has not been built since its sources or packages changed; nothing otherwise. */
process.exitCode = buildStale(allParts) ? 0 : 1
