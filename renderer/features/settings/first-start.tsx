import { Button, Center, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { type Tier, tierSchema, tiers } from '#contract/vocabulary.ts'
import { useClient } from '../../api/client.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useNotices } from '../../app/notices.tsx'
import { useRequestName } from '../../app/request-name.ts'
import { useWorkingName } from '../../app/working-name.ts'
import { useSpoken } from '../../text/language.ts'
import { saveFile } from '../../ui/save-file.ts'
import { LanguageSwitch } from './language-switch.tsx'

type Way = 'create' | 'join'

/** The first time on this PC: make a registry, or ask to join the office above. */
export function FirstStart() {
  const { words } = useSpoken()
  const [way, setWay] = useState<Way>('create')
  return (
    <Center mih="100vh" p="xl">
      <Stack w={640} maw="100%" gap="md">
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
          {(['create', 'join'] as const).map(choice => (
            <button
              key={choice}
              type="button"
              className="panel choice"
              aria-pressed={way === choice}
              onClick={() => setWay(choice)}
            >
              <Text fw={600}>{words.start[choice]}</Text>
              <Text size="sm" className="quiet">
                {choice === 'create' ? words.start.createLine : words.start.joinLine}
              </Text>
            </button>
          ))}
        </Group>
        <Questions key={way} way={way} />
      </Stack>
    </Center>
  )
}

function Questions({ way }: { readonly way: Way }) {
  const { words, say } = useSpoken()
  const [, setRequestName] = useRequestName()
  const client = useClient()
  const changed = useChanged()
  const { failed } = useNotices()
  const [by, setBy] = useWorkingName()
  const [name, setName] = useState('')
  const [short, setShort] = useState('')
  const [code, setCode] = useState('')
  const [tier, setTier] = useState<Tier>('street')
  const [isMissing, setMissing] = useState(false)
  const [isBusy, setBusy] = useState(false)

  const begin = async () => {
    if (name.trim() === '') {
      setMissing(true)
      return
    }
    setBusy(true)
    try {
      if (way === 'create') {
        const { warnings } = await client.registry.init({
          name,
          tier,
          by,
          ...(short.trim() !== '' && { short }),
          ...(code.trim() !== '' && { code }),
        })
        for (const warning of warnings) notifications.show({ message: say(warning), autoClose: 30_000 })
      } else {
        const { file } = await client.bundle.enrolRequest({ name })
        setRequestName(name)
        saveFile(file)
      }
      await changed()
    } catch (error) {
      failed(error)
      setBusy(false)
    }
  }

  return (
    <form
      className="panel"
      style={{ padding: 20 }}
      onSubmit={event => {
        event.preventDefault()
        void begin()
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={words.start.name}
          placeholder={words.start.nameExample}
          value={name}
          data-autofocus
          error={isMissing && name.trim() === '' ? words.start.needed : null}
          onChange={event => setName(event.currentTarget.value)}
        />
        {way === 'create' && (
          <>
            <Select
              label={words.start.tier}
              data={tiers.map(value => ({ value, label: words.vocabulary.tier[value] }))}
              value={tier}
              allowDeselect={false}
              onChange={value => setTier(tierSchema.parse(value))}
            />
            <Group grow align="flex-start">
              <TextInput
                label={words.start.short}
                value={short}
                onChange={event => setShort(event.currentTarget.value)}
              />
              <TextInput
                label={words.start.code}
                title={words.start.codeHint}
                value={code}
                onChange={event => setCode(event.currentTarget.value)}
              />
            </Group>
          </>
        )}
        <TextInput
          label={words.start.who}
          description={words.start.whoHint}
          value={by}
          onChange={event => setBy(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="xs">
          <Button type="submit" loading={isBusy}>
            {way === 'create' ? words.start.doCreate : words.start.doJoin}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
