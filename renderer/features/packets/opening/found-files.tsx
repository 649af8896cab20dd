import { Button, Group, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { PacketLogEntry } from '#contract/packets/packets.ts'
import type { PacketFile } from '#contract/port/wire.ts'
import { useClient } from '../../../api/client.ts'
import { useDrives, useKnownRequests, usePacketFiles, usePacketLog } from '../../../api/packets.ts'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { useSpoken } from '../../../text/language.ts'
import { moment, sizeText } from '../../../text/written.ts'
import { readPacketName, readRequestName } from '../offices/carried-name.ts'
import { comeBefore, type Found, filesForUs, foundTogether } from '../offices/files-for-us.ts'

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
  const log = usePacketLog()
  const offered = filesForUs(files.data ?? []).filter(file => kinds.includes(file.kind))
  const requestFiles = offered.filter(({ kind }) => kind === 'request')
  const knownRequests = useKnownRequests(requestFiles)
  // Whether a request is new is known before it is shown: what was approved is never offered as if it were.
  const all = foundTogether(offered.filter(({ kind }) => kind !== 'request' || knownRequests !== undefined))
  const told = all.map(one => ({
    ...one,
    before: comeBefore(one, log.data ?? []),
    known: knownRequests?.find(({ drive, name }) =>
      one.files.some(file => file.drive === drive && file.name === name),
    )?.known,
  }))
  const isNew = ({ before, known }: (typeof told)[number]) => before === undefined && known === undefined
  // What has come before stands below what is new, and is none of it.
  const found = [...told.filter(isNew), ...told.filter(one => !isNew(one))]
  const refresh = () => void Promise.all([drives.refetch(), files.refetch(), log.refetch()])
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
  const ofKind = (kind: PacketFile['kind']) => told.filter(one => isNew(one) && one.files[0]?.kind === kind)
  const allPackets = ofKind('packet').filter(({ missing }) => missing.length === 0)
  const countOf = (kind: PacketFile['kind']) => ofKind(kind).length
  const [packets, requests] = [countOf('packet'), countOf('request')]
  const lying = [
    ...(packets > 0 ? [words.packet.found.packets(packets)] : []),
    ...(requests > 0 ? [words.packet.found.requests(requests)] : []),
  ].join(words.packet.comma)
  const title =
    lying === ''
      ? words.packet.found[requestFiles.length < offered.length ? 'nothingNew' : 'noNewRequest']
      : words.packet.found.title(lying)
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
              onClick={() =>
                void open(
                  allPackets.flatMap(one => one.files),
                  '',
                  onAll,
                )
              }
            >
              {words.packet.found.openAll(allPackets.length)}
            </Button>
          )}
          <Refresh isBusy={files.isFetching || drives.isFetching} onRefresh={refresh} />
        </Group>
      </Group>
      <Table>
        <Table.Tbody>
          {found.map(one => {
            const [file] = one.files
            if (file === undefined) return null
            const key = `${drivesOf(one).join('')}${one.name}${file.name}`
            return (
              <Table.Tr key={key}>
                <Table.Td>
                  <Described found={one} file={file} before={one.before} known={one.known} />
                </Table.Td>
                <Table.Td w={120}>
                  {drivesOf(one)
                    .map(drive => nameOfDrive.get(drive))
                    .join(words.packet.comma)}
                </Table.Td>
                <Table.Td w={150}>{moment(newestOf(one))}</Table.Td>
                <Table.Td w={90} ta="right">
                  {sizeText(one.files.reduce((sum, { size }) => sum + size, 0))}
                </Table.Td>
                <Table.Td w={90} ta="right">
                  {one.missing.length === 0 && (
                    <Button
                      size="compact-sm"
                      variant={isNew(one) ? 'light' : 'default'}
                      loading={reading === key}
                      aria-label={words.packet.found.openFile(one.name)}
                      onClick={() =>
                        void open(one.files, key, read =>
                          one.isCut ? onFile(new File([...read], one.name)) : read.forEach(onFile),
                        )
                      }
                    >
                      {words.packet.found.open}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </section>
  )
}

/** The sticks on which it lies, in the order of its parts. */
function drivesOf({ files }: Found): readonly string[] {
  return [...new Set(files.map(({ drive }) => drive))]
}

function newestOf({ files }: Found): string {
  return files.map(({ at }) => at).reduce((newest, at) => (at > newest ? at : newest), '')
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

type DescribedProps = {
  readonly found: Found
  readonly file: PacketFile
  readonly before: PacketLogEntry | undefined
  readonly known: NonNullable<ReturnType<typeof useKnownRequests>>[number]['known'] | undefined
}

/** What the name says, whether it has come before, and the name itself small below it. */
function Described({ found, file, before, known }: DescribedProps) {
  const { words, say } = useSpoken()
  const packet = readPacketName(found.name)
  const request = file.kind === 'request' ? readRequestName(file.name) : undefined
  const told =
    packet !== undefined
      ? words.packet.found.described(packet.from, packet.to, packet.number)
      : request === undefined
        ? undefined
        : words.packet.found.request(request)
  const { isCut, missing, files } = found
  if (told === undefined && !isCut) return file.name
  return (
    <>
      {told ?? found.name}
      {before !== undefined && (
        <Text size="sm" className="quiet">
          {words.packet.found[before.state === 'waiting' ? 'waits' : 'taken'](moment(before.at))}
        </Text>
      )}
      {known !== undefined && (
        <Text size="sm" className="quiet">
          {words.packet.found[known.revoked ? 'revoked' : 'approved'](say(known.name))}
        </Text>
      )}
      {isCut && (
        <Text size="sm" {...(missing.length > 0 && { c: 'red' })}>
          {missing.length > 0
            ? words.packet.found.lacking(files.length + missing.length, missing)
            : words.packet.found.inParts(files.length)}
        </Text>
      )}
      {told !== undefined && (
        <Text size="xs" className="quiet">
          {found.name}
        </Text>
      )}
    </>
  )
}
