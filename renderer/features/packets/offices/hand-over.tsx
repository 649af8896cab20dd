import { Alert, Button, Group, NumberInput, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { cutPacket } from '#contract/packets/packet-parts.ts'
import { roomFor } from '#contract/packets/room.ts'
import { useClient } from '../../../api/client.ts'
import { failureOf } from '../../../api/failure.ts'
import { useDrives } from '../../../api/packets.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { failureSentence } from '../../../kit/feedback/failure-sentence.ts'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { saveFile } from '../../../kit/files/save-file.ts'
import { useSpoken } from '../../../text/language.ts'
import { sizeText } from '../../../text/written.ts'

type Place =
  | {
      readonly kind: 'stick'
      readonly name: string
      readonly file: string
      readonly free: number | null
      readonly parts: number
    }
  | { readonly kind: 'download'; readonly parts: number }

/** What is smaller goes with any mail. */
const smallest = 2_000_000

type Props = {
  readonly file: File
  /** Whom it goes to. */
  readonly to: string
  /** The packet that it is: how far it has come is noted. */
  readonly packet?: {
    readonly replica: string
    readonly number: number
    readonly sha256?: string | undefined
  }
  /** Says, after it was saved, that their next packet confirms it. */
  readonly tellsReceipt?: boolean
  /** What to do with it then, where nobody opens it on the page of packets. */
  readonly next?: string
  /** Hears that it lies where it was put. */
  readonly onSaved?: () => Promise<void>
  readonly onDone?: () => void
}

/** Where a file that somebody is to get is put: on a stick, or wherever the browser puts it; and what to do then. */
export function HandOver({ file, to, packet, tellsReceipt = false, next, onSaved, onDone }: Props) {
  const spoken = useSpoken()
  const { words } = spoken
  const client = useClient()
  const changed = useChanged()
  const { failed } = useNotices()
  const drives = useDrives()
  const [chosen, setChosen] = useState<string>()
  const [place, setPlace] = useState<Place>()
  const [isBusy, setBusy] = useState(false)
  /** Why it was not saved, and with which sticks: told here, since a notice at the corner may lie over them. */
  const [failure, setFailure] = useState<{ readonly said: string; readonly among?: string }>()
  const [partOf, setPartOf] = useState<number | string>('')
  const most = typeof partOf === 'number' && partOf >= 1 ? partOf * 1_000_000 : undefined
  const found = drives.data ?? []
  const wanted = found.find(drive => drive.id === chosen) ?? found[0]
  const tell = async (how: 'leaving' | 'there' | 'stayed') => {
    if (how === 'there') await onSaved?.()
    if (packet === undefined) return
    const { replica, number, sha256 } = packet
    await client.packets.handed({ replica, number, how, sha256 })
    if (how !== 'leaving') await changed()
  }
  const save = async (drive: string) => {
    setBusy(true)
    setFailure(undefined)
    try {
      await tell('leaving')
      const saved = await client.host.saveTo({ drive, file, most }).catch(async error => {
        await tell('stayed')
        throw error
      })
      await tell('there')
      const { name, free } = saved.drive
      setPlace({ kind: 'stick', name, file: saved.name, free, parts: saved.parts })
    } catch (error) {
      const said = failureSentence(failureOf(error), spoken)
      setFailure({ said })
      setFailure({ said, among: idsOf((await drives.refetch()).data) })
    } finally {
      setBusy(false)
    }
  }
  /** A stick that was pulled is told until others are there, or the same one again. */
  const isOver = failure?.among !== undefined && failure.among !== idsOf(drives.data)
  const refresh = () => {
    setFailure(undefined)
    void drives.refetch()
  }
  const choose = (id: string) => {
    setChosen(id)
    setFailure(undefined)
  }
  const download = async () => {
    setFailure(undefined)
    try {
      await tell('leaving')
    } catch (error) {
      setFailure({ said: failureSentence(failureOf(error), spoken) })
      return
    }
    const parts = cutPacket(file.name, file.size, most ?? Infinity)
    for (const { name, from, to } of parts) saveFile(new File([file.slice(from, to)], name))
    setPlace({ kind: 'download', parts: parts.length })
    try {
      await tell('there')
    } catch (error) {
      failed(error)
    }
  }
  const room = wanted === undefined ? 'enough' : roomFor(wanted.free, file.size)
  if (place !== undefined) {
    return (
      <Stack gap="sm">
        {place.kind === 'stick' && place.free !== null && roomFor(place.free, 0) !== 'enough' && (
          <Alert color="orange">{words.packet.hand.nearlyFull(sizeText(place.free))}</Alert>
        )}
        <Alert
          color="teal"
          role="status"
          title={place.kind === 'stick' ? words.packet.hand.saved(place.name) : words.packet.hand.downloaded}
        >
          {words.packet.hand.fileName} {place.kind === 'stick' ? place.file : file.name}
          {place.parts > 1 && <Text>{words.packet.hand.inParts(place.parts)}</Text>}
        </Alert>
        <div>
          <Text fw={600}>{words.packet.hand.next}</Text>
          <Text>
            {place.parts > 1
              ? words.packet.hand.nextParts(to)
              : (next ??
                (place.kind === 'stick'
                  ? words.packet.hand.nextStick(to)
                  : words.packet.hand.nextMessage(to)))}
          </Text>
          {tellsReceipt && <Text className="quiet">{words.packet.hand.nextReceipt}</Text>}
        </div>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setPlace(undefined)}>
            {words.packet.hand.again}
          </Button>
          {onDone && <Button onClick={onDone}>{words.packet.hand.done}</Button>}
        </Group>
      </Stack>
    )
  }
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text fw={600}>{words.packet.hand.where}</Text>
        <Button size="compact-sm" variant="default" loading={drives.isFetching} onClick={refresh}>
          {words.packet.hand.refresh}
        </Button>
      </Group>
      {found.length === 0 ? (
        <Text className="quiet" mih={44}>
          {drives.isPending ? words.packet.hand.looking : words.packet.hand.noStick}
        </Text>
      ) : (
        <Radio.Group aria-label={words.packet.hand.where} value={wanted?.id ?? null} onChange={choose}>
          <Stack gap={6}>
            {found.map(drive => (
              <Radio
                key={drive.id}
                value={drive.id}
                label={drive.name}
                description={
                  drive.free === null
                    ? words.packet.hand.freeUnknown
                    : words.packet.hand.free(sizeText(drive.free))
                }
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {wanted !== undefined && room !== 'enough' && (
        <Alert color={room === 'too-little' ? 'red' : 'orange'}>
          {room === 'too-little'
            ? words.packet.hand.tooLittle(sizeText(file.size), sizeText(wanted.free ?? 0))
            : words.packet.hand.willBeFull}
        </Alert>
      )}
      {failure !== undefined && !isOver && (
        <Alert color="red" title={words.failure.title}>
          {failure.said}
        </Alert>
      )}
      {file.size > smallest && file.name.endsWith('.llb') && (
        <NumberInput
          label={words.packet.hand.partOf}
          description={words.packet.hand.partOfLine(sizeText(file.size))}
          value={partOf}
          onChange={setPartOf}
          min={1}
          max={1000}
          allowDecimal={false}
          w={320}
        />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={() => void download()}>
          {words.packet.hand.elsewhere}
        </Button>
        <Button
          disabled={wanted === undefined || room === 'too-little'}
          loading={isBusy}
          onClick={() => wanted && void save(wanted.id)}
        >
          {words.packet.hand.save}
        </Button>
      </Group>
    </Stack>
  )
}

const idsOf = (drives: readonly { readonly id: string }[] = []) => drives.map(({ id }) => id).join(' ')
