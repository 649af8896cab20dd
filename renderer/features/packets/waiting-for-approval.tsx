import { Button, Center, FileButton, Group, Modal, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../../api/client.ts'
import { useDigits } from '../../api/packets.ts'
import { FileDrop } from '../../kit/file-drop.tsx'
import { useRequestName } from '../../kit/request-name.ts'
import { useSpoken } from '../../text/language.ts'
import { ApprovalCheck } from './approval-check.tsx'
import { Digits } from './digits.tsx'
import { FoundFiles } from './found-files.tsx'
import { HandOver } from './hand-over.tsx'
import { Steps } from './steps.tsx'

/** Between the request and its approval: what to do meanwhile, the digits to read out, and where the approval goes in. */
export function WaitingForApproval() {
  const { words } = useSpoken()
  const [file, setFile] = useState<File>()
  return (
    <Center mih="100vh" p="xl">
      <Stack w={760} maw="100%" gap="md" component="main">
        <Title order={1}>{file === undefined ? words.start.waitingTitle : words.start.acceptTitle}</Title>
        <Steps names={words.packet.join.steps} at={file === undefined ? 0 : 2} />
        {file === undefined ? (
          <Meanwhile onFile={setFile} />
        ) : (
          <ApprovalCheck
            key={`${file.name}${file.size}${file.lastModified}`}
            file={file}
            onBack={() => setFile(undefined)}
          />
        )}
      </Stack>
      <FileDrop onFile={setFile} />
    </Center>
  )
}

function Meanwhile({ onFile }: { readonly onFile: (file: File) => void }) {
  const { words } = useSpoken()
  const digits = useDigits()
  const steps = words.packet.join.steps
  return (
    <>
      <section className="panel" style={{ padding: 16 }}>
        <Title order={2}>1. {steps[0]}</Title>
        <Group justify="space-between" align="center">
          <Text>{words.packet.join.give}</Text>
          <OwnRequest />
        </Group>
      </section>
      <section className="panel" style={{ padding: 16 }}>
        <Title order={2}>2. {steps[1]}</Title>
        <Text mb="xs">{words.packet.join.compare}</Text>
        {digits.data && <Digits fingerprint={digits.data.own} label={words.start.fingerprint} />}
      </section>
      <section className="panel" style={{ padding: 16 }}>
        <Title order={2}>3. {steps[2]}</Title>
        <Text mb="xs">{words.packet.join.open}</Text>
        <Group justify="flex-end">
          <FileButton accept=".llb" onChange={chosen => chosen && onFile(chosen)}>
            {props => <Button {...props}>{words.start.openApproval}</Button>}
          </FileButton>
        </Group>
      </section>
      <FoundFiles kinds={['packet']} onFile={onFile} tellsNone />
    </>
  )
}

/** This PC's own request once more. Asking again changes nothing. */
function OwnRequest() {
  const { words } = useSpoken()
  const client = useClient()
  const [name] = useRequestName()
  const [isOpen, setOpen] = useState(false)
  const request = useQuery({
    queryKey: ['own-request', name],
    queryFn: () => client.packets.enrolRequest({ name }),
    enabled: name !== '',
  })
  if (request.data === undefined) return null
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {words.packet.join.saveRequest}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        size="lg"
        title={words.packet.join.requestTitle}
        closeButtonProps={{ 'aria-label': words.say.close }}
      >
        <Stack gap="sm">
          <Text>{words.packet.join.requestLine}</Text>
          <HandOver file={request.data.file} to={words.packet.join.above} onDone={() => setOpen(false)} />
        </Stack>
      </Modal>
    </>
  )
}
