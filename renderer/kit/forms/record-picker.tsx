import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useClient } from '../../api/client.ts'
import { useFound, useFoundOrgs } from '../../api/questions.ts'
import { useSpoken } from '../../text/language.ts'
import { foundBy } from '../page/found-by.ts'
import { Finder, type Named } from './finder.tsx'

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
  const client = useClient()
  const named = useNamed(props, async id => (await client.registry.orgShow({ org: id })).name)
  return (
    <Finder
      {...props}
      {...useOrgsByName()}
      named={named}
      clearable={!props.required}
      placeholder={words.byHand.orgHint}
    />
  )
}

/** What the value is called with which the field was drawn: of a draft that was kept only the id is known. */
function useNamed(
  { value, named }: Pick<Props, 'value' | 'named'>,
  nameOf: (id: string) => Promise<string>,
): Named | undefined {
  const [begun] = useState(value)
  const name = useQuery({
    queryKey: ['called', begun],
    queryFn: () => nameOf(begun),
    enabled: begun !== '' && begun === value && named?.id !== begun,
    retry: false,
  }).data
  return name === undefined || begun !== value ? named : { id: begun, name }
}

/** The organizations whose name has what is typed into a finder. */
export function useOrgsByName() {
  const { words } = useSpoken()
  const [wanted, setWanted] = useState('')
  const asked = useFoundOrgs(wanted, offered)
  const found = wanted === '' ? [] : (asked.data?.orgs ?? [])
  return {
    options: found.map(org => ({
      value: org.id,
      label: [org.name, foundBy(org, words)].filter(Boolean).join(' · '),
    })),
    isSettled: wanted !== '' && asked.isSuccess && !asked.isPlaceholderData,
    onWanted: setWanted,
  }
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
  const named = useNamed(props, async id => (await client.looking.person({ id })).name)
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
      named={named}
      clearable={!props.required}
      options={options}
      placeholder={words.byHand.personHint}
      isSettled={wanted !== '' && asked.isSuccess && !asked.isPlaceholderData}
      onWanted={setWanted}
    />
  )
}

function labelOf(name: string, org: string | null): string {
  return org === null ? name : `${name} · ${org}`
}
