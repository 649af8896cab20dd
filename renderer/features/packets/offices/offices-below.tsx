import { Button, Group, Menu, Table, Text } from '@mantine/core'
import { IconDots, IconShieldX } from '@tabler/icons-react'
import { useState } from 'react'
import { useSpoken } from '../../../text/language.ts'
import { OfficeLines } from './office-lines.tsx'
import { calledIn, type Peer, type Pending, packButton } from './office-state.ts'
import { RevokeModal } from './revoke-modal.tsx'
import type { Packing } from './use-packing.ts'

type Props = {
  readonly peers: readonly Peer[]
  readonly pendingOf: (peer: Peer) => Pending | undefined
  readonly packing: Packing
}

/** The offices below and other PCs of this one, a row each; a lost PC is revoked from its row's menu. */
export function OfficesBelow({ peers, pendingOf, packing }: Props) {
  const { words } = useSpoken()
  const [revoking, setRevoking] = useState<Peer>()
  return (
    <>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={220}>{words.packet.offices.office}</Table.Th>
            <Table.Th>{words.packet.offices.state}</Table.Th>
            <Table.Th w={260} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {peers.map(peer => {
            const pending = pendingOf(peer)
            const changes = pending?.changes ?? 0
            const button = packButton(words, pending, peer.direction)
            return (
              <Table.Tr key={peer.replica}>
                <Table.Td>
                  <Text fw={600}>{peer.name}</Text>
                  <Text size="xs" className="quiet">
                    {words.packet[peer.direction]}
                  </Text>
                  {(peer.direction === 'beside' ||
                    peers.some(other => other.org === peer.org && other.replica !== peer.replica)) && (
                    <Text size="xs" className="quiet">
                      {words.packet.offices.pc(peer.replica.slice(0, 8))}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>
                  <OfficeLines peer={peer} pending={pending} />
                </Table.Td>
                <Table.Td>
                  {pending?.revoked !== true && (
                    <Group gap={4} justify="flex-end" wrap="nowrap">
                      {peer.direction !== 'elsewhere' && (
                        <Button
                          size="compact-sm"
                          variant={
                            changes === 0 &&
                            pending?.owesReceipt !== true &&
                            (pending?.unhanded ?? null) === null
                              ? 'default'
                              : 'light'
                          }
                          loading={packing.busy === peer.replica}
                          aria-label={words.packet.offices.packFor(calledIn(words, peer), button)}
                          onClick={() => void packing.pack(peer)}
                        >
                          {button}
                        </Button>
                      )}
                      <Menu position="bottom-end">
                        <Menu.Target>
                          <Button
                            size="compact-sm"
                            variant="subtle"
                            aria-label={words.packet.offices.more(peer.name)}
                          >
                            <IconDots size={16} aria-hidden />
                          </Button>
                        </Menu.Target>
                        <Menu.Dropdown>
                          <Menu.Item
                            leftSection={<IconShieldX size={16} aria-hidden />}
                            onClick={() => setRevoking(peer)}
                          >
                            {words.packet.revoke.menu}
                          </Menu.Item>
                        </Menu.Dropdown>
                      </Menu>
                    </Group>
                  )}
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
      <RevokeModal peer={revoking} onClose={() => setRevoking(undefined)} />
    </>
  )
}
