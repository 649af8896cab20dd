import { Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { EarlyDrop } from '../../kit/files/file-drop.tsx'
import { useSpoken } from '../../text/language.ts'
import { BeginForm } from './begin-form.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { RecoverAtStart } from './recover-at-start.tsx'
import { RestoreAtStart } from './restore-at-start.tsx'
import { TrySample } from './try-sample.tsx'

const ways = ['create', 'join', 'sample'] as const

/** The first time on this PC: make a registry, ask to join the office above, or look at an invented district. */
export function FirstStart() {
  const { words } = useSpoken()
  const [way, setWay] = useState<(typeof ways)[number]>('create')
  return (
    <Stack align="center" mih="100vh" p="xl">
      <Stack w={720} maw="100%" gap="md" component="main">
        <Group justify="space-between">
          <Group gap="xs">
            <img src="/icon.svg" alt="" width={28} height={28} />
            <Text fw={600}>{words.product}</Text>
          </Group>
          <LanguageSwitch />
        </Group>
        <div>
          <Title order={1}>{words.start.title}</Title>
          <Text className="quiet">{words.start.lead}</Text>
        </div>
        <Group grow align="stretch">
          {ways.map(choice => (
            <button
              key={choice}
              type="button"
              className="panel choice"
              aria-pressed={way === choice}
              onClick={() => setWay(choice)}
            >
              <Text fw={600}>{words.start[choice]}</Text>
              <Text size="sm" className="quiet">
                {words.start[`${choice}Line`]}
              </Text>
            </button>
          ))}
        </Group>
        {way === 'sample' ? <TrySample /> : <BeginForm key={way} way={way} />}
        <div>
          <RestoreAtStart />
          <RecoverAtStart />
        </div>
      </Stack>
      <EarlyDrop line={words.start.dropEarly} />
    </Stack>
  )
}
