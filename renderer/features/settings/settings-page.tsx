import {
  Button,
  Group,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  Title,
  useMantineColorScheme,
} from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import type { checkSchema } from '#contract/system.ts'
import { useClient } from '../../api/client.ts'
import { useStatus } from '../../api/questions.ts'
import { useLongWork } from '../../app/long-work.tsx'
import { useNotices } from '../../app/notices.tsx'
import { useWorkingName } from '../../app/working-name.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import { FactList } from '../../ui/fact-list.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { LanguageSwitch } from './language-switch.tsx'

export function SettingsPage() {
  const { words } = useSpoken()
  const status = useStatus().data
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [name, setName] = useWorkingName()
  return (
    <Stack gap="md" maw={760}>
      <PageHeader title={words.settings.title} />
      <Section title={words.settings.who}>
        <TextInput
          w={320}
          aria-label={words.settings.whoAsk}
          placeholder={words.settings.whoAsk}
          description={words.settings.whoLine}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
      </Section>
      <Group align="flex-start" grow>
        <Section title={words.settings.language}>
          <LanguageSwitch />
        </Section>
        <Section title={words.settings.appearance}>
          <SegmentedControl
            size="xs"
            aria-label={words.settings.appearance}
            value={colorScheme === 'dark' ? 'dark' : 'light'}
            data={[
              { value: 'light', label: words.say.light },
              { value: 'dark', label: words.say.dark },
            ]}
            onChange={value => setColorScheme(value === 'dark' ? 'dark' : 'light')}
          />
        </Section>
      </Group>
      <Keeping />
      <Section title={words.settings.registry}>
        <FactList
          facts={[
            [words.settings.org, status?.org?.name],
            [words.settings.version, status?.version],
            [words.settings.replica, status?.replica],
          ]}
        />
      </Section>
    </Stack>
  )
}

type Check = z.infer<typeof checkSchema>

/** Backup and check: what keeps a registry safe. */
function Keeping() {
  const { words, say } = useSpoken()
  const client = useClient()
  const work = useLongWork()
  const { done, failed } = useNotices()
  const [checks, setChecks] = useState<readonly Check[]>([])
  const backUp = async () => {
    try {
      const { file, rows } = await work(words.settings.backingUp, signal =>
        client.system.backup(undefined, { signal }),
      )
      saveFile(file)
      done(words.settings.backedUp(count(rows)), null)
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
  const isWell = checks.every(check => check.ok)
  return (
    <>
      <Section title={words.settings.backup}>
        <Group justify="space-between">
          <Text className="quiet">{words.settings.backupLine}</Text>
          <Button onClick={() => void backUp()}>{words.settings.doBackup}</Button>
        </Group>
      </Section>
      <Section title={words.settings.verify}>
        <Group justify="space-between">
          <Text className="quiet">{words.settings.verifyLine}</Text>
          <Button variant="default" onClick={() => void verify()}>
            {words.settings.doVerify}
          </Button>
        </Group>
        {checks.length > 0 && (
          <Stack gap={4} mt="sm" role="status">
            <Text fw={600}>{isWell ? words.settings.verifyOk : words.settings.verifyBad}</Text>
            {checks.map(check => (
              <Group key={check.name} gap="xs" wrap="nowrap" align="flex-start">
                {check.ok ? (
                  <IconCheck size={18} aria-label={words.say.yes} />
                ) : (
                  <IconX size={18} color="var(--red-ink)" aria-label={words.say.no} />
                )}
                <Text size="sm">{say(check.detail)}</Text>
              </Group>
            ))}
          </Stack>
        )}
      </Section>
    </>
  )
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="panel" style={{ padding: 16 }}>
      <Title order={3} mb="xs">
        {title}
      </Title>
      {children}
    </section>
  )
}
