import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { inTheirOrder, type ManyStatus, takeAll } from '#contract/packets/many-packets.ts'
import type { PacketResult } from '#contract/packets/packets.ts'
import { readRefusal } from '#db/files/storage-refusal.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { partsMissing } from './given-packet.ts'

/** A packet that lies in a folder, whole or cut. */
export type FolderPacket = { readonly name: string; readonly paths: readonly string[] }

/** What was made of a file: a packet that was opened, or why it could not even be read. */
type Opened = PacketResult | { readonly status: 'refused'; readonly code: string; readonly message: Text }

/** What became of it. */
export type InboxLine = {
  readonly file: string
  readonly status: ManyStatus
  readonly from: PacketResult['from']
  readonly number: number | null
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly conflicts: number
  readonly returned: number
  readonly code: string
  readonly message: Text
  /** What a person should look into, as a journal that turned out otherwise than before. */
  readonly warnings: readonly Text[]
}

/** The packets of a folder in the order in which they are opened, and a line for each that lacks parts or is no file. */
export async function packetsIn(
  folder: string,
): Promise<{ readonly packets: FolderPacket[]; readonly lacking: InboxLine[] }> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(error => {
    throw readRefusal(error, folder)
  })
  const shown = entries.filter(entry => !entry.name.startsWith('.'))
  const { packets, lacking } = inTheirOrder(shown.filter(entry => entry.isFile()))
  // A link or a folder is not followed: what is called like a packet, or a part of one, and is none is told.
  const named = shown.filter(entry => !entry.isFile() && inTheirOrder([entry]).others.length === 0)
  return {
    packets: packets.map(({ name, parts }) => ({ name, paths: parts.map(part => join(folder, part.name)) })),
    lacking: [
      ...lacking.map(({ name, missing }) => lineOf(name, unread(partsMissing(name, missing)), 'refused')),
      ...named.map(({ name }) => lineOf(name, unread(noFile(name)), 'refused')),
    ],
  }
}

function noFile(name: string): Refusal {
  return new Refusal(
    'packet-no-file',
    {
      zh: `${name} 是链接或者文件夹，不是数据包文件，没有读取。请把数据包文件本身放进这个文件夹。`,
      en: `${name} is a link or a folder and no packet of its own, so it was not read. Put the packet itself into this folder.`,
    },
    { file: name },
  )
}

/** Takes all of them in that can be. No file is moved; what was taken in before is known already the next time. */
export async function takeFolder(
  packets: readonly FolderPacket[],
  take: (packet: FolderPacket) => Promise<PacketResult>,
): Promise<InboxLine[]> {
  const lines = new Map<string, InboxLine>()
  await takeAll(
    packets,
    (packet): Promise<Opened> =>
      take(packet).catch(error => {
        // A file that cannot be read keeps none of the others out.
        if (!(error instanceof Refusal)) throw error
        return unread(error)
      }),
    ({ name }, opened, status) => lines.set(name, lineOf(name, opened, status)),
  )
  return [...lines.values()]
}

const unread = ({ code, text }: Refusal): Opened => ({ status: 'refused', code, message: text })

function lineOf(file: string, opened: Opened, status: ManyStatus): InboxLine {
  const { code, message } = opened
  const none = { from: null, number: null, added: 0, changed: 0, removed: 0, conflicts: 0, returned: 0 }
  if (!('returned' in opened)) return { file, status, ...none, code, message, warnings: [] }
  const { from, number, added, changed, removed, conflicts, returned, warnings } = opened
  const counts = { added, changed, removed, conflicts, returned: returned.length }
  return { file, status, from, number, ...counts, code, message, warnings }
}
