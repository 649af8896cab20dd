import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useClient } from '../../../api/client.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { useWorkingName } from '../../../kit/this-pc.ts'
import { useNotices } from '../../../kit/work/notices.tsx'
import { useSpoken } from '../../../text/language.ts'
import type { Peer } from './office-state.ts'

/** A PC that was lost: says what revoking its key does and that it is for ever, before it is done. */
export function RevokeModal({
  peer,
  onClose,
}: {
  readonly peer: Peer | undefined
  readonly onClose: () => void
}) {
  const { words } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [isSure, setSure] = useState(false)
  const [isBusy, setBusy] = useState(false)
  useEffect(() => {
    if (peer === undefined) setSure(false)
  }, [peer])
  const revoke = async ({ replica, name }: Peer) => {
    setBusy(true)
    try {
      await client.packets.enrolRevoke({ replica, by })
      onClose()
      done(words.packet.revoke.done(name), null)
      await changed()
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      opened={peer !== undefined}
      onClose={onClose}
      size="lg"
      title={peer && words.packet.revoke.title(peer.name)}
      closeButtonProps={{ 'aria-label': words.say.close }}
    >
      {peer && (
        <Stack gap="sm">
          <Text>{words.packet.revoke.line(peer.name)}</Text>
          <Text>{words.packet.revoke.kept(peer.received)}</Text>
          <Text fw={600}>{words.packet.revoke.forEver}</Text>
          <Checkbox
            label={words.packet.revoke.sure}
            checked={isSure}
            onChange={event => setSure(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {words.say.cancel}
            </Button>
            <Button color="red" disabled={!isSure} loading={isBusy} onClick={() => void revoke(peer)}>
              {words.packet.revoke.doIt}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
