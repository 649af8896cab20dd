import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { openPacket } from '#db/packets/format/open-packet.ts'
import { writePacket } from '#db/packets/format/write-packet.ts'
import { clock, draft, offices, trusting } from './offices.ts'

/** A process of its own that writes and reads back a packet of `count` changes, and prints what it took. */
const [, , folder = '.', count = '1000000'] = process.argv

/** About 300 bytes, the ids as random as real ones, the rest as alike as records are. */
function change(n: number): string {
  const id = createHash('sha1').update(String(n)).digest('hex')
  return `{"actor":"团支部书记","at":"2019-12-31T01:30:00.000Z","author":{"office":"org-r-street","replica":"r-street"},"body":{"name":["团员${n}",[]],"phone":["138${n % 100_000_000}",[]]},"id":["w-1",${n}],"kind":"put","of":["${id.slice(0, 16)}"],"schema":1,"thing":["member","${id}"],"version":[${n},"w-1"]}`
}

function* changes() {
  for (let n = 0; n < Number(count); n++) yield change(n)
}

/** Of this process alone: `maxRSS` begins, on Linux, with what its parent takes. */
function peakMegabytes(): number {
  if (process.platform !== 'linux') return Math.round(process.resourceUsage().maxRSS / 1024)
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024)
}

const { root, street, community } = await offices()
const started = performance.now()
const written = await writePacket(draft(street, community, { changes: changes() }), folder, clock)
const writtenAt = performance.now()
const packet = await openPacket({
  source: written.file,
  keys: community.keys,
  trust: trusting(root),
  workFolder: folder,
})
const verifiedAt = performance.now()
let lines = 0
let characters = 0
for await (const line of packet.changes) {
  if (line.length !== change(lines).length) throw new Error(`change ${lines} came out otherwise`)
  lines++
  characters += line.length
}
const readAt = performance.now()
await packet.close()
const seconds = (from: number, to: number) => Math.round((to - from) / 10) / 100
console.log(
  JSON.stringify({
    lines,
    characters,
    sealedBytes: written.bytes,
    writeSeconds: seconds(started, writtenAt),
    verifySeconds: seconds(writtenAt, verifiedAt),
    readSeconds: seconds(verifiedAt, readAt),
    peakMegabytes: peakMegabytes(),
  }),
)
