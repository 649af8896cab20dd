import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useSessionStorage } from '@mantine/hooks'
import { useState } from 'react'
import { useWorkers } from '../../api/questions.ts'
import { useWorkingName } from '../../kit/this-pc.ts'
import { useSpoken } from '../../text/language.ts'
import { isWorthAsking } from './is-worth-asking.ts'

/** Once for each window: where others have worked at this PC too, it is asked who is working now. */
export function WhoAsked() {
  const { words } = useSpoken()
  const [name, setName] = useWorkingName()
  const [isAsked, setAsked] = useSessionStorage({
    key: 'lifeline.asked-who',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const workers = useWorkers().data
  const [typed, setTyped] = useState('')
  if (workers === undefined || isAsked || !isWorthAsking(name, workers)) return null
  const answer = (who: string) => {
    if (who !== '') setName(who)
    setAsked(true)
  }
  const known = [...new Set([...(name === '' ? [] : [name]), ...workers])]
  return (
    <Modal opened centered onClose={() => answer('')} title={words.settings.whoNow} size="sm">
      <form
        onSubmit={event => {
          event.preventDefault()
          answer(typed.trim())
        }}
      >
        <Stack gap="sm">
          <Text className="quiet">{words.settings.whoLine}</Text>
          <Group gap="xs">
            {known.map(who => (
              <Button
                key={who}
                variant={who === name ? 'light' : 'default'}
                data-autofocus={who === known[0] || undefined}
                onClick={() => answer(who)}
              >
                {who}
              </Button>
            ))}
          </Group>
          <Group gap="xs" wrap="nowrap" align="flex-end">
            <TextInput
              style={{ flex: 1 }}
              label={known.length > 0 ? words.settings.whoOther : words.settings.whoAsk}
              value={typed}
              maxLength={40}
              onChange={event => setTyped(event.currentTarget.value)}
            />
            <Button type="submit" disabled={typed.trim() === ''}>
              {words.settings.whoTake}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
