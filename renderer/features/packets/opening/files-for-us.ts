import { outboxId } from '#contract/packets/outbox-id.ts'
import type { PacketFile } from '#contract/port/wire.ts'

/** The files on sticks that this PC did not write itself: what it wrote stays in its outbox under the same name. */
export function filesForUs(files: readonly PacketFile[]): readonly PacketFile[] {
  const ours = new Set(files.filter(file => file.drive === outboxId).map(file => file.name))
  return files.filter(file => file.drive !== outboxId && !ours.has(file.name))
}
