import { Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useFound } from '../../../api/questions.ts'
import { SearchInput } from '../../../kit/page/search-input.tsx'
import { useSpoken } from '../../../text/language.ts'

export type ChosenOrg = { readonly ref: string; readonly name: string }

type Props = {
  /** What is looked for first. */
  readonly text: string
  readonly chosen: ChosenOrg | undefined
  readonly onChoose: (org: ChosenOrg) => void
}

/** Finds an organization by name, initials or code, and lets one be chosen, each with the way down to it. */
export function OrgChoice({ text, chosen, onChoose }: Props) {
  const { words } = useSpoken()
  const [wanted, setWanted] = useState(text)
  const found = useFound(wanted.trim())
  const orgs = found.data?.orgs ?? []
  const refOf = (org: (typeof orgs)[number]) => org.code ?? org.name
  return (
    <Stack gap="xs">
      <SearchInput value={wanted} onSearch={setWanted} label={words.packet.approve.orgSearch} width={520} />
      {found.data !== undefined && orgs.length === 0 && (
        <Text className="quiet">{words.packet.approve.orgNone}</Text>
      )}
      <Radio.Group
        aria-label={words.packet.approve.org}
        value={chosen?.ref ?? null}
        onChange={ref => {
          const org = orgs.find(one => refOf(one) === ref)
          if (org !== undefined) onChoose({ ref, name: org.name })
        }}
      >
        <Stack gap={6}>
          {orgs.map(org => (
            <Radio
              key={refOf(org)}
              value={refOf(org)}
              label={org.name}
              description={[org.code, ...org.path].filter(part => part !== null).join(' / ')}
            />
          ))}
        </Stack>
      </Radio.Group>
    </Stack>
  )
}
