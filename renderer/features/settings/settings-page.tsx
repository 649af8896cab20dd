import { Group, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core'
import { usePeers, useStatus } from '../../api/questions.ts'
import { FactList } from '../../kit/fact-list.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { useSpoken } from '../../text/language.ts'
import { Keeping } from './keeping.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { Section } from './section.tsx'
import { WhoField } from './who-field.tsx'

export function SettingsPage() {
  const { words } = useSpoken()
  const status = useStatus().data
  const isAtTop = usePeers().data?.every(peer => peer.direction !== 'up') ?? false
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Stack gap="md" maw={760}>
      <PageHeader title={words.settings.title} />
      <Section title={words.settings.who}>
        <WhoField
          w={320}
          aria-label={words.settings.whoAsk}
          placeholder={words.settings.whoAsk}
          description={words.settings.whoLine}
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
            [words.settings.folder, status?.folder],
          ]}
        />
        {isAtTop && <Text mt="xs">{words.settings.keysLine}</Text>}
      </Section>
    </Stack>
  )
}
