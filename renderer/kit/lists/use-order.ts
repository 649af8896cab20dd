import { useAddress } from '../address/use-address.ts'
import type { Order } from './columns.ts'

/** The order of a list as the address holds it, by one of the keys known, and how a press on a head changes it. */
export function useOrder<Key extends string>(
  known: readonly Key[],
  usual: { readonly by: Key; readonly isDown: boolean },
) {
  const { get, change } = useAddress()
  const by = known.find(key => key === get('sort'))
  const order = by === undefined ? usual : { by, isDown: get('down') !== undefined }
  const onOrder = (next: Order) => {
    const isUsual = next.by === usual.by && next.isDown === usual.isDown
    change({ sort: isUsual ? undefined : next.by, down: !isUsual && next.isDown ? 'yes' : undefined }, true)
  }
  return { order, onOrder }
}
