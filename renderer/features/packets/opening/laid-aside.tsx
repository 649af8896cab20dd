import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { LaidAside as Lying, PacketResult } from '#contract/packets/packets.ts'
import { useClient } from '../../../api/client.ts'
import { useLaidAside } from '../../../api/packets.ts'
import { useLongWork } from '../../../kit/feedback/long-work.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { moment } from '../../../text/written.ts'
import { PutAwayModal, TakeModal } from './laid-aside-modals.tsx'

/** So many are shown at first: behind hundreds nobody would find what else stands on the page. */
const most = 20

/** What came from below and nobody proves: a person looks, and takes it in or puts it away. Says nothing where there is none. */
export function LaidAside() {
  const { words } = useSpoken()
  const client = useClient()
  const work = useLongWork()
  const { failed } = useNotices()
  const [by] = useWorkingName()
  const [looking, setLooking] = useState<string>()
  const [seen, setSeen] = useState<{ readonly id: string; readonly result: PacketResult }>()
  const [leaving, setLeaving] = useState<readonly Lying[]>([])
  const [isAllShown, setAllShown] = useState(false)
  const [isAwayShown, setAwayShown] = useState(false)
  const found = useLaidAside().data ?? []
  if (found.length === 0) return null
  const open = found.filter(({ putAway }) => putAway === null)
  const away = found.filter(({ putAway }) => putAway !== null)
  const shown = isAllShown ? open : open.slice(0, most)
  // Where all is decided, one line leads to what was.
  const isWhole = open.length > 0 || isAwayShown
  const look = async (id: string) => {
    setLooking(id)
    try {
      const result = await work(words.packet.aside.look, signal =>
        client.packets.takeAside({ id, by, again: true, dryRun: true }, { signal }),
      )
      setSeen({ id, result })
    } catch (error) {
      failed(error)
    } finally {
      setLooking(undefined)
    }
  }
  const row = (lying: Lying) => (
    <Row
      key={lying.id}
      lying={lying}
      isBusy={looking !== undefined}
      isLooking={looking === lying.id}
      onLook={() => void look(lying.id)}
      onPutAway={() => setLeaving([lying])}
    />
  )
  return (
    <section
      {...(isWhole && { className: 'panel', style: { padding: '10px 16px 14px' } })}
      aria-label={words.packet.aside.title}
    >
      {isWhole && (
        <>
          <Title order={2}>{words.packet.aside.title}</Title>
          <Text className="quiet" mb={6}>
            {words.packet.aside.line}
          </Text>
        </>
      )}
      <Stack gap="xs">
        {open.length > 1 && (
          <Button
            size="compact-sm"
            variant="default"
            style={{ alignSelf: 'flex-start' }}
            onClick={() => setLeaving(open)}
          >
            {words.packet.aside.putAllAway(open.length)}
          </Button>
        )}
        {shown.map(row)}
        {open.length > most && (
          <Button
            size="compact-sm"
            variant="subtle"
            style={{ alignSelf: 'flex-start' }}
            aria-expanded={isAllShown}
            onClick={() => setAllShown(!isAllShown)}
          >
            {isAllShown ? words.packet.aside.fewer : words.packet.aside.rest(open.length - most)}
          </Button>
        )}
        {away.length > 0 && (
          <Button
            size="compact-sm"
            variant="subtle"
            style={{ alignSelf: 'flex-start' }}
            aria-expanded={isAwayShown}
            onClick={() => setAwayShown(!isAwayShown)}
          >
            {words.packet.aside.away(away.length)}
          </Button>
        )}
        {isAwayShown && away.map(row)}
      </Stack>
      <TakeModal seen={seen} onClose={() => setSeen(undefined)} />
      <PutAwayModal
        // Those alone that are still open: some may be put away already when one fails.
        lying={leaving.filter(({ id }) => open.some(one => one.id === id))}
        onClose={() => setLeaving([])}
      />
    </section>
  )
}

type RowProps = {
  readonly lying: Lying
  readonly isBusy: boolean
  readonly isLooking: boolean
  readonly onLook: () => void
  readonly onPutAway: () => void
}

function Row({ lying, isBusy, isLooking, onLook, onPutAway }: RowProps) {
  const { words, say } = useSpoken()
  const { sentence, putAway, canTake } = lying
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <div>
        <Text>{withWholeDays(say(sentence))}</Text>
        {putAway !== null && (
          <Text className="quiet" size="sm">
            {words.packet.aside.putAwayBy(putAway.by, moment(putAway.at), putAway.reason)}
          </Text>
        )}
      </div>
      <Group gap="xs" wrap="nowrap">
        {canTake && (
          <Button variant="default" loading={isLooking} disabled={isBusy} onClick={onLook}>
            {words.packet.aside.look}
          </Button>
        )}
        {putAway === null && (
          <Button variant="default" disabled={isBusy} onClick={onPutAway}>
            {words.packet.aside.putAway}
          </Button>
        )}
      </Group>
    </Group>
  )
}
