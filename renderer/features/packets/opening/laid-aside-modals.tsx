import { Text } from '@mantine/core'
import { useState } from 'react'
import type { LaidAside, PacketResult } from '#contract/packets/packets.ts'
import { useClient } from '../../../api/client.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { AskFirst, AskForm, ReasonField } from '../../../kit/feedback/ask-first.tsx'
import { useLongWork } from '../../../kit/feedback/long-work.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { useDraft, useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { PacketPreview } from './packet-preview.tsx'

type Seen = { readonly id: string; readonly result: PacketResult }
type TakeProps = { readonly seen: Seen | undefined; readonly onClose: () => void }

/** What would be taken in of what nobody proves, in sentences, and the yes to it. */
export function TakeModal({ seen, onClose }: TakeProps) {
  const { words } = useSpoken()
  return (
    <AskFirst opened={seen !== undefined} size="xl" title={words.packet.aside.lookTitle} onEnd={onClose}>
      {seen && <Take seen={seen} onClose={onClose} />}
    </AskFirst>
  )
}

function Take({ seen: { id, result }, onClose }: { readonly seen: Seen; readonly onClose: () => void }) {
  const { words } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const work = useLongWork()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [isBusy, setBusy] = useState(false)
  const take = async () => {
    setBusy(true)
    try {
      const taken = await work(words.packet.applying, signal =>
        client.packets.takeAside({ id, by, again: true }, { signal }),
      )
      await changed()
      onClose()
      done(words.packet.aside.taken, taken.changeSet)
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <AskForm
      does={words.packet.aside.take}
      isReady={result.status === 'preview'}
      isBusy={isBusy}
      onEnd={onClose}
      onDo={() => void take()}
    >
      <PacketPreview result={result} isWaiting={false} />
    </AskForm>
  )
}

type PutAwayProps = { readonly lying: readonly LaidAside[]; readonly onClose: () => void }

/** So many are named; the others are counted. */
const named = 5

/** Why what nobody proves is not taken in: the reason stays to be read. */
export function PutAwayModal({ lying, onClose }: PutAwayProps) {
  const { words } = useSpoken()
  return (
    <AskFirst opened={lying.length > 0} size="lg" title={words.packet.aside.putAway} onEnd={onClose}>
      {lying.length > 0 && <PutAway lying={lying} onClose={onClose} />}
    </AskFirst>
  )
}

function PutAway({ lying, onClose }: PutAwayProps) {
  const { words, say } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [reason, setReason, forget] = useDraft(`put-away.${lying.length === 1 ? lying[0]?.id : 'all'}`)
  const [isBusy, setBusy] = useState(false)
  const putAway = async () => {
    setBusy(true)
    try {
      // One after the other, each for itself: what is not decided when one fails stays where it is.
      for (const { id } of lying) await client.packets.putAsideAway({ id, reason, by })
      forget()
      await changed()
      onClose()
      done(words.packet.aside.putAwayDone, null)
    } catch (error) {
      failed(error)
      await changed()
    } finally {
      setBusy(false)
    }
  }
  return (
    <AskForm
      does={lying.length === 1 ? words.packet.aside.putAway : words.packet.aside.putAllAway(lying.length)}
      isReady={reason.trim() !== ''}
      isBusy={isBusy}
      onEnd={onClose}
      onDo={() => void putAway()}
    >
      {lying.slice(0, named).map(({ id, sentence }) => (
        <Text key={id}>{withWholeDays(say(sentence))}</Text>
      ))}
      {lying.length > named && <Text className="quiet">{words.packet.aside.more(lying.length - named)}</Text>}
      <Text className="quiet">{words.packet.aside.putAwayLine}</Text>
      <ReasonField
        label={words.packet.aside.reason}
        usual={words.packet.aside.usual}
        value={reason}
        onChange={setReason}
      />
    </AskForm>
  )
}
