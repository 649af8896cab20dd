import { joinParts } from './packet-parts.ts'
import type { PacketResult } from './packets.ts'

/** What became of one of several packets: as for one that is opened by itself; `asks`: a person has to say yes to many leaving. */
export type ManyStatus = PacketResult['status'] | 'asks'

type Opened = Pick<PacketResult, 'status' | 'code'>

export const manyStatus = ({ code, status }: Opened): ManyStatus =>
  code === 'packet-many-leave' ? 'asks' : status

/** Whether a packet that was opened needs something before all of it is in: another packet, or a person's second yes. */
export const needsMore = ({
  code,
  status,
}: {
  readonly code: string
  readonly status: ManyStatus
}): boolean =>
  status === 'waiting' || status === 'asks' || code === 'packet-many-leave' || code === 'packet-ahead'

/** Several packets as they are opened: those whose parts are all there put together, the lower numbers first. */
export function inTheirOrder<F extends { readonly name: string }>(files: readonly F[]) {
  const { whole, lacking, others } = joinParts(files)
  const packets = [
    ...others.filter(({ name }) => /\.llb$/i.test(name)).map(file => ({ name: file.name, parts: [file] })),
    ...whole,
  ]
  return {
    /** What builds on another one mostly comes after it. */
    packets: packets.toSorted(
      (a, b) => numberIn(a.name) - numberIn(b.name) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
    ),
    lacking,
    others: others.filter(({ name }) => !/\.llb$/i.test(name)),
  }
}

/** The number that a packet's name says; what is called otherwise comes last. */
function numberIn(name: string): number {
  const found = /_(\d{6,})_\d{8}/.exec(name)
  return found === null ? Number.MAX_SAFE_INTEGER : Number(found[1])
}

/**
 * Opens every packet, one after the other, and those that wait once more as long as any goes in: so their order does not
 * matter, and what one of them is refused for concerns none of the others. `told` hears of each as it is known.
 */
export async function takeAll<P, R extends Opened>(
  packets: readonly P[],
  take: (packet: P) => Promise<R>,
  told: (packet: P, result: R, status: ManyStatus) => void,
): Promise<void> {
  const before = new Map<P, ManyStatus>()
  let left = packets
  for (let goesOn = true; goesOn; ) {
    goesOn = false
    for (const packet of left) {
      const result = await take(packet)
      const status = manyStatus(result)
      // What waited went in along with the one before it: by now all of it is known.
      const wentIn = before.get(packet) === 'waiting' && status === 'duplicate'
      before.set(packet, wentIn ? 'applied' : status)
      told(packet, result, wentIn ? 'applied' : status)
      if (status === 'applied') goesOn = true
    }
    left = left.filter(packet => before.get(packet) === 'waiting')
    if (left.length === 0) goesOn = false
  }
}
