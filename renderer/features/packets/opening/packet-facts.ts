import type { PacketResult } from '#contract/packets/packets.ts'

type Returned = PacketResult['returned'][number]

/** What was given back, counted by its reason, in the order in which the reasons come. */
export function sameReasons(
  rows: readonly Returned[],
): readonly { readonly n: number; readonly message: Returned['message'] }[] {
  const groups = Map.groupBy(rows, row => row.message.zh)
  return [...groups.values()].flatMap(same => {
    const [first] = same
    return first === undefined ? [] : [{ n: same.length, message: first.message }]
  })
}

/** The numbers between the last packet that came and this one; undefined where numbers do not tell. */
export function missingBefore(
  received: number,
  number: number,
): { readonly from: number; readonly to: number } | undefined {
  return received + 1 <= number - 1 ? { from: received + 1, to: number - 1 } : undefined
}
