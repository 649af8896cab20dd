import { SegmentedControl, SimpleGrid, Text } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type ChangeGroup, changeGroups } from '#contract/orgs.ts'
import { useClient } from '../../../api/client.ts'
import { useOrg, useStatus } from '../../../api/questions.ts'
import { useShownDay } from '../../../api/shown-day.ts'
import { rowsOf } from '../../../api/use-rows.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { useAddress } from '../../../kit/address/use-address.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { OrgPicker } from '../../../kit/forms/org-picker.tsx'
import { inOrder } from '../../../kit/lists/columns.ts'
import { RecordList } from '../../../kit/lists/record-list.tsx'
import type { Column } from '../../../kit/lists/record-table.tsx'
import { useOrder } from '../../../kit/lists/use-order.ts'
import { Empty } from '../../../kit/page/empty.tsx'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { type Spoken, useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'
import { type ChangeLine, changeLines, inTime, takenAlong, usualSpans, writtenSpan } from './change-lines.ts'

/** So many of each are listed; how many there are is told of all. */
const most = 20_000

const sorts = ['day', 'group', 'name', 'members'] as const

/** What changed between two days in an organization and all below it: who came, went and moved; what was founded, renamed and closed. */
export function ChangesPage() {
  const spoken = useSpoken()
  const { words } = spoken
  const { changes: say } = words.org
  const { get, change } = useAddress()
  const { day } = useShownDay()
  const status = useStatus().data
  const today = day ?? status?.clock.today ?? ''
  const org = get('org')
  const chosen = useOrg(org, day).data
  const written = writtenSpan(get('from'), get('to'), today)
  const { from, to } = inTime(written)
  const isTurned = written.from !== from
  const group = changeGroups.find(one => one === get('group'))
  const client = useClient()
  const asked = useQuery({
    queryKey: ['changes', org, from, to],
    queryFn: () => client.orgs.changes({ org, from, to, limit: most }),
    enabled: today !== '',
  })
  const { order, onOrder } = useOrder(sorts, { by: 'day', isDown: true })
  const columns = useMemo(() => columnsOf(spoken), [spoken])
  const whose = chosen?.name ?? status?.org?.name ?? ''
  const spans = usualSpans(today)
  const span = spans.find(one => one.from === from && one.to === to)
  return (
    <div className="whole">
      <PageHeader title={say.title} note={say.note(from, to)}>
        <AppLink href={addressOf('/orgs', { org })}>{words.nav.orgs}</AppLink>
      </PageHeader>
      <Answer of={asked} lines={10}>
        {found => {
          const rows = inOrder(changeLines(found, group), columns, order)
          const total = changeGroups.reduce((sum, one) => sum + found.totals[one], 0)
          return (
            <>
              <SimpleGrid cols={4} spacing="md">
                <Figure label={say.before(from)} value={count(found.before)} />
                <Figure label={say.came} value={signed('+', found.totals.came)} />
                <Figure label={say.went} value={signed('−', found.totals.went)} />
                <Figure label={say.after(to)} value={count(found.after)} />
              </SimpleGrid>
              <SegmentedControl
                aria-label={say.group}
                style={{ alignSelf: 'flex-start', flexShrink: 0 }}
                data={[
                  { value: 'all', label: `${say.all} ${count(total)}` },
                  ...changeGroups.map(value => ({
                    value,
                    label: `${say.groups[value]} ${count(found.totals[value])}`,
                  })),
                ]}
                value={group ?? 'all'}
                onChange={value => change({ group: value === 'all' ? undefined : value }, true)}
              />
              <RecordList
                label={say.title}
                name="changes"
                columns={columns}
                rows={rowsOf(rows, `${org} ${from} ${to} ${group}`)}
                keyOf={line => line.key}
                order={order}
                onOrder={onOrder}
                whose={whose}
                asOf={to}
                title={`${say.title} ${say.note(from, to)}`}
                tags={
                  group === undefined
                    ? []
                    : [
                        {
                          key: 'group',
                          label: say.groups[group],
                          onRemove: () => change({ group: undefined }, true),
                          isInField: true,
                        },
                      ]
                }
                filters={
                  <>
                    <OrgPicker
                      label={words.person.org}
                      placeholder={status?.org?.name ?? ''}
                      org={org}
                      name={chosen?.shortName ?? chosen?.name}
                      onChange={id => change({ org: id }, true)}
                    />
                    <SegmentedControl
                      aria-label={say.span}
                      data={[
                        ...spans.map(({ key }) => ({ value: key, label: say.spans[key] })),
                        ...(span === undefined ? [{ value: 'own', label: say.ownSpan }] : []),
                      ]}
                      value={span?.key ?? 'own'}
                      onChange={key => {
                        const next = spans.find(one => one.key === key)
                        if (next) change({ from: next.from, to: next.to }, true)
                      }}
                    />
                    <DayField
                      label={say.from}
                      value={written.from}
                      isWrong={isTurned}
                      onChange={value => change({ ...written, from: value }, true)}
                    />
                    <DayField
                      label={say.to}
                      value={written.to}
                      isWrong={isTurned}
                      onChange={value => change({ ...written, to: value }, true)}
                    />
                    {isTurned && (
                      <Text size="sm" role="status">
                        {say.turned(from, to)}
                      </Text>
                    )}
                  </>
                }
                empty={<Empty line={say.none} />}
              />
            </>
          )
        }}
      </Answer>
    </div>
  )
}

const signed = (sign: string, n: number) => (n === 0 ? '0' : `${sign}${count(n)}`)

function Figure({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div className="panel number-tile">
      <div className="quiet">{label}</div>
      <div className="number">{value}</div>
    </div>
  )
}

type DayProps = {
  readonly label: string
  readonly value: string
  readonly isWrong: boolean
  readonly onChange: (day: string) => void
}

function DayField({ label, value, isWrong, onChange }: DayProps) {
  return (
    <DateInput
      w={130}
      aria-label={label}
      title={label}
      valueFormat="YYYY-MM-DD"
      value={value}
      error={isWrong}
      onChange={day => day !== null && onChange(day)}
    />
  )
}

function columnsOf({ words, say }: Spoken): Column<ChangeLine>[] {
  const { changes } = words.org
  const groupOf = (group: ChangeGroup) => changes.groups[group]
  return [
    { key: 'day', title: changes.day, width: '112px', text: line => line.day, sorts: true },
    { key: 'group', title: changes.group, width: '124px', text: line => groupOf(line.group), sorts: true },
    {
      key: 'name',
      title: changes.name,
      width: 'minmax(220px, 1fr)',
      text: line => line.name,
      href: line => (line.entity === 'person' ? `/people/${line.id}` : addressOf('/orgs', { org: line.id })),
      sorts: true,
    },
    {
      key: 'what',
      title: changes.what,
      width: 'minmax(240px, 3fr)',
      text: line => say(line.sentence),
    },
    {
      key: 'members',
      title: changes.members,
      width: '112px',
      align: 'right',
      text: line => {
        const n = takenAlong(line)
        return n === null ? '' : count(n)
      },
      value: takenAlong,
      sorts: true,
    },
  ]
}
