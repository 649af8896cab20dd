import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useSpoken } from '../../../text/language.ts'
import type { Group as Offered } from './marks-at.ts'

type Props = {
  readonly at: string
  readonly said: string | undefined
  readonly groups: Offered[]
  /** An empty word takes the mark away. */
  readonly onSay: (said: string) => void
  readonly onEnd: () => void
}

/** What belongs at one place: one of what is known here, words of one's own, or nothing. */
export function WhatPanel({ at, said, groups, onSay, onEnd }: Props) {
  const { words } = useSpoken()
  const { forms: say } = words
  const own = said?.startsWith('text:') === true ? said.slice(5) : ''
  const [typed, setTyped] = useState(own)
  return (
    <Modal
      opened
      onClose={onEnd}
      title={say.whatHere(at)}
      closeButtonProps={{ 'aria-label': words.say.close }}
    >
      <Stack gap="sm">
        <Select
          label={say.chooseFrom}
          data-autofocus
          searchable
          clearable
          limit={200}
          maxDropdownHeight={320}
          data={groups}
          value={own === '' ? (said?.split('/')[0] ?? null) : null}
          onChange={value => onSay(value ?? '')}
        />
        <TextInput
          label={say.own}
          value={typed}
          maxLength={190}
          onChange={event => setTyped(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing && typed.trim() !== '')
              onSay(`text:${typed.trim()}`)
          }}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => onSay('')}>
            {say.nothing}
          </Button>
          <Button disabled={typed.trim() === ''} onClick={() => onSay(`text:${typed.trim()}`)}>
            {say.choose}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
