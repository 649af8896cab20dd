import { Button, Modal, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { PacketLogEntry } from '#contract/packets/packets.ts'
import { outboxId } from '#contract/port/wire.ts'
import { useClient } from '../../../api/client.ts'
import { usePacketLog } from '../../../api/packets.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count, moment } from '../../../text/written.ts'
import { GiveBackModal } from '../answers/give-back-modal.tsx'
import { HandOver } from './hand-over.tsx'
import { calledIn } from './office-state.ts'
import { canGiveBack, stateLines } from './packet-state.ts'

/** The packets that went and came: their state, one more copy of what was sent, and giving back what came from below. */
export function PacketLog() {
  const { words } = useSpoken()
  const client = useClient()
  const calledOf = ({ name, peerDirection }: PacketLogEntry) =>
    calledIn(words, { name, direction: peerDirection })
  const { failed } = useNotices()
  const [returning, setReturning] = useState<PacketLogEntry>()
  const [again, setAgain] = useState<{ readonly entry: PacketLogEntry; readonly file: File }>()
  const saveAgain = async (entry: PacketLogEntry, name: string) => {
    try {
      setAgain({ entry, file: await client.host.readFrom({ drive: outboxId, name }) })
    } catch (error) {
      failed(error)
    }
  }
  return (
    <div className="panel">
      <Answer of={usePacketLog()}>
        {entries =>
          entries.length === 0 ? (
            <Empty line={words.packet.log.none} />
          ) : (
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th w={150}>{words.packet.log.when}</Table.Th>
                  <Table.Th>{words.packet.log.packet}</Table.Th>
                  <Table.Th w={90} ta="right">
                    {words.packet.log.changes}
                  </Table.Th>
                  <Table.Th>{words.packet.log.state}</Table.Th>
                  <Table.Th w={120} />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {entries.map(entry => (
                  <Table.Tr key={`${entry.direction}${entry.peer}${entry.number}${entry.at}`}>
                    <Table.Td>{moment(entry.at)}</Table.Td>
                    <Table.Td>
                      {words.packet.log[entry.direction === 'sent' ? 'to' : 'from'](calledOf(entry))}{' '}
                      {words.packet.no(entry.number)}
                    </Table.Td>
                    <Table.Td ta="right">{entry.changes === null ? '' : count(entry.changes)}</Table.Td>
                    <Table.Td>
                      {stateLines(words, entry).map(line => (
                        <div key={line}>{line}</div>
                      ))}
                    </Table.Td>
                    <Table.Td ta="right">
                      {entry.file !== null && (
                        <Button
                          size="compact-sm"
                          variant="default"
                          aria-label={words.packet.log.saveAgainOf(calledOf(entry), entry.number)}
                          onClick={() => entry.file !== null && void saveAgain(entry, entry.file)}
                        >
                          {words.packet.log.saveAgain}
                        </Button>
                      )}
                      {canGiveBack(entry) && (
                        <Button
                          size="compact-sm"
                          variant="default"
                          aria-label={words.packet.log.giveBackOf(calledOf(entry), entry.number)}
                          onClick={() => setReturning({ ...entry, name: calledOf(entry) })}
                        >
                          {words.packet.log.giveBack}
                        </Button>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Answer>
      <GiveBackModal entry={returning} onClose={() => setReturning(undefined)} />
      <Modal
        opened={again !== undefined}
        onClose={() => setAgain(undefined)}
        size="lg"
        title={again && words.packet.log.saveTitle(calledOf(again.entry), again.entry.number)}
        closeButtonProps={{ 'aria-label': words.say.close }}
      >
        {again && (
          <Stack gap="sm">
            <Text>{words.packet.log.saveLine}</Text>
            <HandOver
              file={again.file}
              to={calledOf(again.entry)}
              packet={{
                replica: again.entry.peer,
                number: again.entry.number,
                sha256: again.entry.sha256 ?? undefined,
              }}
              onDone={() => setAgain(undefined)}
            />
          </Stack>
        )}
      </Modal>
    </div>
  )
}
