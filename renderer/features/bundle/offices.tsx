import { Button, Group, Menu, Modal, Stack, Table, Text, Title } from '@mantine/core'
import { IconDots, IconShieldX } from '@tabler/icons-react'
import { useState } from 'react'
import { usePending } from '../../api/packets.ts'
import { usePeers } from '../../api/questions.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import { Answer } from '../../ui/answer.tsx'
import { Empty } from '../../ui/empty.tsx'
import { SeverityTag } from '../../ui/severity-tag.tsx'
import { HandOver } from './hand-over.tsx'
import { officeState, type Peer, type Pending, waitingState } from './office-state.ts'
import { RevokeModal } from './revoke-modal.tsx'
import { usePacking } from './use-packing.tsx'

/** The office above and those below: how things stand with each, and the button that makes its next packet. */
export function Offices() {
  const { words } = useSpoken()
  const { made, close, ...packing } = usePacking()
  const pending = usePending().data ?? []
  const pendingOf = (peer: Peer) => pending.find(one => one.replica === peer.replica)
  return (
    <>
      <Answer of={usePeers()}>
        {peers => {
          const above = peers.filter(peer => peer.direction === 'up')
          const others = peers.filter(peer => peer.direction !== 'up')
          return (
            <Stack gap="md">
              <section>
                <Title order={2} mb={4}>
                  {words.packet.offices.above}
                </Title>
                {above.length === 0 ? (
                  <Text className="quiet">{words.packet.offices.noneAbove}</Text>
                ) : (
                  above.map(peer => (
                    <Above key={peer.replica} peer={peer} pending={pendingOf(peer)} packing={packing} />
                  ))
                )}
              </section>
              <section>
                <Title order={2} mb={4}>
                  {words.packet.offices.below}
                </Title>
                <div className="panel">
                  {others.length === 0 ? (
                    <Empty title={words.packet.offices.noneBelow} line={words.packet.offices.noneBelowLine} />
                  ) : (
                    <Others peers={others} pendingOf={pendingOf} packing={packing} />
                  )}
                </div>
              </section>
            </Stack>
          )
        }}
      </Answer>
      <Modal
        opened={made !== undefined}
        onClose={close}
        size="lg"
        title={made && words.packet.hand.made(made.number, made.to)}
        closeButtonProps={{ 'aria-label': words.say.close }}
      >
        {made && (
          <Stack gap="sm">
            <Text>
              {made.changes === 0
                ? words.packet.hand.carriesNothing
                : words.packet.hand.carries(count(made.changes))}
            </Text>
            <HandOver file={made.file} to={made.to} tellsReceipt onDone={close} />
          </Stack>
        )}
      </Modal>
    </>
  )
}

type Packing = Pick<ReturnType<typeof usePacking>, 'pack' | 'busy'>

type AboveProps = { readonly peer: Peer; readonly pending: Pending | undefined; readonly packing: Packing }

function Above({ peer, pending, packing }: AboveProps) {
  const { words } = useSpoken()
  const isEmpty = pending === undefined || pending.changes === 0
  return (
    <Group className="panel" p="12px 16px" mb="xs" justify="space-between" wrap="nowrap" align="center">
      <div>
        <Text fw={600}>{peer.name}</Text>
        <State peer={peer} pending={pending} />
      </div>
      <Button
        style={{ flex: 'none' }}
        variant={isEmpty ? 'default' : 'filled'}
        loading={packing.busy === peer.replica}
        disabled={pending?.revoked === true}
        onClick={() => void packing.pack(peer)}
      >
        {isEmpty ? words.packet.offices.toAboveNothing : words.packet.offices.toAbove(count(pending.changes))}
      </Button>
    </Group>
  )
}

type OthersProps = {
  readonly peers: readonly Peer[]
  readonly pendingOf: (peer: Peer) => Pending | undefined
  readonly packing: Packing
}

function Others({ peers, pendingOf, packing }: OthersProps) {
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
            const button =
              changes === 0 ? words.packet.offices.packNothing : words.packet.offices.pack(count(changes))
            return (
              <Table.Tr key={peer.replica}>
                <Table.Td>
                  <Text fw={600}>{peer.name}</Text>
                  <Text size="xs" className="quiet">
                    {words.packet[peer.direction]}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <State peer={peer} pending={pending} />
                </Table.Td>
                <Table.Td>
                  {pending?.revoked !== true && (
                    <Group gap={4} justify="flex-end" wrap="nowrap">
                      <Button
                        size="compact-sm"
                        variant={changes === 0 ? 'default' : 'light'}
                        loading={packing.busy === peer.replica}
                        aria-label={words.packet.offices.packFor(peer.name, button)}
                        onClick={() => void packing.pack(peer)}
                      >
                        {button}
                      </Button>
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

function State({ peer, pending }: { readonly peer: Peer; readonly pending: Pending | undefined }) {
  const { words, say } = useSpoken()
  const isRevoked = pending?.revoked === true
  return (
    <>
      {officeState(words, peer, pending).map(line => (
        <Text key={line} size="sm" className="quiet">
          {line}
        </Text>
      ))}
      {pending !== undefined && !isRevoked && <Text size="sm">{waitingState(words, pending)}</Text>}
      {!isRevoked &&
        peer.warnings.map(warning => (
          <div key={warning.en} style={{ marginTop: 4 }}>
            <SeverityTag severity="orange">{say(warning)}</SeverityTag>
          </div>
        ))}
    </>
  )
}
