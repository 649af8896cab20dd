import { Button, Group, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { PacketFile } from '#contract/port/wire.ts'
import { useClient } from '../../../api/client.ts'
import { useDrives, usePacketFiles } from '../../../api/packets.ts'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { useSpoken } from '../../../text/language.ts'
import { moment, sizeText } from '../../../text/written.ts'
import { readPacketName, readRequestName } from './carried-name.ts'
import { filesForUs } from './files-for-us.ts'

type Props = {
  /** Only such files are offered. */
  readonly kinds: readonly PacketFile['kind'][]
  readonly onFile: (file: File) => void
  /** Takes all packets that were found, where that is offered. */
  readonly onAll?: (files: readonly File[]) => void
  /** Says so where there are sticks and nothing on them; otherwise nothing is shown then. */
  readonly tellsNone?: boolean
}

/** The packets, or the requests, that lie on the sticks plugged in now, to be opened at a click. */
export function FoundFiles({ kinds, onFile, onAll, tellsNone = false }: Props) {
  const { words } = useSpoken()
  const client = useClient()
  const { failed } = useNotices()
  const drives = useDrives()
  const files = usePacketFiles()
  const [reading, setReading] = useState<string>()
  const found = filesForUs(files.data ?? []).filter(file => kinds.includes(file.kind))
  const refresh = () => void Promise.all([drives.refetch(), files.refetch()])
  const open = async (
    these: readonly PacketFile[],
    what: string,
    opened: (files: readonly File[]) => void,
  ) => {
    setReading(what)
    try {
      const files: File[] = []
      for (const { drive, name, at } of these) {
        const read = await client.host.readFrom({ drive, name })
        // The wire drops the time, and Chromium then answers another one each time it is asked.
        files.push(new File([read], name, { lastModified: Date.parse(at) }))
      }
      opened(files)
    } catch (error) {
      failed(error)
      refresh()
    } finally {
      setReading(undefined)
    }
  }
  if (found.length === 0) {
    if (!tellsNone) return null
    const hasStick = (drives.data ?? []).length > 0
    return (
      <Group gap="sm" className="panel" p="8px 16px" justify="space-between" wrap="nowrap">
        <Text className="quiet">
          {drives.isPending
            ? words.packet.hand.looking
            : hasStick
              ? `${words.packet.found.none} ${words.packet.found.noneHint}`
              : words.packet.found.noStick}
        </Text>
        <Refresh isBusy={files.isFetching || drives.isFetching} onRefresh={refresh} />
      </Group>
    )
  }
  const allPackets = found.filter(({ kind }) => kind === 'packet')
  const countOf = (kind: PacketFile['kind']) => found.filter(file => file.kind === kind).length
  const [packets, requests] = [countOf('packet'), countOf('request')]
  const title = [
    ...(packets > 0 ? [words.packet.found.title(packets)] : []),
    ...(requests > 0 ? [words.packet.found.requests(requests)] : []),
  ].join(words.packet.semicolon)
  const nameOfDrive = new Map((drives.data ?? []).map(drive => [drive.id, drive.name]))
  return (
    <section className="panel" aria-label={title}>
      <Group justify="space-between" p="10px 12px 4px">
        <Text fw={600}>{title}</Text>
        <Group gap="xs">
          {onAll !== undefined && allPackets.length > 1 && (
            <Button
              size="compact-sm"
              loading={reading === ''}
              onClick={() => void open(allPackets, '', onAll)}
            >
              {words.packet.found.openAll(allPackets.length)}
            </Button>
          )}
          <Refresh isBusy={files.isFetching || drives.isFetching} onRefresh={refresh} />
        </Group>
      </Group>
      <Table>
        <Table.Tbody>
          {found.map(file => (
            <Table.Tr key={`${file.drive}${file.name}`}>
              <Table.Td>
                <Described file={file} />
              </Table.Td>
              <Table.Td w={200}>{nameOfDrive.get(file.drive)}</Table.Td>
              <Table.Td w={150}>{moment(file.at)}</Table.Td>
              <Table.Td w={90} ta="right">
                {sizeText(file.size)}
              </Table.Td>
              <Table.Td w={90} ta="right">
                <Button
                  size="compact-sm"
                  variant="light"
                  loading={reading === `${file.drive}${file.name}`}
                  aria-label={words.packet.found.openFile(file.name)}
                  onClick={() =>
                    void open([file], `${file.drive}${file.name}`, files => files.forEach(onFile))
                  }
                >
                  {words.packet.found.open}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}

function Refresh({ isBusy, onRefresh }: { readonly isBusy: boolean; readonly onRefresh: () => void }) {
  const { words } = useSpoken()
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={isBusy}
      onClick={onRefresh}
      style={{ flexShrink: 0 }}
    >
      {words.packet.hand.refresh}
    </Button>
  )
}

/** What the name says, and the name itself small below it. */
function Described({ file }: { readonly file: PacketFile }) {
  const { words } = useSpoken()
  const packet = readPacketName(file.name)
  const request = file.kind === 'request' ? readRequestName(file.name) : undefined
  const told =
    packet !== undefined
      ? words.packet.found.described(packet.from, packet.to, packet.number)
      : request === undefined
        ? undefined
        : words.packet.found.request(request)
  if (told === undefined) return file.name
  return (
    <>
      {told}
      <Text size="xs" className="quiet">
        {file.name}
      </Text>
    </>
  )
}
