import { Button, Center, FileButton, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../../api/client.ts'
import { useChanged } from '../../api/use-changed.ts'
import { FileDrop } from '../../app/file-drop.tsx'
import { useLongWork } from '../../app/long-work.tsx'
import { useNotices } from '../../app/notices.tsx'
import { useRequestName } from '../../app/request-name.ts'
import { useWorkingName } from '../../app/working-name.ts'
import { useSpoken } from '../../text/language.ts'
import { Answer } from '../../ui/answer.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { Digits } from './digits.tsx'

/** Between the request and its approval: the way to hand in the approval, and the digits to compare. */
export function WaitingForApproval() {
  const { words } = useSpoken()
  const [file, setFile] = useState<File>()
  return (
    <Center mih="100vh" p="xl">
      <Stack w={640} maw="100%" gap="md">
        <Title order={1}>{file === undefined ? words.start.waitingTitle : words.start.acceptTitle}</Title>
        {file === undefined ? (
          <div className="panel" style={{ padding: 20 }}>
            <Text>{words.start.waitingLead}</Text>
            <OwnRequest />
            <Text mt="xs">{words.start.waitingNext}</Text>
            <Group justify="flex-end" mt="md">
              <FileButton accept=".llb" onChange={chosen => setFile(chosen ?? undefined)}>
                {props => <Button {...props}>{words.start.openApproval}</Button>}
              </FileButton>
            </Group>
          </div>
        ) : (
          <Approval file={file} onBack={() => setFile(undefined)} />
        )}
      </Stack>
      <FileDrop onFile={setFile} />
    </Center>
  )
}

/** This PC's own request: its digits, and the file once more. Asking again changes nothing. */
function OwnRequest() {
  const { words } = useSpoken()
  const client = useClient()
  const [name] = useRequestName()
  const request = useQuery({
    queryKey: ['own-request', name],
    queryFn: () => client.bundle.enrolRequest({ name }),
    enabled: name !== '',
  })
  if (request.data === undefined) return null
  const { file, fingerprint } = request.data
  return (
    <Stack gap="xs" my="sm" align="flex-start">
      <Digits fingerprint={fingerprint} label={words.start.fingerprint} />
      <Button variant="default" onClick={() => saveFile(file)}>
        {words.start.requestFile}
      </Button>
    </Stack>
  )
}

function Approval({ file, onBack }: { readonly file: File; readonly onBack: () => void }) {
  const { words } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const work = useLongWork()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [isBusy, setBusy] = useState(false)
  const approval = useQuery({
    queryKey: ['approval', file.name, file.lastModified],
    queryFn: () => client.bundle.enrolInspect({ file }),
  })
  const accept = async (expect: string) => {
    setBusy(true)
    try {
      const result = await work(words.start.acceptTitle, signal =>
        client.bundle.enrolAccept({ file, expect, by }, { signal }),
      )
      await changed()
      done(words.start.accepted(result.orgName), null)
    } catch (error) {
      failed(error)
      setBusy(false)
    }
  }
  return (
    <div className="panel" style={{ padding: 20 }}>
      <Answer of={approval}>
        {({ name, fingerprint }) => (
          <Stack gap="sm">
            <Text>{words.start.acceptLead(name)}</Text>
            <Digits fingerprint={fingerprint} label={words.start.fingerprint} />
            <Group justify="flex-end">
              <Button variant="default" onClick={onBack}>
                {words.say.back}
              </Button>
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
