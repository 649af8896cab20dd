import { ActionIcon, Autocomplete, Button, Group, Input, Stack, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import type { Form } from '#db/records/forms.ts'
import { pairsIn, pairsText } from '#db/records/types/pairs.ts'
import { useSpoken } from '../../text/language.ts'
import { ChoiceSelect } from './finder.tsx'

type ValueInput = NonNullable<Form['fields'][string]>['input']
/** A name that is asked for; how its value is given and what it looks like, where that is its own. */
export type AskedPair = { readonly name: string; readonly of?: ValueInput; readonly hint?: string }
type Props = {
  readonly name: string
  readonly label: string
  readonly required: boolean
  readonly error: ReactNode
  readonly onBlur: () => void
  /** As it is typed: `a=1; b=2`. */
  readonly value: string
  readonly onChange: (value: string) => void
  /** Names that are asked for already; any other can be added. */
  readonly keys: readonly AskedPair[]
  /** How a value is given. */
  readonly of: ValueInput
  /** What a value may look like. */
  readonly hint: string | undefined
}
type Pair = { readonly at: number; readonly key: string; readonly value: string }

/**
 * Names with their values, a line each: those that are asked for stand there, others are added, and moved up and down by a
 * button or by Alt with an arrow.
 */
export function PairsField({ name, label, required, error, onBlur, value, onChange, keys, of, hint }: Props) {
  const { words, language } = useSpoken()
  const [kept, setKept] = useState(() => ({ said: value, pairs: pairsOf(value) }))
  // What was said from elsewhere, as by a draft that is thrown away, takes the place of what stands here.
  if (kept.said !== value) setKept({ said: value, pairs: pairsOf(value) })
  const { pairs } = kept
  const change = (next: readonly Pair[]) => {
    const said = asText(next)
    setKept({ said, pairs: next })
    onChange(said)
  }
  const next = Math.max(0, ...pairs.map(({ at }) => at)) + 1
  const asked = keys.map(
    ({ name: key }, at) => pairs.find(one => one.key === key) ?? { at: next + 1 + at, key, value: '' },
  )
  const free = pairs.filter(({ key }) => !keys.some(one => one.name === key))
  const write = (pair: Pair) =>
    change(
      pairs.some(({ at }) => at === pair.at)
        ? pairs.map(one => (one.at === pair.at ? pair : one))
        : [...pairs, pair],
    )
  const [first] = [...asked, ...free]
  const move = (pair: Pair, by: number) => {
    const other = free[free.indexOf(pair) + by]
    if (other !== undefined) change(pairs.map(one => (one === pair ? other : one === other ? pair : one)))
  }
  const moveByKey = (event: KeyboardEvent<HTMLElement>, pair: Pair) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (!event.altKey || by === 0) return
    event.preventDefault()
    event.stopPropagation()
    move(pair, by)
    // A line that was moved takes its fields out of the page for a moment.
    const { target } = event
    requestAnimationFrame(() => target instanceof HTMLElement && target.focus())
  }
  const inputOf = (pair: Pair, own?: AskedPair) => (
    <ValueOfPair
      label={`${label} ${pair.key}`}
      of={own?.of ?? of}
      hint={own === undefined ? hint : own.hint}
      language={language}
      given={pair.value}
      onBlur={onBlur}
      field={keys.length > 0 && pair === first ? name : `${name}:${pair.key}`}
      onGiven={given => write({ ...pair, value: given })}
    />
  )
  return (
    <Input.Wrapper label={label} required={required} error={error}>
      <Stack gap={6}>
        {asked.map(pair => (
          <Group key={pair.key} gap={8} wrap="nowrap">
            <span style={{ width: 132, flex: 'none' }}>{pair.key}</span>
            {inputOf(
              pair,
              keys.find(one => one.name === pair.key),
            )}
          </Group>
        ))}
        {free.map((pair, place) => (
          <Group key={pair.at} gap={8} wrap="nowrap" onKeyDownCapture={event => moveByKey(event, pair)}>
            <TextInput
              w={132}
              style={{ flex: 'none' }}
              aria-label={words.byHand.pairName}
              data-line={pair.at}
              placeholder={words.byHand.pairName}
              autoComplete="off"
              {...(keys.length === 0 && pair === first && { 'data-field': name })}
              value={pair.key}
              onBlur={onBlur}
              onChange={event => write({ ...pair, key: event.currentTarget.value })}
            />
            {inputOf(pair)}
            {free.length > 1 && (
              <Group gap={0} wrap="nowrap">
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  disabled={place === 0}
                  aria-label={words.byHand.pairUp(pair.key)}
                  title={words.byHand.pairMoveHint}
                  onClick={() => move(pair, -1)}
                >
                  <IconArrowUp size={16} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  disabled={place === free.length - 1}
                  aria-label={words.byHand.pairDown(pair.key)}
                  title={words.byHand.pairMoveHint}
                  onClick={() => move(pair, 1)}
                >
                  <IconArrowDown size={16} aria-hidden />
                </ActionIcon>
              </Group>
            )}
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={words.byHand.pairRemove(pair.key)}
              onClick={() => change(pairs.filter(({ at }) => at !== pair.at))}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Button
          variant="subtle"
          size="compact-sm"
          style={{ alignSelf: 'flex-start' }}
          {...(first === undefined && { 'data-field': name })}
          onClick={({ currentTarget }) => {
            change([...pairs, { at: next, key: '', value: '' }])
            // Whoever adds a line goes on typing there.
            const lines = currentTarget.parentElement
            requestAnimationFrame(() => {
              const field = lines?.querySelector(`[data-line="${next}"]`)
              if (field instanceof HTMLElement) field.focus()
            })
          }}
        >
          {words.byHand.pairAdd}
        </Button>
      </Stack>
    </Input.Wrapper>
  )
}

type ValueProps = {
  readonly label: string
  readonly of: ValueInput
  readonly hint: string | undefined
  readonly language: 'zh' | 'en'
  readonly given: string
  readonly field: string
  readonly onGiven: (value: string) => void
  readonly onBlur: () => void
}

function ValueOfPair({ label, of, hint, language, given, field, onGiven, onBlur }: ValueProps) {
  const common = {
    'aria-label': label,
    'data-field': field,
    onBlur,
    placeholder: hint,
    style: { flex: 1 },
  }
  if (of.as !== 'select')
    return (
      <TextInput
        {...common}
        autoComplete="off"
        value={given}
        onChange={event => onGiven(event.currentTarget.value)}
      />
    )
  // Typed as it is written in a table: in Chinese, whatever language the page speaks.
  const data = of.options.map(([, says]) => ({ value: says.zh, label: says[language] }))
  if (of.open)
    return (
      <Autocomplete
        {...common}
        data={data.map(one => one.label)}
        value={data.find(one => one.value === given)?.label ?? given}
        onChange={next => onGiven(data.find(one => one.label === next)?.value ?? next)}
        // What begins only one of the words means that one, also for whoever goes on by Tab.
        onBlur={() => {
          const meant = data.filter(({ label }) => label.startsWith(given.trim()))
          const [only] = meant
          if (given.trim() !== '' && only !== undefined && meant.length === 1) onGiven(only.value)
          onBlur()
        }}
      />
    )
  return <ChoiceSelect {...common} data={data} clearable value={given} onChange={onGiven} />
}

function pairsOf(text: string): readonly Pair[] {
  return pairsIn(text).map(([key, value], at) => ({ at, key, value }))
}

function asText(pairs: readonly Pair[]): string {
  return pairsText(
    pairs
      .map(({ key, value }) => [key.trim(), value.trim()] as const)
      .filter(([key, value]) => key !== '' && value !== ''),
  )
}
