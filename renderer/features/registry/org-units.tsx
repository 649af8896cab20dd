import { useMemo } from 'react'
import type { Unit } from '#contract/glance.ts'
import { addressOf } from '../../kit/address.ts'
import { AppLink } from '../../kit/app-link.tsx'
import { TermEnd } from '../../kit/term-end.tsx'
import { type Column, VirtualTable } from '../../kit/virtual-table.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'

type Props = {
  readonly org: string
  readonly units: readonly Unit[]
  readonly today: string
  readonly asOf: string | undefined
}

/** The organizations directly below, with what an office asks of each in columns. */
export function OrgUnits({ org, units, today, asOf }: Props) {
  const { words } = useSpoken()
  const columns = useMemo(() => columnsOf(words, today, asOf), [words, today, asOf])
  return (
    <VirtualTable
      label={words.glance.units}
      columns={columns}
      count={units.length}
      rowAt={i => units[i]}
      of={org}
    />
  )
}

function columnsOf(
  { org, glance }: ReturnType<typeof useSpoken>['words'],
  today: string,
  asOf: string | undefined,
): Column<Unit>[] {
  return [
    {
      key: 'name',
      title: org.name,
      width: 'minmax(180px, 1fr)',
      cell: unit => (
        <AppLink href={addressOf('/orgs', { org: unit.id, asOf })} title={unit.name}>
          {unit.shortName ?? unit.name}
        </AppLink>
      ),
    },
    {
      key: 'secretary',
      title: glance.secretary,
      width: '96px',
      cell: unit =>
        unit.secretary && (
          <AppLink href={`/people/${unit.secretary.person}`} title={unit.secretary.name}>
            {unit.secretary.name}
          </AppLink>
        ),
    },
    {
      key: 'due',
      title: glance.termEnds,
      width: '128px',
      cell: unit => unit.term !== null && <TermEnd term={unit.term} today={today} />,
    },
    {
      key: 'members',
      title: org.memberCount,
      width: '80px',
      align: 'right',
      cell: unit => (
        <AppLink href={addressOf('/people', { org: unit.id, asOf })}>{count(unit.members)}</AppLink>
      ),
    },
    {
      key: 'meetings',
      title: glance.met.head,
      width: '132px',
      cell: unit =>
        unit.kind === 'branch'
          ? (unit.lastMeeting ?? '')
          : unit.branches > 0 && (
              <span title={glance.met.line(count(unit.branchesMet), count(unit.branches))}>
                {glance.met.short(count(unit.branchesMet), count(unit.branches))}
              </span>
            ),
    },
  ]
}
