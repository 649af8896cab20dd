import { Button, Group, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useSpoken } from '../../../text/language.ts'
import {
  figureMark,
  figureParts,
  monthChoices,
  type Group as Offered,
  type Option,
  ofPerson,
  partChoices,
  personNumber,
  personParts,
} from './marks-at.ts'

type Props = {
  readonly at: string
  readonly said: string | undefined
  readonly groups: Offered[]
  /** Offices below, of one of which a figure may be. */
  readonly units: Option[]
  /** An empty word takes the mark away. */
  /** Whether the form is about people. */
  readonly isOfPeople: boolean
  readonly onSay: (said: string) => void
  readonly onEnd: () => void
}

/** What belongs at one place: one of what is known here, words of one's own, or nothing. */
export function WhatPanel({ at, said, groups, units, isOfPeople, onSay, onEnd }: Props) {
  const { words } = useSpoken()
  const { forms: say } = words
  const own = said?.startsWith('text:') === true ? said.slice(5) : ''
  const [typed, setTyped] = useState(own)
  const [person, setPerson] = useState(Math.max(1, personNumber(said ?? '')))
  const { whole: choice, only } = personParts((said ?? '').replace(/^person\d+:/, 'person:'))
  const [part, setPart] = useState(only)
  const [parts, setParts] = useState(figureParts(own === '' ? choice : ''))
  const isFigure = parts.figure.startsWith('figure:')
  const isPerson = parts.figure.startsWith('person:')
  const chosen = isFigure ? figureMark(parts) : isPerson ? ofPerson(`${parts.figure}${part}`, person) : ''
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
          value={parts.figure === '' ? null : parts.figure}
          onChange={value => {
            const isAsked = value?.startsWith('figure:') === true
            onSay(isAsked ? figureMark({ ...parts, figure: value }) : ofPerson(value ?? '', person))
          }}
        />
        {isOfPeople && (
          <NumberInput
            label={say.personNumber}
            min={1}
            max={999}
            value={person}
            onChange={value => setPerson(Math.max(1, Number(value) || 1))}
          />
        )}
        {isPerson && (
          <Select
            label={say.onlyPartOf}
            placeholder={say.allOfIt}
            clearable
            searchable
            data={partChoices(say)}
            value={part === '' ? null : part}
            onChange={value => setPart(value ?? '')}
          />
        )}
        {units.length > 0 && (isFigure || said === undefined) && (
          <Group grow>
            <Select
              label={say.onlyMonths}
              placeholder={say.wholeYear}
              clearable
              data={monthChoices(say)}
              value={parts.months === '' ? null : parts.months}
              onChange={months => setParts({ ...parts, months: months ?? '' })}
            />
            <Select
              label={say.onlyUnit}
              placeholder={say.allUnits}
              clearable
              searchable
              data={units}
              value={parts.unit === '' ? null : parts.unit}
              onChange={unit => setParts({ ...parts, unit: unit ?? '' })}
            />
          </Group>
        )}
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
          <Button
            disabled={typed.trim() === '' && (chosen === '' || chosen === said)}
            onClick={() => onSay(typed.trim() === '' ? chosen : `text:${typed.trim()}`)}
          >
            {say.choose}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
