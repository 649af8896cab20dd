import type { PacketLogEntry } from '#contract/packets/packets.ts'
import { count } from '../../../text/written.ts'
import type { Words } from '../../../text/zh-CN.ts'

/** What came of a packet, a line each. */
export function stateLines(words: Words, entry: PacketLogEntry): readonly string[] {
  const say = words.packet.log
  const { state, returned, missing, awaits, direction } = entry
  const lines: string[] = [say.states[state]]
  if (awaits !== null && awaits !== 'earlier') lines.push(say.awaits[awaits])
  if (missing !== null)
    lines.push(
      `${words.packet.missing(missing.from, missing.to)}${words.packet.stop}${words.packet.missingNext}`,
    )
  if (isGivenBack(entry)) lines.push(say.allGivenBack)
  else if (returned > 0)
    lines.push(direction === 'sent' ? say.returned(count(returned)) : say.givenBack(count(returned)))
  return lines
}

function isGivenBack({ direction, changes, returned }: PacketLogEntry): boolean {
  return direction === 'received' && changes !== null && changes > 0 && returned >= changes
}

/** What came from below and is not given back yet. */
export function canGiveBack(entry: PacketLogEntry): boolean {
  const { state, peerDirection } = entry
  return state === 'applied' && peerDirection !== 'up' && !isGivenBack(entry)
}
