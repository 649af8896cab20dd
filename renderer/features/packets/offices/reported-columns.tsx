import type { Reporting } from '#contract/packets/exchange.ts'
import { addressOf } from '../../../kit/address/address.ts'
import type { Column } from '../../../kit/lists/record-table.tsx'
import { SeverityTag } from '../../../kit/page/severity-tag.tsx'
import { count, moment } from '../../../text/written.ts'
import type { Words } from '../../../text/zh-CN.ts'

export const reportedSorts = ['office', 'state', 'last', 'silent', 'waiting', 'returned', 'notes'] as const

/** So many days without a word are long. */
const long = 30

/** Whether an office is to be reminded. */
export function isRemiss(office: Reporting): boolean {
  const { state, silentDays, returned, waiting, turnedOut } = office
  return state !== 'reporting' || (silentDays ?? 0) >= long || returned > 0 || waiting > 0 || turnedOut
}

/** Who never reported comes after whoever has been silent for however long: a number for the order alone. */
const never = 1_000_000

export function reportedColumns(words: Words): Column<Reporting>[] {
  const say = words.exchange.reported
  const notes = (office: Reporting): string =>
    [
      ...(office.turnedOut ? [say.turnedOut] : []),
      ...(office.restored ? [say.restored] : []),
      ...(office.pcs > 1 ? [say.pcs(office.pcs)] : []),
    ].join(words.packet.semicolon)
  return [
    {
      key: 'office',
      title: words.packet.offices.office,
      width: 'minmax(164px, 2fr)',
      text: office => office.shortName ?? office.name,
      href: office => addressOf('/orgs', { org: office.id }),
      sorts: true,
    },
    {
      key: 'state',
      title: say.state,
      width: '144px',
      text: office => say.states[office.state],
      cell: office =>
        office.state === 'reporting' ? (
          say.states.reporting
        ) : (
          <SeverityTag severity="orange">{say.states[office.state]}</SeverityTag>
        ),
      sorts: true,
    },
    {
      key: 'last',
      title: say.last,
      width: 'minmax(208px, 1fr)',
      text: ({ number, received }) =>
        number === null ? '' : `${words.packet.no(number)} ${received === null ? '' : moment(received)}`,
      value: ({ received }) => received,
      sorts: true,
    },
    {
      key: 'silent',
      title: say.silent,
      width: '116px',
      align: 'right',
      text: ({ silentDays }) => (silentDays === null ? say.never : say.days(silentDays)),
      value: ({ silentDays }) => silentDays ?? never,
      sorts: true,
    },
    {
      key: 'waiting',
      title: say.waiting,
      width: '96px',
      align: 'right',
      text: ({ waiting }) => (waiting === 0 ? '' : count(waiting)),
      value: ({ waiting }) => waiting,
      sorts: true,
    },
    {
      key: 'returned',
      title: say.returned,
      width: '116px',
      align: 'right',
      text: ({ returned }) => (returned === 0 ? '' : count(returned)),
      value: ({ returned }) => returned,
      sorts: true,
    },
    { key: 'notes', title: say.notes, width: 'minmax(148px, 2fr)', text: notes, sorts: true },
  ]
}
