import { Button, Group, Stack, Text } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import type { checkSchema } from '#contract/system.ts'
import { useClient } from '../../api/client.ts'
import { useStatus } from '../../api/questions.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useLongWork } from '../../kit/feedback/long-work.tsx'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { ChooseButton } from '../../kit/files/choose-button.tsx'
import { saveFile } from '../../kit/files/save-file.ts'
import { withWholeDays } from '../../kit/page/whole-days.tsx'
import { useSpoken } from '../../text/language.ts'
import { count, moment } from '../../text/written.ts'
import { Section } from './section.tsx'
import { useRestore } from './use-restore.tsx'

type Check = z.infer<typeof checkSchema>

/** Backup, check and restore: what keeps a registry safe. */
export function Keeping() {
  const { words, say } = useSpoken()
  const client = useClient()
  const work = useLongWork()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const lastBackup = useStatus().data?.lastBackup
  const [checks, setChecks] = useState<readonly Check[]>([])
  const backUp = async () => {
    try {
      const { file, rows } = await work(words.settings.backingUp, signal =>
        client.system.backup(undefined, { signal }),
      )
      saveFile(file)
      await changed()
      done(words.settings.backedUp(file.name, count(rows)), null)
    } catch (error) {
      failed(error)
    }
  }
  const verify = async () => {
    try {
      const result = await work(words.settings.verifying, signal =>
        client.system.verify(undefined, { signal }),
      )
      setChecks(result.checks)
    } catch (error) {
      failed(error)
    }
  }
  const askToRestore = useRestore()
  const isWell = checks.every(check => check.ok)
  return (
    <Section title={words.settings.backup} line={words.glance.settings.keepingLine}>
      <Keep
        title={
          lastBackup === undefined || lastBackup === null
            ? words.settings.noBackup
            : words.settings.lastBackup(moment(lastBackup))
        }
        line={words.settings.backupLine}
      >
        <Button onClick={() => void backUp()}>{words.settings.doBackup}</Button>
      </Keep>
      <Keep title={words.settings.restore} line={words.settings.restoreLine}>
        <ChooseButton accept=".db" onChange={askToRestore}>
          {props => (
            <Button {...props} variant="default">
              {words.settings.doRestore}
            </Button>
          )}
        </ChooseButton>
      </Keep>
      <Keep title={words.settings.verify} line={words.settings.verifyLine}>
        <Button variant="default" onClick={() => void verify()}>
          {words.settings.doVerify}
        </Button>
      </Keep>
      {checks.length > 0 && (
        <Stack gap={4} role="status">
          <Text fw={600}>{isWell ? words.settings.verifyOk : words.settings.verifyBad}</Text>
          {checks.map(check => (
            <Group key={check.name} gap="xs" wrap="nowrap" align="flex-start">
              {check.ok ? (
                <IconCheck size={18} aria-label={words.say.yes} />
              ) : (
                <IconX size={18} color="var(--red-ink)" aria-label={words.say.no} />
              )}
              <Text size="sm">{withWholeDays(say(check.detail))}</Text>
            </Group>
          ))}
        </Stack>
      )}
    </Section>
  )
}

type KeepProps = { readonly title: string; readonly line: string; readonly children: ReactNode }

function Keep({ title, line, children }: KeepProps) {
  return (
    <div className="setting-line">
      <div>
        <div>{title}</div>
        <div className="small-note">{line}</div>
      </div>
      {children}
    </div>
  )
}
