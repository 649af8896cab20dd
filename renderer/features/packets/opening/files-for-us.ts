import { outboxId } from '#contract/packets/outbox-id.ts'
import { joinParts, packetPartOf } from '#contract/packets/packet-parts.ts'
import type { PacketFile } from '#contract/port/wire.ts'

/** The files on sticks that this PC did not write itself: what it wrote stays in its outbox under the same name, or whole. */
export function filesForUs(files: readonly PacketFile[]): readonly PacketFile[] {
  const ours = new Set(files.filter(file => file.drive === outboxId).map(file => file.name))
  return files.filter(
    file => file.drive !== outboxId && !ours.has(packetPartOf(file.name)?.whole ?? file.name),
  )
}

/** What is opened with one click: a file, or all parts of a packet that was cut; and which of these are not there. */
export type Found = {
  readonly name: string
  readonly files: readonly PacketFile[]
  readonly isCut: boolean
  readonly missing: readonly number[]
}

/** The parts of one packet on one stick stand together, where the first of them was found. */
export function foundTogether(files: readonly PacketFile[]): readonly Found[] {
  const keyOf = ({ drive, name }: PacketFile) => {
    const part = packetPartOf(name)
    return JSON.stringify([drive, part === undefined ? name : [part.whole, part.of]])
  }
  return [...Map.groupBy(files, keyOf).values()].map(same => {
    const { whole, lacking, others } = joinParts(same)
    const name = [...whole, ...lacking, ...others].map(one => one.name)[0] ?? ''
    const missing = lacking.flatMap(one => one.missing)
    return { name, files: whole[0]?.parts ?? same, isCut: others.length === 0, missing }
  })
}
