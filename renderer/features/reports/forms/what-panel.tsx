import {
  Button,
  Checkbox,
  Group,
  Modal,
  NumberInput,
  type OptionsFilter,
  Select,
  Stack,
  TextInput,
} from '@mantine/core'
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
  /** Of which of them the figures beside it are. */
  readonly unit: string | undefined
  /** How many more blank cells of its column are of an office each. */
  readonly rest: number
  /** Whether the form is about people. */
  readonly isOfPeople: boolean
  /** An empty word takes the mark away. `isColumn`: what is said holds for the rest of the column, too. */
  readonly onSay: (said: string, isColumn: boolean) => void
  readonly onEnd: () => void
}

/** What is called exactly as was typed stands first: whoever types “members” means all of them, and not the number of one. */
const exactFirst: OptionsFilter = ({ options, search, limit }) => {
  const typed = search.trim().toLowerCase()
  const isExact = ({ label }: { readonly label: string }) => label.toLowerCase() === typed
  let room = limit
  const among = <T extends { readonly label: string }>(items: readonly T[]): T[] => {
    const found = items.filter(({ label }) => label.toLowerCase().includes(typed)).slice(0, room)
    room -= found.length
    return found.toSorted((a, b) => Number(isExact(b)) - Number(isExact(a)))
  }
  const found: typeof options = options.flatMap((one): typeof options => {
    if (!('group' in one)) return among([one])
    const items = among(one.items)
    return items.length === 0 ? [] : [{ ...one, items }]
  })
  const rank = (one: (typeof found)[number]) =>
    Number('group' in one ? one.items.some(isExact) : isExact(one))
  return typed === '' ? found : found.toSorted((a, b) => rank(b) - rank(a))
}

/** What belongs at one place: one of what is known here, words of one's own, or nothing. */
export function WhatPanel(props: Props) {
  const { at, said, groups, units, unit: beside = '', rest, isOfPeople, onEnd } = props
  const { words } = useSpoken()
  const { forms: say } = words
  const own = said?.startsWith('text:') === true ? said.slice(5) : ''
  const [typed, setTyped] = useState(own)
  const [person, setPerson] = useState(Math.max(1, personNumber(said ?? '')))
  const { whole: choice, only } = personParts((said ?? '').replace(/^person\d+:/, 'person:'))
  const [part, setPart] = useState(only)
  const marked = figureParts(own === '' ? choice : '')
  const [parts, setParts] = useState(said === undefined ? { ...marked, unit: beside } : marked)
  const [isColumn, setColumn] = useState(true)
  const onSay = (next: string) => props.onSay(next, isColumn)
  const isFigure = parts.figure.startsWith('figure:')
  const isPerson = parts.figure.startsWith('person:')
  const chosen = isFigure ? figureMark(parts) : isPerson ? ofPerson(`${parts.figure}${part}`, person) : ''
  return (
    <Modal
      opened
      onClose={onEnd}
      title={say.whatHere(/!([A-Z]+\d+)/.exec(at)?.[1] ?? '')}
      closeButtonProps={{ 'aria-label': words.say.close }}
    >
      <Stack gap="sm">
        <Select
          label={say.chooseFrom}
          data-autofocus
          searchable
          selectFirstOptionOnChange
          clearable
          filter={exactFirst}
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
        {rest > 0 && (
          <Checkbox
            label={say.wholeColumn(String(rest))}
            checked={isColumn}
            onChange={event => setColumn(event.currentTarget.checked)}
          />
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
