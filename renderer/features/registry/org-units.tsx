import { useMemo } from 'react'
import type { Unit } from '#contract/glance.ts'
import { addressOf } from '../../kit/address.ts'
import { inOrder } from '../../kit/columns.ts'
import { RecordList } from '../../kit/record-list.tsx'
import type { Column } from '../../kit/record-table.tsx'
import { TermEnd } from '../../kit/term-end.tsx'
import { useOrder } from '../../kit/use-order.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import type { Words } from '../../text/zh-CN.ts'

type Props = {
  readonly org: string
  readonly whose: string
  readonly units: readonly Unit[]
  readonly today: string
  readonly asOf: string | undefined
}

const sorts = ['code', 'name', 'secretary', 'due', 'members', 'meetings'] as const

/** The organizations directly below, with what an office asks of each in columns. */
export function OrgUnits({ org, whose, units, today, asOf }: Props) {
  const { words } = useSpoken()
  const columns = useMemo(() => columnsOf(words, today, asOf), [words, today, asOf])
  const { order, onOrder } = useOrder(sorts, { by: 'code', isDown: false })
  // As they come they stand by their codes.
  const rows = order.by === 'code' && !order.isDown ? units : inOrder(units, columns, order)
  return (
    <RecordList
      label={words.glance.units}
      name="units"
      columns={columns}
      count={rows.length}
      rowAt={i => rows[i]}
      keyOf={unit => unit.id}
      of={`${org} ${asOf ?? ''}`}
      order={order}
      onOrder={onOrder}
      load={async most => rows.slice(0, most)}
      asOf={asOf}
      whose={whose}
      empty={<span className="quiet">{words.org.belowNone}</span>}
    />
  )
}

function columnsOf({ org, glance }: Words, today: string, asOf: string | undefined): Column<Unit>[] {
  return [
    {
      key: 'code',
      title: org.code,
      width: '120px',
      text: unit => unit.code ?? '',
      sorts: true,
      isExtra: true,
    },
    {
      key: 'name',
      title: org.name,
      width: 'minmax(180px, 1fr)',
      text: unit => unit.shortName ?? unit.name,
      href: unit => addressOf('/orgs', { org: unit.id, asOf }),
      sorts: true,
    },
    {
      key: 'secretary',
      title: glance.secretary,
      width: '96px',
      text: unit => unit.secretary?.name ?? '',
      sorts: true,
    },
    {
      key: 'due',
      title: glance.termEnds,
      width: '136px',
      text: unit => unit.term?.due ?? '',
      cell: unit => unit.term !== null && <TermEnd term={unit.term} today={today} />,
      sorts: true,
    },
    {
      key: 'members',
      title: org.memberCount,
      width: '92px',
      align: 'right',
      text: unit => count(unit.members),
      value: unit => unit.members,
      href: unit => addressOf('/people', { org: unit.id, asOf }),
      sorts: true,
    },
    {
      key: 'meetings',
      title: glance.met.head,
      width: '136px',
      text: unit =>
        unit.kind === 'branch'
          ? (unit.lastMeeting ?? '')
          : unit.branches > 0
            ? glance.met.short(count(unit.branchesMet), count(unit.branches))
            : '',
      value: unit =>
        unit.kind === 'branch'
          ? unit.lastMeeting
          : unit.branches > 0
            ? unit.branchesMet / unit.branches
            : null,
      sorts: true,
    },
  ]
}
