import { Button, Center, Group, Modal, Stack, Text, TextInput, Title } from '@mantine/core'
import { modals } from '@mantine/modals'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { inTheirOrder } from '#contract/packets/many-packets.ts'
import { useClient } from '../../../api/client.ts'
import { useDigits } from '../../../api/packets.ts'
import { useStatus } from '../../../api/questions.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { AskFirst, AskForm } from '../../../kit/feedback/ask-first.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { ChooseButton } from '../../../kit/files/choose-button.tsx'
import { FileDrop } from '../../../kit/files/file-drop.tsx'
import { saveFile } from '../../../kit/files/save-file.ts'
import { useSpoken } from '../../../text/language.ts'
import { LanguageSwitch } from '../../settings/language-switch.tsx'
import { HandOver } from '../offices/hand-over.tsx'
import { FoundFiles } from '../opening/found-files.tsx'
import { ApprovalCheck } from './approval-check.tsx'
import { Digits } from './digits.tsx'
import { Steps } from './steps.tsx'

/** Between the request and its approval: what to do meanwhile, the digits to read out, and where the approval goes in. */
export function WaitingForApproval() {
  const { words } = useSpoken()
  const [file, setFile] = useState<File>()
  const open = useApproval(setFile)
  return (
    <Center mih="100vh" p="xl">
      <Stack w={760} maw="100%" gap="md" component="main">
        <Group justify="space-between">
          <Title order={1}>{file === undefined ? words.start.waitingTitle : words.start.acceptTitle}</Title>
          <LanguageSwitch />
        </Group>
        <Steps names={words.packet.join.steps} at={file === undefined ? 0 : 2} />
        {file === undefined ? (
          <>
            <Meanwhile onFile={setFile} onFiles={open} />
            <ChangeRequest />
          </>
        ) : (
          <ApprovalCheck
            key={`${file.name}${file.size}${file.lastModified}`}
            file={file}
            onBack={() => setFile(undefined)}
          />
        )}
      </Stack>
      <FileDrop onFiles={open} />
    </Center>
  )
}

/** Of the files that were chosen or dropped, the approval; one that was cut is put together from its parts. */
function useApproval(onFile: (file: File) => void): (files: readonly File[]) => void {
  const { words } = useSpoken()
  return files => {
    const { packets, lacking, others } = inTheirOrder(files)
    for (const { name, missing } of lacking)
      notifications.show({
        message: words.byHand.files.partsMissing(name, missing),
        color: 'red',
        autoClose: 10_000,
      })
    const [packet] = packets
    const [only] = packet?.parts ?? others
    if (packet !== undefined && packet.parts.length > 1) onFile(new File([...packet.parts], packet.name))
    else if (only !== undefined) onFile(only)
  }
}

type Opening = {
  readonly onFile: (file: File) => void
  readonly onFiles: (files: readonly File[]) => void
}

function Meanwhile({ onFile, onFiles }: Opening) {
  const { words } = useSpoken()
  const digits = useDigits()
  const asked = useStatus().data?.askedAs ?? ''
  const steps = words.packet.join.steps
  return (
    <>
      <section className="panel" style={{ padding: 16 }}>
        <Title order={2}>1. {steps[0]}</Title>
        <Group justify="space-between" align="center">
          <Text>{words.packet.join.give(asked)}</Text>
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
          <ChooseButton multiple onChange={onFiles}>
            {props => <Button {...props}>{words.start.openApproval}</Button>}
          </ChooseButton>
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
  const name = useStatus().data?.askedAs ?? ''
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

/** The name put right, or the request taken back: both before anybody has approved it. */
function ChangeRequest() {
  const { words } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { failed } = useNotices()
  const asked = useStatus().data?.askedAs ?? ''
  const [name, setName] = useState(asked)
  const [isOpen, setOpen] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const doing = async (work: () => Promise<void>) => {
    setBusy(true)
    try {
      await work()
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  const correct = () =>
    doing(async () => {
      const { file } = await client.packets.enrolRequest({ name: name.trim() })
      await changed()
      setOpen(false)
      saveFile(file)
      notifications.show({ message: words.packet.join.corrected, color: 'teal', autoClose: 15_000 })
    })
  const leave = () =>
    modals.openConfirmModal({
      title: words.packet.join.leave,
      children: <Text>{words.packet.join.leaveAsk}</Text>,
      labels: { confirm: words.packet.join.leave, cancel: words.say.back },
      onConfirm: () =>
        void doing(async () => {
          await client.packets.enrolLeave()
          await changed()
        }),
    })
  return (
    <Group justify="flex-end">
      <Button variant="subtle" onClick={() => setOpen(true)}>
        {words.packet.join.correct}
      </Button>
      <Button variant="subtle" loading={isBusy} onClick={leave}>
        {words.packet.join.leave}
      </Button>
      <AskFirst opened={isOpen} title={words.packet.join.correct} onEnd={() => setOpen(false)}>
        <AskForm
          does={words.start.doJoin}
          isReady={name.trim() !== ''}
          isBusy={isBusy}
          onEnd={() => setOpen(false)}
          onDo={() => void correct()}
        >
          <Text>{words.packet.join.correctLine}</Text>
          <TextInput
            label={words.start.name}
            value={name}
            maxLength={200}
            data-autofocus
            onChange={event => setName(event.currentTarget.value)}
          />
        </AskForm>
      </AskFirst>
    </Group>
  )
}
