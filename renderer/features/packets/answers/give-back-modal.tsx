import { Alert, List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PacketLogEntry } from '#contract/packets/packets.ts'
import { useClient } from '../../../api/client.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { AskFirst, AskForm, ReasonField } from '../../../kit/feedback/ask-first.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { useDraft, useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'

type Props = { readonly entry: PacketLogEntry | undefined; readonly onClose: () => void }

/** Giving a packet from below back: what that undoes, what stands in its way, and the reason its authors will read. */
export function GiveBackModal({ entry, onClose }: Props) {
  const { words } = useSpoken()
  return (
    <AskFirst
      opened={entry !== undefined}
      size="lg"
      title={entry && words.packet.giveBack.title(entry.name, entry.number)}
      onEnd={onClose}
    >
      {entry && <GiveBack entry={entry} onClose={onClose} />}
    </AskFirst>
  )
}

function GiveBack({ entry, onClose }: { readonly entry: PacketLogEntry; readonly onClose: () => void }) {
  const { words, say } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const { peer: from, number, name } = entry
  const [reason, setReason, forget] = useDraft(`give-back.${from}.${number}`)
  const [isBusy, setBusy] = useState(false)
  const plan = useQuery({
    queryKey: ['give-back', from, number],
    gcTime: 0,
    // Once it is done the plan is no question any more.
    enabled: !isBusy,
    queryFn: () => client.packets.undoPacket({ from, number, reason: '-', by, dryRun: true }),
  })
  const giveBack = async () => {
    setBusy(true)
    try {
      const { changeSet } = await client.packets.undoPacket({ from, number, reason, by })
      forget()
      onClose()
      done(words.packet.giveBack.done(name, number), changeSet)
      await changed()
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Answer of={plan} lines={3}>
      {({ blockedBy, sentences }) => (
        <AskForm
          does={words.packet.giveBack.doIt}
          isReady={reason.trim() !== '' && blockedBy.length === 0}
          isBusy={isBusy}
          onEnd={onClose}
          onDo={() => void giveBack()}
        >
          <Text>{words.packet.giveBack.line(count(entry.changes ?? 0))}</Text>
          {sentences.length > 1 && (
            <Text size="sm" mah={180} style={{ whiteSpace: 'pre-line', overflow: 'auto' }}>
              {sentences.slice(1).map(say).join('\n')}
            </Text>
          )}
          <Text>{words.packet.giveBack.after(name)}</Text>
          {blockedBy.length > 0 && (
            <Alert color="orange" title={words.packet.giveBack.blocked}>
              <List size="sm">
                {blockedBy.map(block => (
                  <List.Item key={block.changeSet}>{withWholeDays(say(block.sentence))}</List.Item>
                ))}
              </List>
            </Alert>
          )}
          <ReasonField
            label={words.packet.giveBack.reason}
            description={words.packet.giveBack.reasonHint}
            isLong
            disabled={blockedBy.length > 0}
            value={reason}
            onChange={setReason}
          />
        </AskForm>
      )}
    </Answer>
  )
}
