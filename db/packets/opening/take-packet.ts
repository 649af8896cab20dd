import type { PacketResult } from '#contract/packets/packets.ts'
import { type PacketSource, sourceName } from '#db/packets/format/packet-source.ts'
import type { Session } from '#db/session.ts'
import type { Report } from '#db/shared/long-work.ts'
import type { Text } from '#db/shared/text.ts'
import { type Applying, nothing } from './outcome.ts'
import { refusalIn, takeOne } from './take-one.ts'
import { takeWaiting } from './take-waiting.ts'

/**
 * Opens a packet, shows or does what it says, and then takes in what had waited for it. A packet that cannot be
 * trusted or read is answered as `refused` with its reason; nothing is changed then.
 */
export async function takePacket(
  session: Session,
  source: PacketSource,
  options: Applying,
  report: Report,
): Promise<PacketResult> {
  let result: PacketResult
  try {
    result = await takeOne(session, source, options, report)
  } catch (error) {
    const { code, text } = refusalIn(error)
    return {
      ...nothing,
      status: 'refused',
      code,
      message: code === 'disk-full' ? noRoom(sourceName(source)) : text,
    }
  }
  if (result.status !== 'applied' && result.status !== 'duplicate') return result
  if (options.preview) return result
  const { applied, warnings } = await takeWaiting(session, options, report)
  return { ...result, alsoApplied: [...applied], warnings: [...result.warnings, ...warnings] }
}

function noRoom(file: string): Text {
  return {
    zh: `数据包 ${file} 没有并入：台账所在的磁盘已满，台账和数据包都没有改动。请腾出空间，再打开一次这个数据包。`,
    en: `The packet ${file} was not taken in: the registry's disk is full, and neither registry nor packet was changed. Make room, then open this packet again.`,
  }
}
