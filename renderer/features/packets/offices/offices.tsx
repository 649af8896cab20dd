import { Modal, Stack, Text, Title } from '@mantine/core'
import { useTrusted } from '../../../api/exchange.ts'
import { usePending } from '../../../api/packets.ts'
import { usePeers } from '../../../api/questions.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { useSpoken } from '../../../text/language.ts'
import { HandOver } from './hand-over.tsx'
import { OfficeAbove } from './office-above.tsx'
import { carriedBy, noOfficeAbove, type Peer } from './office-state.ts'
import { OfficesBelow } from './offices-below.tsx'
import { usePacking } from './use-packing.ts'

/** The office above and those below: how things stand with each, and the button that makes its next packet. */
export function Offices() {
  const { words } = useSpoken()
  const { made, close, ...packing } = usePacking()
  const pending = usePending().data ?? []
  const trusted = useTrusted().data
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
                  <Text className="quiet">{noOfficeAbove(words, trusted)}</Text>
                ) : (
                  above.map(peer => (
                    <OfficeAbove key={peer.replica} peer={peer} pending={pendingOf(peer)} packing={packing} />
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
                    <OfficesBelow peers={others} pendingOf={pendingOf} packing={packing} />
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
                : words.packet.hand.carries(carriedBy(words, made))}
            </Text>
            {made.files + made.filesLeft > 0 && (
              <Text>{words.byHand.files.inPacket(made.files, made.filesLeft)}</Text>
            )}
            <HandOver file={made.file} to={made.to} packet={made} tellsReceipt onDone={close} />
          </Stack>
        )}
      </Modal>
    </>
  )
}
