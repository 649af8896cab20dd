import { Alert, Checkbox, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../../../api/client.ts'
import { failureOf } from '../../../api/failure.ts'
import { usePacketFiles } from '../../../api/packets.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { AskFirst, AskForm } from '../../../kit/feedback/ask-first.tsx'
import { failureSentence } from '../../../kit/feedback/failure-sentence.ts'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { moment } from '../../../text/written.ts'
import { readPacketName } from './carried-name.ts'
import { filesForUs, foundTogether } from './files-for-us.ts'
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
  return (
    <AskFirst
      opened={peer !== undefined}
      size="lg"
      title={peer && words.packet.revoke.title(peer.name)}
      onEnd={onClose}
    >
      {peer && <Revoke peer={peer} onClose={onClose} />}
    </AskFirst>
  )
}

/** Of the PCs that it let in, those go on that are ticked: a thief may have let spare ones in. */
function Revoke({ peer, onClose }: { readonly peer: Peer; readonly onClose: () => void }) {
  const spoken = useSpoken()
  const { words, say } = spoken
  const client = useClient()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [isSure, setSure] = useState(false)
  const [kept, setKept] = useState<readonly string[]>([])
  const [isBusy, setBusy] = useState(false)
  /** Why it was not done yet: packets of it wait. Whoever says yes once more lets go of them. */
  const [waits, setWaits] = useState<string>()
  const { replica, name } = peer
  const unopened = useUnopened(peer)
  const certified = useQuery({
    queryKey: ['certified-by', replica],
    gcTime: 0,
    enabled: !isBusy,
    queryFn: () => client.packets.certifiedBy({ replica }),
  })
  const revoke = async () => {
    setBusy(true)
    try {
      await client.packets.enrolRevoke({ replica, by, keep: [...kept], anyway: waits !== undefined })
      onClose()
      done(words.packet.revoke.done(name), null)
      await changed()
    } catch (error) {
      const failure = failureOf(error)
      if (failure.kind === 'refused' && failure.code === 'revoke-packets-wait') {
        setWaits(failureSentence(failure, spoken))
        setSure(false)
      } else failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <AskForm
      does={words.packet.revoke.doIt}
      isGrave
      isReady={isSure && certified.data !== undefined}
      isBusy={isBusy}
      onEnd={onClose}
      onDo={() => void revoke()}
    >
      <Text>{words.packet.revoke.line(name)}</Text>
      <Text>{words.packet.revoke.kept(peer.received)}</Text>
      <Text>{words.packet.revoke.first}</Text>
      {unopened.length > 0 && <Alert color="orange">{words.packet.revoke.onStick(unopened)}</Alert>}
      <Answer of={certified} lines={2}>
        {letIn =>
          letIn.length > 0 && (
            <Checkbox.Group label={words.packet.revoke.certified} value={[...kept]} onChange={setKept}>
              <Stack gap={6} mt={6} mah={280} style={{ overflowY: 'auto' }}>
                {letIn.map(one => (
                  <Checkbox
                    key={one.replica}
                    value={one.replica}
                    label={words.packet.revoke.certifiedOne(say(one.name), say(one.byName), moment(one.at))}
                    description={
                      one.heard === null
                        ? words.packet.revoke.heardNever
                        : words.packet.revoke.heardLast(moment(one.heard))
                    }
                  />
                ))}
              </Stack>
            </Checkbox.Group>
          )
        }
      </Answer>
      {waits !== undefined && <Alert color="red">{waits}</Alert>}
      <Text fw={600}>{words.packet.revoke.forEver}</Text>
      <Checkbox
        label={waits === undefined ? words.packet.revoke.sure : words.packet.revoke.sureAnyway}
        checked={isSure}
        onChange={event => setSure(event.currentTarget.checked)}
      />
    </AskForm>
  )
}

/** The numbers of packets on the sticks that by their names are this office's, and later than the last that was taken in. */
function useUnopened({ name, received }: Peer): readonly number[] {
  const files = usePacketFiles()
  const numbers = foundTogether(filesForUs(files.data ?? [])).flatMap(found => {
    const read = readPacketName(found.name)
    return read !== undefined && read.from === name && read.number > received ? [read.number] : []
  })
  return [...new Set(numbers)].sort((a, b) => a - b)
}
