import { Select } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type Fault, faultChecks } from '#contract/faults.ts'
import { useClient } from '../../../api/client.ts'
import { useShownDay } from '../../../api/shown-day.ts'
import { useRows } from '../../../api/use-rows.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { useAddress } from '../../../kit/address/use-address.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { RecordList } from '../../../kit/lists/record-list.tsx'
import type { Column } from '../../../kit/lists/record-table.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { type Spoken, useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'

type Filter = { readonly check: Fault['check'] | undefined; readonly asOf: string | undefined }

/** Mistakes that only show across records; each opens the record at which it is mended. */
export function FaultsPage() {
  const spoken = useSpoken()
  const { words, say } = spoken
  const client = useClient()
  const { get, change } = useAddress()
  const { day } = useShownDay()
  const check = faultChecks.find(one => one === get('check'))
  const filter: Filter = { check, asOf: day }
  const { first, total, rows } = useRows<Filter, Fault>('faults', filter, (of, window, signal) =>
    client.faults.list({ ...of, ...window }, { signal }),
  )
  const checks = useQuery({
    queryKey: ['faults-checks', day],
    queryFn: ({ signal }) => client.faults.list({ asOf: day, limit: 1 }, { signal }),
    placeholderData: keepPreviousData,
  }).data?.checks
  const chosen = checks?.find(one => one.check === check)
  const columns = useMemo(() => columnsOf(spoken, day, checks ?? []), [spoken, day, checks])
  const { faults } = words.cases
  return (
    <div className="whole">
      <PageHeader title={faults.title} note={total === undefined ? '' : faults.note(count(total))} />
      <p className="quiet text-column" style={{ margin: 0 }}>
        {chosen === undefined ? faults.line : say(chosen.mends)}
      </p>
      <Answer of={first} lines={10}>
        {() => (
          <RecordList
            label={faults.title}
            name="faults"
            columns={columns}
            rows={rows}
            keyOf={row => `${row.check} ${row.id} ${row.says.zh}`}
            asOf={day}
            filters={
              <Select
                w={280}
                clearable
                aria-label={faults.check}
                placeholder={faults.all}
                data={(checks ?? []).map(one => ({
                  value: one.check,
                  label: `${say(one.words)} ${count(one.n)}`,
                  disabled: one.n === 0,
                }))}
                value={check ?? null}
                onChange={value => change({ check: value ?? undefined }, true)}
              />
            }
            tags={
              chosen === undefined
                ? []
                : [
                    {
                      key: 'check',
                      label: say(chosen.words),
                      onRemove: () => change({ check: undefined }, true),
                      isInField: true,
                    },
                  ]
            }
            empty={<Empty line={faults.none} />}
          />
        )}
      </Answer>
    </div>
  )
}

type Checks = readonly { readonly check: string; readonly words: Fault['says'] }[]

function columnsOf({ words, say }: Spoken, asOf: string | undefined, checks: Checks): Column<Fault>[] {
  const { faults } = words.cases
  return [
    {
      key: 'check',
      title: faults.check,
      width: 'minmax(212px, 0.7fr)',
      text: row => {
        const known = checks.find(one => one.check === row.check)
        return known === undefined ? '' : say(known.words)
      },
    },
    {
      key: 'name',
      title: faults.name,
      width: 'minmax(120px, 1fr)',
      text: row => row.name,
      href: row =>
        row.entity === 'person' ? `/people/${row.id}` : addressOf('/orgs', { org: row.id, asOf }),
    },
    { key: 'place', title: faults.where, width: 'minmax(120px, 0.8fr)', text: row => row.place ?? '' },
    { key: 'what', title: faults.what, width: 'minmax(220px, 1.6fr)', text: row => say(row.says) },
  ]
}
