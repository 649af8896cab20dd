import { Button, Checkbox, Group, Input, ScrollArea, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../../api/client.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'

type Props = {
  readonly org: string
  readonly label: string
  readonly error: string | undefined
  /** Those that were ticked before. */
  readonly begun: readonly string[]
  /** The records of the people that are ticked. */
  readonly onChange: (ids: readonly string[]) => void
}

/** A branch has no more members than these to be ticked one by one. */
const most = 1000

/** The members of a branch, to be ticked. */
export function MemberTicks({ org, label, error, begun, onChange }: Props) {
  const { words } = useSpoken()
  const client = useClient()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set(begun))
  const people = useQuery({
    queryKey: ['members-to-tick', org],
    queryFn: () => client.looking.people({ org, sort: 'name', limit: most }),
  }).data
  const tick = (next: ReadonlySet<string>) => {
    setTicked(next)
    onChange([...next])
  }
  const toggle = (id: string) => {
    const next = new Set(ticked)
    if (!next.delete(id)) next.add(id)
    tick(next)
  }
  const rows = people?.rows ?? []
  return (
    <Input.Wrapper label={label} error={error} labelElement="div">
      <Group gap="xs" mb={4}>
        <span className="quiet">{words.byHand.orgAct.ticked(count(ticked.size), count(rows.length))}</span>
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => tick(ticked.size === rows.length ? new Set() : new Set(rows.map(row => row.id)))}
        >
          {ticked.size === rows.length && rows.length > 0
            ? words.byHand.orgAct.tickNone
            : words.byHand.orgAct.tickAll}
        </Button>
      </Group>
      <ScrollArea.Autosize mah={220} type="auto" className="panel" p="xs">
        <Stack gap={6}>
          {rows.map(row => (
            <Checkbox
              key={row.id}
              label={[row.name, row.birth].filter(Boolean).join(' ')}
              checked={ticked.has(row.id)}
              onChange={() => toggle(row.id)}
            />
          ))}
        </Stack>
      </ScrollArea.Autosize>
    </Input.Wrapper>
  )
}
