import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../../../api/client.ts'
import { failureOf } from '../../../api/failure.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { failureSentence } from '../../../kit/feedback/failure-sentence.ts'
import { useLongWork } from '../../../kit/feedback/long-work.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { Digits } from './digits.tsx'

type Props = { readonly file: File; readonly onBack: () => void }

/** An approval that came: whose it is, and the digits to compare before joining. */
export function ApprovalCheck({ file, onBack }: Props) {
  const spoken = useSpoken()
  const { words } = spoken
  const client = useClient()
  const changed = useChanged()
  const work = useLongWork()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [isBusy, setBusy] = useState(false)
  const approval = useQuery({
    queryKey: ['approval', file.name, file.size, file.lastModified],
    queryFn: () => client.packets.enrolInspect({ file }),
  })
  const accept = async (expect: string) => {
    setBusy(true)
    try {
      const result = await work(words.packet.join.joining, signal =>
        client.packets.enrolAccept({ file, expect, by }, { signal }),
      )
      await changed()
      done(words.start.accepted(result.orgName), null)
    } catch (error) {
      failed(error)
      setBusy(false)
    }
  }
  const back = (
    <Button variant="default" onClick={onBack}>
      {words.say.back}
    </Button>
  )
  if (approval.error) {
    return (
      <Stack gap="sm" align="flex-start">
        <Alert color="red" title={words.failure.title} w="100%">
          {failureSentence(failureOf(approval.error), spoken)}
        </Alert>
        {back}
      </Stack>
    )
  }
  if (approval.data?.kind === 'request') {
    return (
      <Stack gap="sm" align="flex-start">
        <Alert color="red" title={words.packet.join.isRequestTitle} w="100%">
          {words.packet.join.isRequest(file.name)}
        </Alert>
        {back}
      </Stack>
    )
  }
  return (
    <div className="panel" style={{ padding: 20 }}>
      <Answer of={approval}>
        {({ name, fingerprint }) => (
          <Stack gap="sm">
            <Text>{words.packet.join.compareRoot(name)}</Text>
            <Digits fingerprint={fingerprint} label={words.start.fingerprint} />
            <Text className="quiet">{words.packet.join.differs}</Text>
            <Group justify="flex-end">
              {back}
              <Button loading={isBusy} onClick={() => void accept(fingerprint)}>
                {words.start.doAccept}
              </Button>
            </Group>
          </Stack>
        )}
      </Answer>
    </div>
  )
}
