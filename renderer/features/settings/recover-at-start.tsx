import { Button, Group, PasswordInput, Text } from '@mantine/core'
import { useState } from 'react'
import { useClient } from '../../api/client.ts'
import { useChanged } from '../../api/use-changed.ts'
import { AskFirst, AskForm } from '../../kit/feedback/ask-first.tsx'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { ChooseButton } from '../../kit/files/choose-button.tsx'
import { useWorkingName } from '../../kit/this-pc.ts'
import { useSpoken } from '../../text/language.ts'

/** A district whose PC is lost begins anew with its own keys, from the file that was locked away. */
export function RecoverAtStart() {
  const { words } = useSpoken()
  const say = words.exchange.recovery
  const [file, setFile] = useState<File | null>(null)
  return (
    <Group justify="space-between" wrap="nowrap" gap="md">
      <Text size="sm" className="quiet">
        {say.startLine}
      </Text>
      <ChooseButton accept=".age" onChange={setFile}>
        {props => (
          <Button {...props} variant="subtle" style={{ flex: 'none' }}>
            {say.open}
          </Button>
        )}
      </ChooseButton>
      <AskFirst opened={file !== null} onEnd={() => setFile(null)} title={say.open}>
        {file !== null && <Open file={file} onClose={() => setFile(null)} />}
      </AskFirst>
    </Group>
  )
}

function Open({ file, onClose }: { readonly file: File; readonly onClose: () => void }) {
  const { words } = useSpoken()
  const say = words.exchange.recovery
  const client = useClient()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [passphrase, setPassphrase] = useState('')
  const [isBusy, setBusy] = useState(false)
  const open = async () => {
    setBusy(true)
    try {
      const { name } = await client.exchange.openRecovery({ file, passphrase, by })
      done(say.opened(name), null)
      await changed()
    } catch (error) {
      failed(error)
      setBusy(false)
    }
  }
  return (
    <AskForm
      does={say.doOpen}
      isReady={passphrase !== ''}
      isBusy={isBusy}
      onEnd={onClose}
      onDo={() => void open()}
    >
      <Text>{say.openLine(file.name)}</Text>
      <PasswordInput
        label={say.passphrase}
        value={passphrase}
        data-autofocus
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': say.show }}
        onChange={event => setPassphrase(event.currentTarget.value)}
      />
    </AskForm>
  )
}
