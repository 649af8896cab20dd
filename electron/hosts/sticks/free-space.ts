import { statfs } from 'node:fs/promises'
import { type Room, roomFor } from '#contract/packets/room.ts'
import { shownSize } from '#db/records/types/files.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'

/** The bytes that still fit where this folder is; null where the system does not say. */
export async function freeIn(folder: string): Promise<number | null> {
  const space = await statfs(folder).catch(() => undefined)
  return space === undefined ? null : space.bavail * space.bsize
}

/** Refuses before anything is written what would not fit on a disk, and says how much is lacking. */
export function refuseWithoutRoom(free: number | null, bytes: number, shown: string): void {
  if (free === null || roomFor(free, bytes) !== 'too-little') return
  const [left, needed] = [shownSize(free), shownSize(bytes)]
  throw new Refusal(
    'disk-full',
    {
      zh: `${shown} 需要 ${needed}，这里只剩 ${left}，没有写入。请腾出空间或换一个U盘，再存一次；数据包已留在本机。`,
      en: `${shown} takes ${needed}, and only ${left} is free here; nothing was written. Make room or take another stick and save it again: the packet is kept on this PC.`,
    },
    { free, bytes },
  )
}

/** What is said of a disk that is as good as full; nothing of any other. */
export function tellRoom(free: number | null, room: Room): Text[] {
  if (free === null || room !== 'nearly-full') return []
  const left = shownSize(free)
  return [
    {
      zh: `这个盘快满了，只剩 ${left}。请删掉已经用过的数据包，或换一个U盘。`,
      en: `This disk is nearly full: only ${left} left. Delete packets that are done with, or take another stick.`,
    },
  ]
}
