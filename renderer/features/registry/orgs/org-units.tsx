import { useMemo } from 'react'
import { severities } from '#contract/vocabulary.ts'
import { org as orgKind } from '#db/records/org.ts'
import { useMarked } from '../../../api/exchange.ts'
import { rowsOf } from '../../../api/use-rows.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { ManyActs } from '../../../kit/forms/many/many-acts.tsx'
import { inOrder } from '../../../kit/lists/columns.ts'
import { RecordList } from '../../../kit/lists/record-list.tsx'
import type { Column } from '../../../kit/lists/record-table.tsx'
import { useOrder } from '../../../kit/lists/use-order.ts'
import { SeverityTag } from '../../../kit/page/severity-tag.tsx'
import { TermEnd } from '../../../kit/pictures/term-bar.tsx'
import { type Language, useSpoken } from '../../../text/language.ts'
import { wordOf } from '../../../text/word-of.ts'
import { count } from '../../../text/written.ts'
import type { Words } from '../../../text/zh-CN.ts'
import type { UnitLine } from './unit-lines.ts'

type Props = {
  readonly org: string
  readonly whose: string
  readonly units: readonly UnitLine[]
  readonly today: string
  readonly asOf: string | undefined
}

const sorts = ['code', 'name', 'secretary', 'due', 'members', 'meetings', 'state'] as const

/** The organizations directly below, with what an office asks of each in columns. */
export function OrgUnits({ org, whose, units, today, asOf }: Props) {
  const { language, words } = useSpoken()
  const marked = useMarked()
  const columns = useMemo(
    () => columnsOf(words, marked, language, today, asOf),
    [words, marked, language, today, asOf],
  )
  const { order, onOrder } = useOrder(sorts, { by: 'code', isDown: false })
  // As they come they stand by their codes.
  const rows = order.by === 'code' && !order.isDown ? units : inOrder(units, columns, order)
  return (
    <RecordList
      label={words.glance.units}
      name="units"
      columns={columns}
      rows={rowsOf(rows, `${org} ${asOf ?? ''}`)}
      keyOf={unit => unit.id}
      order={order}
      onOrder={onOrder}
      asOf={asOf}
      whose={whose}
      isPart
      {...(asOf === undefined && {
        actions: (chosen: readonly UnitLine[], done: () => void) => (
          <ManyActs kind="org" ids={chosen.map(unit => unit.id)} onDone={done} />
        ),
      })}
      empty={<span className="quiet">{words.org.belowNone}</span>}
    />
  )
}

function columnsOf(
  { org, glance, vocabulary, exchange }: Words,
  marked: ReadonlySet<string>,
  language: Language,
  today: string,
  asOf: string | undefined,
): Column<UnitLine>[] {
  return [
    {
      key: 'code',
      title: wordOf(orgKind, 'code', language),
      width: '120px',
      text: unit => unit.code ?? '',
      sorts: true,
      isExtra: true,
    },
    {
      key: 'name',
      title: org.name,
      width: 'minmax(140px, 1fr)',
      text: unit => unit.shortName ?? unit.name,
      href: unit => addressOf('/orgs', { org: unit.id, asOf }),
      mark: unit => (marked.has(unit.id) ? exchange.mark : undefined),
      sorts: true,
    },
    {
      key: 'secretary',
      title: glance.secretary,
      width: '96px',
      text: unit => unit.secretary?.name ?? '',
      href: unit => (unit.secretary === null ? undefined : `/people/${unit.secretary.person}`),
      sorts: true,
    },
    {
      key: 'due',
      title: glance.termEnds,
      width: '128px',
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
      width: 'minmax(112px, 0.7fr)',
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
    {
      key: 'state',
      title: glance.state,
      width: '96px',
      text: unit =>
        unit.found === undefined
          ? glance.clean
          : glance.found(vocabulary.severity[unit.found.worst], count(unit.found.n), unit.kind === 'branch'),
      // The gravest last, so that one press more brings them to the top.
      value: unit =>
        unit.found === undefined
          ? 0
          : (severities.length - severities.indexOf(unit.found.worst)) * 1_000_000 + unit.found.n,
      href: unit => {
        if (unit.found === undefined) return undefined
        return unit.kind === 'branch'
          ? addressOf('/orgs', { org: unit.id, tab: 'findings', asOf })
          : addressOf('/lifeline', { under: unit.id, asOf })
      },
      cell: unit =>
        unit.found === undefined ? (
          <span className="quiet">{glance.clean}</span>
        ) : (
          <SeverityTag severity={unit.found.worst}>{count(unit.found.n)}</SeverityTag>
        ),
      sorts: true,
    },
  ]
}
