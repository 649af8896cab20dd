import { ActionIcon, Badge, Button, Group, Menu, Table } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import type { YearUnit } from '#contract/lifeline/annual.ts'
import { frozenYear } from '#db/records/lifeline/frozen-year.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { useAddress } from '../../kit/address/use-address.ts'
import { useSpoken } from '../../text/language.ts'
import { wordOf } from '../../text/word-of.ts'
import { count } from '../../text/written.ts'
import { MissingList } from './missing-list.tsx'
import { YearAct } from './year-act.tsx'

type Verb = YearUnit['may'][number]
type Found = { readonly year: number; readonly day: string; readonly units: readonly YearUnit[] }

const looks: Readonly<Record<YearUnit['state'], string>> = {
  open: 'gray',
  sealed: 'blue',
  approved: 'teal',
  confirmed: 'teal',
  reopened: 'orange',
}

/** Where a year stands: each unit with what it still has to do and what may be done, and below it the list of that. */
export function YearStatus({ found }: { readonly found: Found }) {
  const { words, say, language } = useSpoken()
  const { annual } = words
  const { day: past } = useShownDay()
  const { get, changed } = useAddress()
  const [act, setAct] = useState<{ readonly unit: YearUnit; readonly verb: Verb }>()
  const shown = found.units.find(unit => unit.org === get('unit'))
  return (
    <>
      <div className="panel" style={{ overflow: 'auto' }}>
        <Table verticalSpacing={4} aria-label={annual.parts.status}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{annual.unit}</Table.Th>
              <Table.Th>{annual.state}</Table.Th>
              <Table.Th ta="right">{annual.branches}</Table.Th>
              <Table.Th ta="right">{annual.missing}</Table.Th>
              <Table.Th>{annual.frozenAs}</Table.Th>
              <Table.Th>{wordOf(frozenYear, 'hash', language)}</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.units.map(unit => (
              <Table.Tr key={unit.org}>
                <Table.Td>
                  <AppLink href={addressOf('/orgs', { org: unit.org })}>{unit.name}</AppLink>
                  {unit.isOwn && <span className="quiet"> {annual.own}</span>}
                </Table.Td>
                <Table.Td>
                  <Badge variant="light" color={looks[unit.state]} radius="sm" tt="none">
                    {say(unit.stateWords)}
                  </Badge>
                </Table.Td>
                <Table.Td ta="right">{count(unit.branches)}</Table.Td>
                <Table.Td ta="right">
                  {unit.missing === 0 ? (
                    <span className="quiet">0</span>
                  ) : (
                    <AppLink href={changed({ unit: unit.isOwn ? undefined : unit.org })}>
                      {count(unit.missing)}
                    </AppLink>
                  )}
                </Table.Td>
                <Table.Td className="one-line">{unit.frozen?.day ?? ''}</Table.Td>
                <Table.Td>
                  <code title={unit.frozen?.hash}>{unit.frozen?.hash.slice(0, 12) ?? ''}</code>
                </Table.Td>
                <Table.Td>
                  <Verbs
                    unit={unit}
                    may={past === undefined ? unit.may : []}
                    onAct={verb => setAct({ unit, verb })}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <MissingList key={shown?.org ?? 'all'} year={found.year} unit={shown} units={found.units} />
      {act !== undefined && (
        <YearAct
          unit={act.unit}
          verb={act.verb}
          year={found.year}
          day={found.day}
          onEnd={() => setAct(undefined)}
        />
      )}
    </>
  )
}

type VerbsProps = {
  readonly unit: YearUnit
  readonly may: readonly Verb[]
  readonly onAct: (verb: Verb) => void
}

/** What is to be done next as a button, the rest behind the dots. */
function Verbs({ unit, may, onAct }: VerbsProps) {
  const { words } = useSpoken()
  const { annual } = words
  // Once nothing is missing the year is approved; until then it can be frozen as it stands.
  const first = may.includes('approve') && unit.missing === 0 ? 'approve' : may[0]
  const others = may.filter(verb => verb !== first)
  if (first === undefined) return null
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <Button
        size="compact-sm"
        variant={unit.isOwn && first === 'approve' ? 'filled' : 'default'}
        aria-label={annual.verbOf(annual.verbs[first], unit.name)}
        onClick={() => onAct(first)}
      >
        {annual.verbs[first]}
      </Button>
      {others.length > 0 && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label={annual.more(unit.name)}>
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map(verb => (
              <Menu.Item key={verb} onClick={() => onAct(verb)}>
                {annual.verbs[verb]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  )
}
