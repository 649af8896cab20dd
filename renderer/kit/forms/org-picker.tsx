import { Select } from '@mantine/core'
import { useState } from 'react'
import { useFound } from '../../api/questions.ts'
import { useSpoken } from '../../text/language.ts'
import { isComposing } from '../page/is-composing.ts'

type Props = {
  /** As the contract names it; undefined is the registry's own organization. */
  readonly org: string | undefined
  readonly name: string | undefined
  readonly onChange: (org: string | undefined, name: string | undefined) => void
  readonly label: string
  readonly placeholder: string
  /** What it is good for; a filter of a list has none, and its label is told to those who hear. */
  readonly hint?: string
}

/** Chooses an organization by a part of its name. While a Chinese word is still being composed nothing is looked for. */
export function OrgPicker({ org, name, onChange, label, placeholder, hint }: Props) {
  const { words } = useSpoken()
  const [typed, setTyped] = useState('')
  const [wanted, setWanted] = useState('')
  const found = useFound(wanted.trim())
  const options = wanted.trim() === '' ? [] : (found.data?.orgs ?? [])
  const data = options.map(each => ({ value: each.id, label: each.name }))
  const chosen =
    org === undefined || data.some(({ value }) => value === org) ? [] : [{ value: org, label: name ?? org }]
  return (
    <div
      onCompositionEnd={({ target }) => {
        if (target instanceof HTMLInputElement) setWanted(target.value)
      }}
    >
      <Select
        {...(hint === undefined
          ? { 'aria-label': label, placeholder, w: 200 }
          : { label, placeholder, description: hint, inputWrapperOrder: ['label', 'input', 'description'] })}
        searchable
        clearable
        filter={({ options: shown }) => shown}
        nothingFoundMessage={wanted.trim() === '' ? words.rosters.exportOrgHint : words.say.nothingFound}
        data={[...chosen, ...data]}
        value={org ?? null}
        searchValue={typed}
        onSearchChange={setTyped}
        onInput={event => {
          if (!isComposing(event.nativeEvent)) setWanted(event.currentTarget.value)
        }}
        onChange={value => {
          const found = options.find(({ id }) => id === value)
          onChange(value ?? undefined, found?.name)
        }}
      />
    </div>
  )
}
