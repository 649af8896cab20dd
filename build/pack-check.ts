import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { targets } from './pack/config.ts'
import { faultsOf } from './pack/faults.ts'
import { layOut, unpackedFolder } from './pack/lay-out.ts'
import { lookAt } from './pack/look-at.ts'
import { makeStandInElectron } from './pack/stand-in-electron.ts'
import { allParts, buildStale } from './parts.ts'

/** `npm run pack:check`: packs for every target with a stand-in for Electron, and says what is wrong with what came out. */
if (!buildStale(allParts)) process.exit(1)
const folder = await mkdtemp(join(tmpdir(), 'lifeline-pack-'))
let isSound = true
try {
  for (const target of targets) {
    const electronDist = join(folder, 'electron', target)
    const output = join(folder, target)
    await makeStandInElectron(electronDist, target)
    await layOut({ target, output, electronDist, isFolderOnly: true })
    const packed = await lookAt(join(output, unpackedFolder(target)), target)
    const faults = faultsOf(packed, target)
    console.log(`${target}: ${packed.files.length} files, ${faults.length} faults`)
    for (const fault of faults) console.log(`  ${fault}`)
    isSound &&= faults.length === 0
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
process.exit(isSound ? 0 : 1)
