import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { writePacket } from '#db/packets/format/write-packet.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { clock, draft, offices } from './offices.ts'

/**
 * A process of its own that writes a packet of `count` changes which do not compress, and prints what came of it and
 * what lies in the folder then. `killAt` ends it by SIGKILL at that change.
 */
const [, , folder = '.', count = '0', killAt = '-1'] = process.argv

function* changes() {
  for (let n = 0; n < Number(count); n++) {
    if (n === Number(killAt)) process.kill(process.pid, 'SIGKILL')
    yield `{"random":"${randomBytes(150).toString('base64')}"}`
  }
}

const { street, community } = await offices()
const outcome = await writePacket(draft(street, community, { changes: changes() }), folder, clock).catch(
  error => {
    if (error instanceof Refusal) return { code: error.code, text: error.text }
    throw error
  },
)
console.log(JSON.stringify({ outcome, left: await readdir(folder) }))
