import { Alert, Button, PasswordInput, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useClient } from '../../api/client.ts'
import { useRecovery } from '../../api/exchange.ts'
import { useChanged } from '../../api/use-changed.ts'
import { AskFirst, AskForm } from '../../kit/feedback/ask-first.tsx'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { SeverityTag } from '../../kit/page/severity-tag.tsx'
import { useSpoken } from '../../text/language.ts'
import { moment } from '../../text/written.ts'
import { HandOver } from '../packets/offices/hand-over.tsx'

/** At the top of the district: whether its keys can be restored, and the file by which they can. Says nothing elsewhere. */
export function Recovery() {
  const { words } = useSpoken()
  const say = words.exchange.recovery
  const recovery = useRecovery().data
  const [isOpen, setOpen] = useState(false)
  if (recovery === undefined || !recovery.needed) return null
  return (
    <div className="setting-line">
      <div>
        <div>
          {recovery.saved === null ? (
            <SeverityTag severity="red">{say.missing}</SeverityTag>
          ) : (
            say.saved(moment(recovery.saved))
          )}
        </div>
        <div className="small-note">{say.line}</div>
      </div>
      <Button variant={recovery.saved === null ? 'filled' : 'default'} onClick={() => setOpen(true)}>
        {say.make}
      </Button>
      <AskFirst opened={isOpen} onEnd={() => setOpen(false)} size="lg" title={say.title}>
        <Make onClose={() => setOpen(false)} />
      </AskFirst>
    </div>
  )
}

function Make({ onClose }: { readonly onClose: () => void }) {
  const { words } = useSpoken()
  const say = words.exchange.recovery
  const client = useClient()
  const changed = useChanged()
  const { failed } = useNotices()
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const [made, setMade] = useState<{ readonly file: File; readonly at: string }>()
  const [isKept, setKept] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const differs = second !== '' && first !== second
  const make = async () => {
    setBusy(true)
    try {
      setMade(await client.exchange.saveRecovery({ passphrase: first }))
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  if (made !== undefined) {
    const kept = async () => {
      setKept(true)
      await client.exchange.recoveryKept({ at: made.at })
      await changed()
    }
    return (
      <Stack gap="sm">
        {!isKept && <Alert color="gray">{say.after}</Alert>}
        <HandOver file={made.file} to={say.safe} next={say.next} onSaved={kept} onDone={onClose} />
      </Stack>
    )
  }
  return (
    <AskForm
      does={say.doMake}
      isReady={first !== '' && first === second}
      isBusy={isBusy}
      onEnd={onClose}
      onDo={() => void make()}
    >
      <Text>{say.what}</Text>
      <PasswordInput
        label={say.passphrase}
        description={say.passphraseHint}
        value={first}
        data-autofocus
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': say.show }}
        onChange={event => setFirst(event.currentTarget.value)}
      />
      <PasswordInput
        label={say.again}
        value={second}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': say.show }}
        error={differs && say.differs}
        onChange={event => setSecond(event.currentTarget.value)}
      />
    </AskForm>
  )
}
