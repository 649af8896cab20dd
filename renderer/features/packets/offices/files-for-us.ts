import { joinParts, nameInOutbox, packetPartOf } from '#contract/packets/packet-parts.ts'
import type { PacketLogEntry } from '#contract/packets/packets.ts'
import type { PacketFile } from '#contract/port/wire.ts'
import { outboxId } from '#contract/port/wire.ts'
import { isNamed, readPacketName } from './carried-name.ts'

/**
 * The files on sticks that this PC did not write itself. Of a packet that was cut only its first part tells whose it is: the
 * others are ours where the whole lies in the outbox under that name, and no first part is there that says otherwise.
 */
export function filesForUs(files: readonly PacketFile[]): readonly PacketFile[] {
  const onSticks = files.filter(({ drive }) => drive !== outboxId)
  const written = new Set(files.filter(({ drive }) => drive === outboxId).map(({ name }) => name))
  const firstParts = onSticks.map(file => ({ ...file, part: packetPartOf(file.name) }))
  const others = new Set(
    firstParts.flatMap(({ part, isOurs }) => (part?.at === 1 && !isOurs ? [part.whole] : [])),
  )
  return firstParts
    .filter(({ part, isOurs }) => {
      if (part === undefined) return !isOurs
      return !written.has(nameInOutbox(part.whole)) || others.has(part.whole)
    })
    .map(({ part: _, ...file }) => file)
}

/** What is opened with one click: a file, or all parts of a packet that was cut; and which of these are not there. */
export type Found = {
  readonly name: string
  readonly files: readonly PacketFile[]
  readonly isCut: boolean
  readonly missing: readonly number[]
}

/**
 * The parts of one packet stand together, on whatever sticks they lie, where the first of them was found. A stick that
 * has all of them needs no other; of a part that lies on several the newest counts.
 */
export function foundTogether(files: readonly PacketFile[]): readonly Found[] {
  const keyOf = ({ drive, name }: PacketFile) => {
    const part = packetPartOf(name)
    return JSON.stringify(part === undefined ? [drive, name] : [part.whole, part.of, ''])
  }
  return [...Map.groupBy(files, keyOf).values()].flatMap((same): Found[] => {
    const onOne = [...Map.groupBy(same, ({ drive }) => drive).values()].flatMap(some => joinParts(some).whole)
    const { whole, lacking, others } = joinParts(same.toSorted((a, b) => a.at.localeCompare(b.at)))
    const complete = onOne.length > 0 ? onOne : whole
    const cut = [...complete.map(one => ({ ...one, missing: [] })), ...(onOne.length > 0 ? [] : lacking)]
    return [
      ...cut.map(({ name, parts, missing }) => ({ name, files: parts, isCut: true, missing })),
      ...others.map(file => ({ name: file.name, files: [file], isCut: false, missing: [] })),
    ]
  })
}

type Logged = Pick<PacketLogEntry, 'direction' | 'name' | 'number' | 'at'>

/**
 * What is known of a packet that has come before: its number of that office was taken in, or waits, after the file was
 * written. A file that is newer than that may be another packet of the same number, from a PC that was set back.
 */
export function comeBefore<Entry extends Logged>(
  { name, files }: Found,
  log: readonly Entry[],
): Entry | undefined {
  const packet = readPacketName(name)
  if (packet === undefined) return undefined
  return log.find(
    entry =>
      entry.direction === 'received' &&
      entry.number === packet.number &&
      isNamed(entry.name, packet.from) &&
      files.every(({ at }) => at <= entry.at),
  )
}
