import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { useClient } from '../../api/client.ts'
import { useFound, useFoundOrgs } from '../../api/questions.ts'
import { useSpoken } from '../../text/language.ts'
import { foundBy } from '../page/found-by.ts'
import { isComposing } from '../page/is-composing.ts'

/** A record that is named in a form: its id, and what it is called. */
export type Named = { readonly id: string; readonly name: string }

type Props = {
  readonly name: string
  readonly label: string
  readonly required: boolean
  readonly disabled: boolean
  readonly error: ReactNode
  readonly description: ReactNode
  readonly value: string
  /** What the value is called, if it is known already. */
  readonly named: Named | undefined
  readonly onChange: (id: string, name: string) => void
  readonly onBlur: () => void
}

/** How many names are offered at once. */
const offered = 20

/** Chooses an organization by a part of its name. */
export function OrgField(props: Props) {
  const { words } = useSpoken()
  const [wanted, setWanted] = useState('')
  const asked = useFoundOrgs(wanted, offered)
  const found = asked.data?.orgs ?? []
  const options =
    wanted === ''
      ? []
      : found.map(org => ({
          value: org.id,
          label: [org.name, foundBy(org, words)].filter(Boolean).join(' · '),
        }))
  return (
    <Finder
      {...props}
      options={options}
      hint={words.byHand.orgHint}
      isSettled={wanted !== '' && asked.isSuccess && !asked.isPlaceholderData}
      onWanted={setWanted}
    />
  )
}

/** Chooses a person by name or ID number; before anything is typed, the members of `within` are offered. */
export function PersonField({ within, ...props }: Props & { readonly within: string | undefined }) {
  const { words } = useSpoken()
  const client = useClient()
  const [wanted, setWanted] = useState('')
  const asked = useFound(wanted)
  const found = asked.data?.people ?? []
  const near = useQuery({
    queryKey: ['people-near', within],
    queryFn: () => client.looking.people({ org: within, limit: 50 }),
    enabled: within !== undefined && within !== '',
  }).data?.rows
  const options =
    wanted === ''
      ? (near ?? []).map(one => ({
          value: one.id,
          label: labelOf(one.name, one.org.shortName ?? one.org.name),
        }))
      : found.map(one => ({ value: one.id, label: labelOf(one.name, one.org) }))
  return (
    <Finder
      {...props}
      options={options}
      hint={words.byHand.personHint}
      isSettled={wanted !== '' && asked.isSuccess && !asked.isPlaceholderData}
      onWanted={setWanted}
    />
  )
}

function labelOf(name: string, org: string | null): string {
  return org === null ? name : `${name} · ${org}`
}

type FinderProps = Props & {
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly hint: string
  /** Whether the options are those of what was typed last. */
  readonly isSettled: boolean
  readonly onWanted: (text: string) => void
}

/** While a Chinese word is still being composed nothing is looked for. */
function Finder(props: FinderProps) {
  const { options, hint, isSettled, onWanted, named, value, onChange, name, ...rest } = props
  const { words } = useSpoken()
  const [typed, setTyped] = useState('')
  const [picked, setPicked] = useState<Named | undefined>(named)
  const known = picked?.id === value ? picked : named?.id === value ? named : undefined
  const unique = new Map(options.map(option => [option.value, option]))
  if (value !== '' && !unique.has(value)) unique.set(value, { value, label: known?.name ?? value })
  // Whoever types on and presses Enter before anything was found means the first that will be.
  const [wantsFirst, setWantsFirst] = useState(false)
  const pick = (id: string, label: string) => {
    setPicked({ id, name: label })
    setWantsFirst(false)
    onWanted('')
    onChange(id, label)
  }
  const [first] = options
  useEffect(() => {
    if (!wantsFirst || !isSettled) return
    if (first === undefined) setWantsFirst(false)
    else pick(first.value, first.label)
  })
  return (
    <div
      onCompositionEnd={({ target }) => {
        if (target instanceof HTMLInputElement) onWanted(target.value.trim())
      }}
      onKeyDownCapture={event => {
        if (event.key !== 'Enter' || event.ctrlKey || isComposing(event.nativeEvent)) return
        const { target } = event
        const isMarked = target instanceof HTMLInputElement && target.hasAttribute('aria-activedescendant')
        if (value !== '' || typed.trim() === '' || isMarked) return
        if (isSettled && first === undefined) {
          // Going on would empty the field: what was typed stays, to be put right.
          event.preventDefault()
          event.stopPropagation()
        } else setWantsFirst(true)
      }}
    >
      <Select
        {...rest}
        data-field={name}
        placeholder={hint}
        searchable
        clearable={!rest.required}
        selectFirstOptionOnChange
        filter={({ options: shown }) => shown}
        nothingFoundMessage={typed.trim() === '' || !isSettled ? undefined : words.byHand.nothingFound}
        data={[...unique.values()]}
        value={value === '' ? null : value}
        searchValue={typed}
        onSearchChange={setTyped}
        onInput={event => {
          setWantsFirst(false)
          if (!isComposing(event.nativeEvent)) onWanted(event.currentTarget.value.trim())
        }}
        onChange={(id, option) => {
          if (id !== null && option !== null) pick(id, option.label)
          else {
            onWanted('')
            onChange('', '')
          }
        }}
      />
    </div>
  )
}
