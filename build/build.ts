import { allParts, build } from './parts.ts'

/** `npm run build`: the page, what runs in Node, and the window's preload. */
process.exit(build(allParts) ? 0 : 1)
