import { Select } from '@mantine/core'
import { useMemo } from 'react'
import type { Missing, YearUnit } from '#contract/lifeline/annual.ts'
import { useClient } from '../../api/client.ts'
import { useRows } from '../../api/use-rows.ts'
import { addressOf } from '../../kit/address/address.ts'
import { useAddress } from '../../kit/address/use-address.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { RecordList } from '../../kit/lists/record-list.tsx'
import type { Column } from '../../kit/lists/record-table.tsx'
import { Empty } from '../../kit/page/empty.tsx'
import { type Spoken, useSpoken } from '../../text/language.ts'
import { whereDone } from './year-words.ts'

type Props = {
  readonly year: number
  readonly unit: YearUnit | undefined
  readonly units: readonly YearUnit[]
}

/** What stands in the way of approving a year; each opens the record with which it is done. */
export function MissingList({ year, unit, units }: Props) {
  const spoken = useSpoken()
  const { words } = spoken
  const { annual } = words
  const client = useClient()
  const { change } = useAddress()
  const filter = { year, ...(unit !== undefined && { unit: unit.org }) }
  const { first, rows } = useRows<typeof filter, Missing>('annual-missing', filter, (of, window, signal) =>
    client.annual.missing({ ...of, ...window }, { signal }),
  )
  const columns = useMemo(() => columnsOf(spoken, units), [spoken, units])
  return (
    <Answer of={first} lines={6}>
      {({ total }) =>
        total === 0 && unit === undefined ? (
          <Empty line={annual.leftNone} />
        ) : (
          <section className="year-missing" aria-label={annual.left}>
            <h2 className="panel-title">{unit === undefined ? annual.left : annual.leftOf(unit.name)}</h2>
            <RecordList
              label={annual.left}
              name="annual-missing"
              columns={columns}
              rows={rows}
              keyOf={row => `${row.org} ${row.what} ${row.case ?? ''}`}
              isPart
              title={`${annual.yearOf(String(year))} ${annual.left}`}
              filters={
                <Select
                  aria-label={annual.under}
                  w={240}
                  value={unit?.org ?? ''}
                  allowDeselect={false}
                  data={[
                    { value: '', label: annual.leftAll },
                    ...units.map(({ org, name }) => ({ value: org, label: name })),
                  ]}
                  onChange={value => change({ unit: value === '' ? undefined : (value ?? undefined) }, true)}
                />
              }
              empty={<Empty line={annual.leftNone} />}
            />
          </section>
        )
      }
    </Answer>
  )
}

function columnsOf({ words, say, language }: Spoken, units: readonly YearUnit[]): Column<Missing>[] {
  const { annual } = words
  const names = new Map(units.map(({ org, name }) => [org, name]))
  return [
    {
      key: 'org',
      title: annual.org,
      width: 'minmax(200px, 1.35fr)',
      text: row => row.name,
      href: row => addressOf('/orgs', { org: row.org }),
    },
    {
      key: 'what',
      title: annual.what,
      width: language === 'zh' ? '110px' : '164px',
      text: row => annual.kinds[row.what],
      href: whereDone,
    },
    { key: 'said', title: annual.said, width: 'minmax(220px, 1.6fr)', text: row => say(row.text) },
    {
      key: 'unit',
      title: annual.under,
      width: 'minmax(140px, 1.05fr)',
      text: row => names.get(row.unit) ?? '',
    },
  ]
}
