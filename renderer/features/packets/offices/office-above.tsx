import { Button, Group, Text } from '@mantine/core'
import { useSpoken } from '../../../text/language.ts'
import { OfficeLines } from './office-lines.tsx'
import { type Peer, type Pending, packButton } from './office-state.ts'
import type { Packing } from './use-packing.ts'

type Props = { readonly peer: Peer; readonly pending: Pending | undefined; readonly packing: Packing }

/** The office above, with the button that says how many changes it hands over. */
export function OfficeAbove({ peer, pending, packing }: Props) {
  const { words } = useSpoken()
  const isEmpty = pending === undefined || pending.changes === 0
  return (
    <Group className="panel" p="12px 16px" mb="xs" justify="space-between" wrap="nowrap" align="center">
      <div>
        <Text fw={600}>{peer.name}</Text>
        <OfficeLines peer={peer} pending={pending} />
      </div>
      <Button
        style={{ flex: 'none' }}
        variant={isEmpty && pending?.owesReceipt !== true ? 'default' : 'filled'}
        loading={packing.busy === peer.replica}
        disabled={pending?.revoked === true}
        onClick={() => void packing.pack(peer)}
      >
        {packButton(words, pending, peer.direction)}
      </Button>
    </Group>
  )
}
