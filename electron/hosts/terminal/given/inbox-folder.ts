import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { PacketResult } from '#contract/packets/packets.ts'
import { readRefusal } from '#db/files/storage-refusal.ts'

/** A packet that lies in a folder. */
export type FolderPacket = { readonly name: string; readonly path: string }

/** What became of it: as for one that is opened by hand, and `asks`, where a person has to say yes to many leaving. */
export type InboxLine = {
  readonly file: string
  readonly status: PacketResult['status'] | 'asks'
  readonly from: PacketResult['from']
  readonly number: number | null
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly conflicts: number
  readonly returned: number
  readonly code: string
  readonly message: PacketResult['message']
}

/** The packets of a folder, the lower numbers first: what builds on another mostly comes after it. */
export async function packetsIn(folder: string): Promise<FolderPacket[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(error => {
    throw readRefusal(error, folder)
  })
  return entries
    .filter(entry => entry.isFile() && !entry.name.startsWith('.') && /\.llb$/i.test(entry.name))
    .map(({ name }) => ({ name, path: join(folder, name) }))
    .toSorted((a, b) => numberIn(a.name) - numberIn(b.name) || (a.name < b.name ? -1 : 1))
}

/** The number that a packet's name says; what is called otherwise comes last. */
function numberIn(name: string): number {
  const found = /_(\d{6,})_\d{8}/.exec(name)
  return found === null ? Number.MAX_SAFE_INTEGER : Number(found[1])
}

/**
 * Opens every packet, one after the other, and those that wait once more as long as any goes in: so their order in the
 * folder does not matter. No file is moved; what was taken in before is known already the next time.
 */
export async function takeAll(
  packets: readonly FolderPacket[],
  take: (packet: FolderPacket) => Promise<PacketResult>,
): Promise<InboxLine[]> {
  const lines = new Map<string, InboxLine>()
  let left = packets
  for (let goesOn = true; goesOn; ) {
    goesOn = false
    for (const packet of left) {
      const before = lines.get(packet.name)
      const line = lineOf(packet.name, await take(packet))
      // What waited went in along with the one before it: by now all of it is known.
      const wentIn = before?.status === 'waiting' && line.status === 'duplicate'
      lines.set(packet.name, wentIn ? { ...line, status: 'applied' } : line)
      if (line.status === 'applied') goesOn = true
    }
    left = left.filter(({ name }) => lines.get(name)?.status === 'waiting')
    if (left.length === 0) goesOn = false
  }
  return [...lines.values()]
}

function lineOf(file: string, result: PacketResult): InboxLine {
  const { from, number, added, changed, removed, conflicts, returned, code, message } = result
  const status = code === 'packet-many-leave' ? 'asks' : result.status
  return {
    file,
    status,
    from,
    number,
    added,
    changed,
    removed,
    conflicts,
    returned: returned.length,
    code,
    message,
  }
}
