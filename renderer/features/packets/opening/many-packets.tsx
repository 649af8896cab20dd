import { Button, Checkbox, Group, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { type ManyStatus, manyStatus, takeAll } from '#contract/packets/many-packets.ts'
import type { PacketResult } from '#contract/packets/packets.ts'
import { useClient } from '../../../api/client.ts'
import { failureOf } from '../../../api/failure.ts'
import { Stopped } from '../../../api/long-work.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { failureSentence } from '../../../kit/feedback/failure-sentence.ts'
import { useLongWork } from '../../../kit/feedback/long-work.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { useHandedFile } from '../../../kit/files/handed-file.tsx'
import { SeverityTag } from '../../../kit/page/severity-tag.tsx'
import { useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'
import { PacketPreview } from './packet-preview.tsx'

/** What is known of one of several packets; one that could not even be read has a sentence in place of a result. */
type Line = {
  readonly status: ManyStatus
  readonly result?: PacketResult
  readonly sentence?: string
}
type Opened = PacketResult | { readonly status: 'refused'; readonly code: string; readonly sentence: string }

/** What a person has to look at is marked. */
const severityOf: Partial<Record<ManyStatus, 'orange' | 'red'>> = {
  waiting: 'orange',
  asks: 'orange',
  refused: 'red',
}

/** Several packets looked at in one list: each is taken in or refused by itself, whatever the order in which they lie. */
export function ManyPackets({ files }: { readonly files: readonly File[] }) {
  const spoken = useSpoken()
  const { words } = spoken
  const client = useClient()
  const changed = useChanged()
  const work = useLongWork()
  const { hand } = useHandedFile()
  const { failed } = useNotices()
  const [by] = useWorkingName()
  const [later, setLater] = useState<ReadonlyMap<File, Line>>(new Map())
  const [open, setOpen] = useState<File>()
  const [isBusy, setBusy] = useState(false)
  /** What one packet cannot be read for is its own line; only Stop ends the whole. */
  const unlessStopped = async (reading: Promise<PacketResult>): Promise<Opened> => {
    try {
      return await reading
    } catch (error) {
      if (error instanceof Stopped) throw error
      return { status: 'refused', code: '', sentence: failureSentence(failureOf(error), spoken) }
    }
  }
  const apply = (file: File, again: boolean) =>
    unlessStopped(
      work(words.packet.applying, signal =>
        client.packets.applyPacket({ file, by, confirm: true, again }, { signal }),
      ),
    )
  const previews = useQuery({
    queryKey: ['packets', ...files.map(({ name, size, lastModified }) => [name, size, lastModified])],
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const lines = new Map<File, Line>()
      for (const [i, file] of files.entries()) {
        const title = words.packet.many.looking(i + 1, files.length)
        const looked = await unlessStopped(
          work(title, signal => client.packets.inspectPacket({ file }, { signal })),
        )
        // Nothing in it is new but what its office says to have received: that is noted, and nobody has to be asked.
        lines.set(file, lineOf(looked.status === 'duplicate' ? await apply(file, false) : looked))
      }
      return lines
    },
  })
  const noteLater = (file: File, line: Line) => setLater(all => new Map(all).set(file, line))
  const busily = async (doing: () => Promise<void>) => {
    setBusy(true)
    try {
      await doing()
    } catch (error) {
      failed(error)
    } finally {
      await changed()
      setBusy(false)
    }
  }
  const takeIn = (these: readonly File[]) =>
    busily(() =>
      takeAll(
        these,
        file => apply(file, false),
        (file, opened, status) => noteLater(file, { ...lineOf(opened), status }),
      ),
    )
  const takeAgain = (file: File) => busily(async () => noteLater(file, lineOf(await apply(file, true))))
  return (
    <Answer of={previews} lines={6}>
      {first => {
        const lineFor = (file: File) => later.get(file) ?? first.get(file)
        const ready = files.filter(file => ['preview', 'waiting'].includes(lineFor(file)?.status ?? ''))
        const canTake = ready.filter(file => !later.has(file))
        return (
          <div className="step-body">
            <Text className="quiet">
              {later.size === 0
                ? `${words.packet.many.line} ${words.packet.many.nothingYet}`
                : words.packet.many.line}
            </Text>
            <section className="panel" aria-label={words.packet.many.title(files.length)}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{words.packet.log.packet}</Table.Th>
                    <Table.Th>{words.packet.log.state}</Table.Th>
                    {([words.packet.added, words.packet.changed, words.packet.removed] as const).map(head => (
                      <Table.Th key={head} ta="right">
                        {head}
                      </Table.Th>
                    ))}
                    <Table.Th ta="right">{words.packet.conflicts}</Table.Th>
                    <Table.Th ta="right">{words.packet.many.returned}</Table.Th>
                    <Table.Th />
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {files.map(file => (
                    <Row
                      key={`${file.name}${file.size}${file.lastModified}`}
                      file={file}
                      line={lineFor(file)}
                      isOpen={open === file}
                      isBusy={isBusy}
                      onOpen={() => setOpen(open === file ? undefined : file)}
                      onTake={() => void takeIn([file])}
                      onAgain={() => void takeAgain(file)}
                    />
                  ))}
                </Table.Tbody>
              </Table>
            </section>
            <div className="step-footer">
              <Button variant="default" component={Link} href="/packets" onClick={() => hand([])}>
                {canTake.length > 0 ? words.say.cancel : words.say.close}
              </Button>
              {canTake.length > 0 && (
                <Button loading={isBusy} onClick={() => void takeIn(canTake)}>
                  {words.packet.many.takeAll(canTake.length)}
                </Button>
              )}
            </div>
          </div>
        )
      }}
    </Answer>
  )
}

function lineOf(opened: Opened): Line {
  if ('sentence' in opened) return { status: 'refused', sentence: opened.sentence }
  return { status: manyStatus(opened), result: opened }
}

type RowProps = {
  readonly file: File
  readonly line: Line | undefined
  readonly isOpen: boolean
  readonly isBusy: boolean
  readonly onOpen: () => void
  readonly onTake: () => void
  readonly onAgain: () => void
}

/** One packet in a line, and all that is known of it below where that is asked for. */
function Row({ file, line, isOpen, isBusy, onOpen, onTake, onAgain }: RowProps) {
  const { words, say } = useSpoken()
  const [isChecked, setChecked] = useState(false)
  if (line === undefined) return null
  const { status, result, sentence } = line
  const isCounted = status === 'preview' || status === 'applied' || status === 'asks'
  const numbers =
    result === undefined || !isCounted
      ? ['', '', '', '', '']
      : [
          result.added,
          result.changed,
          result.removed,
          result.conflicts,
          result.reasons.reduce((sum, { n }) => sum + n, 0),
        ].map(n => (n === 0 ? '' : count(n)))
  const why = sentence ?? (result !== undefined && !isCounted ? say(result.message) : '')
  const severity = severityOf[status]
  return (
    <>
      <Table.Tr>
        <Table.Td>
          {result?.from == null ? file.name : words.packet.from(result.from.name, result.number ?? 0)}
          <Text size="xs" className="quiet">
            {result?.from == null ? '' : file.name}
          </Text>
        </Table.Td>
        <Table.Td maw={320}>
          {severity === undefined ? (
            words.packet.many.states[status]
          ) : (
            <SeverityTag severity={severity}>{words.packet.many.states[status]}</SeverityTag>
          )}
          {why !== '' && (
            <Text size="xs" className="quiet">
              {why}
            </Text>
          )}
        </Table.Td>
        {numbers.map((n, i) => (
          <Table.Td key={['added', 'changed', 'removed', 'conflicts', 'returned'][i]} ta="right">
            {n}
          </Table.Td>
        ))}
        <Table.Td ta="right">
          {result !== undefined && (
            <Button
              size="compact-sm"
              variant="subtle"
              aria-expanded={isOpen}
              aria-label={words.packet.many.detailsOf(file.name)}
              onClick={onOpen}
            >
              {isOpen ? words.packet.many.fold : words.packet.many.details}
            </Button>
          )}
        </Table.Td>
      </Table.Tr>
      {isOpen && result !== undefined && (
        <Table.Tr>
          <Table.Td colSpan={8}>
            <Stack gap="sm" p="sm">
              <PacketPreview result={result} isWaiting={false} />
              {status === 'asks' && (
                <Checkbox
                  label={words.packet.again}
                  checked={isChecked}
                  onChange={event => setChecked(event.currentTarget.checked)}
                />
              )}
              <Group justify="flex-end">
                {status === 'preview' && (
                  <Button variant="default" disabled={isBusy} onClick={onTake}>
                    {words.packet.many.takeThis}
                  </Button>
                )}
                {status === 'asks' && (
                  <Button disabled={isBusy || !isChecked} onClick={onAgain}>
                    {words.packet.many.takeThis}
                  </Button>
                )}
              </Group>
            </Stack>
          </Table.Td>
        </Table.Tr>
      )}
    </>
  )
}
