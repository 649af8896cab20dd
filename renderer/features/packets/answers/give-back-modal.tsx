import { Alert, Button, Group, List, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PacketLogEntry } from '#contract/packets/packets.ts'
import { useClient } from '../../../api/client.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/number.ts'

type Props = { readonly entry: PacketLogEntry | undefined; readonly onClose: () => void }

/** Giving a packet from below back: what that undoes, what stands in its way, and the reason its authors will read. */
export function GiveBackModal({ entry, onClose }: Props) {
  const { words } = useSpoken()
  return (
    <Modal
      opened={entry !== undefined}
      onClose={onClose}
      size="lg"
      title={entry && words.packet.giveBack.title(entry.name, entry.number)}
      closeButtonProps={{ 'aria-label': words.say.close }}
    >
      {entry && <GiveBack entry={entry} onClose={onClose} />}
    </Modal>
  )
}

function GiveBack({ entry, onClose }: { readonly entry: PacketLogEntry; readonly onClose: () => void }) {
  const { words, say } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [reason, setReason] = useState('')
  const [isBusy, setBusy] = useState(false)
  const { peer: from, number, name } = entry
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
      {({ blockedBy }) => (
        <Stack gap="sm">
          <Text>{words.packet.giveBack.line(count(entry.changes ?? 0))}</Text>
          <Text>{words.packet.giveBack.after(name)}</Text>
          {blockedBy.length > 0 && (
            <Alert color="orange" title={words.packet.giveBack.blocked}>
              <List size="sm">
                {blockedBy.map(block => (
                  <List.Item key={block.changeSet}>{say(block.sentence)}</List.Item>
                ))}
              </List>
            </Alert>
          )}
          <Textarea
            label={words.packet.giveBack.reason}
            description={words.packet.giveBack.reasonHint}
            autosize
            minRows={2}
            data-autofocus
            disabled={blockedBy.length > 0}
            value={reason}
            onChange={event => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {words.say.cancel}
            </Button>
            <Button
              disabled={reason.trim() === '' || blockedBy.length > 0}
              loading={isBusy}
              onClick={() => void giveBack()}
            >
              {words.packet.giveBack.doIt}
            </Button>
          </Group>
        </Stack>
      )}
    </Answer>
  )
}
