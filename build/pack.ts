import { join } from 'node:path'
import type { Target } from './pack/config.ts'
import { layOut } from './pack/lay-out.ts'
import { allParts, build } from './parts.ts'
import { root } from './run.ts'

/**
 * `npm run pack`: builds everything and packs it with its installer into release/, for this system or for those named:
 * `npm run pack -- win32-x64`. Fetches Electron and the installers' tools.
 */
const own: Target = process.platform === 'win32' ? 'win32-x64' : 'linux-x64'
const wanted = process.argv.slice(2).map(word => {
  if (word === 'linux-x64' || word === 'win32-x64') return word
  throw new Error(`${word} is no target: write linux-x64 or win32-x64`)
})
if (!build(allParts)) process.exit(1)
for (const target of wanted.length > 0 ? wanted : [own])
  await layOut({ target, output: join(root, 'release', target), isFolderOnly: false })
