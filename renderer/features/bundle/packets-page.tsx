import { Button, FileButton, Stack, Table, Text, Title } from '@mantine/core'
import { useClient } from '../../api/client.ts'
import { usePeers } from '../../api/questions.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useOpenFile } from '../../app/file-drop.tsx'
import { useLongWork } from '../../app/long-work.tsx'
import { useNotices } from '../../app/notices.tsx'
import { useWorkingName } from '../../app/working-name.ts'
import { useSpoken } from '../../text/language.ts'
import { moment } from '../../text/moment.ts'
import { count } from '../../text/number.ts'
import { Answer } from '../../ui/answer.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { SeverityTag } from '../../ui/severity-tag.tsx'
import { Conflicts } from './conflicts.tsx'

/** The offices that packets go to and come from, and the conflicts that came with them. */
export function PacketsPage() {
  const { words } = useSpoken()
  const openFile = useOpenFile()
  return (
    <Stack gap="md">
      <PageHeader title={words.packet.title}>
        <FileButton accept=".json" onChange={file => file && openFile(file)}>
          {props => (
            <Button variant="default" {...props}>
              {words.packet.approve}
            </Button>
          )}
        </FileButton>
        <FileButton accept=".llb" onChange={file => file && openFile(file)}>
          {props => <Button {...props}>{words.packet.open}</Button>}
        </FileButton>
      </PageHeader>
      <Text className="quiet text-column">{words.packet.lead}</Text>
      <Peers />
      <section>
        <Title order={2} mb={4}>
          {words.packet.conflictsTitle}
        </Title>
        <Conflicts />
      </section>
    </Stack>
  )
}

type Peer = NonNullable<ReturnType<typeof usePeers>['data']>[number]

function Peers() {
  const { words, say } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const work = useLongWork()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const pack = async (peer: Peer) => {
    try {
      const result = await work(words.packet.exporting(peer.name), signal =>
        client.bundle.exportPacket({ to: peer.replica, by }, { signal }),
      )
      saveFile(result.file)
      done(
        result.changes === 0
          ? words.packet.exportNothing
          : words.packet.exported(result.number, result.changes, peer.name),
        null,
      )
      await changed()
    } catch (error) {
      failed(error)
    }
  }
  return (
    <div className="panel">
      <Answer of={usePeers()}>
        {peers =>
          peers.length === 0 ? (
            <Empty title={words.packet.empty} line={words.packet.emptyLine} />
          ) : (
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.packet.peer}</Table.Th>
                  <Table.Th>{words.packet.direction}</Table.Th>
                  <Table.Th>{words.packet.sent}</Table.Th>
                  <Table.Th>{words.packet.acknowledged}</Table.Th>
                  <Table.Th>{words.packet.received}</Table.Th>
                  <Table.Th ta="right">{words.packet.returned}</Table.Th>
                  <Table.Th>{words.packet.heard}</Table.Th>
                  <Table.Th />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {peers.map(peer => (
                  <Table.Tr key={peer.replica}>
                    <Table.Td>
                      {peer.name}
                      {peer.warnings.map(warning => (
                        <div key={warning.en}>
                          <SeverityTag severity="orange">{say(warning)}</SeverityTag>
                        </div>
                      ))}
                    </Table.Td>
                    <Table.Td>{words.packet[peer.direction]}</Table.Td>
                    <Table.Td>{words.packet.no(peer.sent)}</Table.Td>
                    <Table.Td>{words.packet.no(peer.acknowledged)}</Table.Td>
                    <Table.Td>{words.packet.no(peer.received)}</Table.Td>
                    <Table.Td ta="right">{count(peer.returned)}</Table.Td>
                    <Table.Td>
                      {peer.silentSince === null ? words.packet.never : moment(peer.silentSince)}
                    </Table.Td>
                    <Table.Td ta="right">
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={words.packet.exportTo(peer.name)}
                        onClick={() => void pack(peer)}
                      >
                        {words.packet.exportShort}
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Answer>
    </div>
  )
}
