import { Checkbox, Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { barKeys, type Candidate } from '#contract/lifeline/honours.ts'
import { useClient } from '../../api/client.ts'
import { useOrg } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { useRows } from '../../api/use-rows.ts'
import { addressOf } from '../../kit/address/address.ts'
import { useAddress } from '../../kit/address/use-address.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { OrgPicker } from '../../kit/forms/org-picker.tsx'
import { RecordList } from '../../kit/lists/record-list.tsx'
import type { Column } from '../../kit/lists/record-table.tsx'
import { Empty } from '../../kit/page/empty.tsx'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { SeverityTag } from '../../kit/page/severity-tag.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'

type Filter = {
  readonly award: string
  readonly org: string | undefined
  readonly asOf: string | undefined
  readonly eligible: boolean
}

/** Who may be put up for an honour: each with every bar of its notice, and which of them is missed. */
export function HonoursPage() {
  const { words, say: told } = useSpoken()
  const { honours: say } = words
  const { get, change } = useAddress()
  const { day } = useShownDay()
  const client = useClient()
  const awards = useQuery({ queryKey: ['awards'], queryFn: () => client.honours.awards({}) })
  const award = awards.data?.find(({ key }) => key === get('award')) ?? awards.data?.[0]
  const org = get('org')
  const whose = useOrg(org, day).data
  const filter: Filter = {
    award: award?.key ?? 'shenzhen-branch',
    org,
    asOf: day,
    eligible: get('eligible') !== undefined,
  }
  const { first, rows } = useRows<Filter, Candidate>('honours', filter, (of, window, signal) =>
    client.honours.check({ ...of, ...window }, { signal }),
  )
  const facts = useQuery({
    queryKey: ['honours-facts', filter],
    queryFn: ({ signal }) => client.honours.check({ ...filter, limit: 1 }, { signal }),
  }).data
  const bars = facts?.rows[0]?.bars
  const columns = useColumns(bars)
  return (
    <div className="whole">
      <PageHeader
        title={say.title}
        note={facts && award && say.note(told(award.words), count(facts.ready), count(facts.all))}
      />
      {award !== undefined && (
        <Text size="sm" className="quiet">
          {say.lead(told(award.source))}
        </Text>
      )}
      <Answer of={first} lines={10}>
        {() => (
          <RecordList
            label={say.title}
            name={`honours-${filter.award}`}
            columns={columns}
            rows={rows}
            keyOf={row => row.org.id}
            asOf={day}
            whose={whose?.name}
            filters={
              <>
                <Select
                  w={330}
                  allowDeselect={false}
                  aria-label={say.award}
                  data={(awards.data ?? []).map(({ key, words: of }) => ({ value: key, label: told(of) }))}
                  value={filter.award}
                  onChange={value => change({ award: value ?? undefined }, true)}
                />
                <OrgPicker
                  org={org}
                  name={whose?.shortName ?? whose?.name}
                  label={words.reports.whose}
                  placeholder={words.reports.all}
                  onChange={next => change({ org: next }, true)}
                />
                <Checkbox
                  label={say.onlyEligible}
                  checked={filter.eligible}
                  onChange={event =>
                    change({ eligible: event.currentTarget.checked ? 'yes' : undefined }, true)
                  }
                />
              </>
            }
            empty={<Empty line={say.none} />}
          />
        )}
      </Answer>
    </div>
  )
}

function useColumns(bars: Candidate['bars'] | undefined): readonly Column<Candidate>[] {
  const { words, say: told } = useSpoken()
  return useMemo(() => {
    const { honours: say } = words
    const shown = barKeys.filter(key => bars?.some(bar => bar.key === key))
    const textOf = (row: Candidate, key: string) => {
      const bar = row.bars.find(one => one.key === key)
      return bar === undefined ? '' : bar.have === null ? say.unknown : told(bar.have)
    }
    return [
      {
        key: 'org',
        title: say.org,
        width: 'minmax(220px, 2fr)',
        text: row => row.org.name,
        href: row => addressOf('/orgs', { org: row.org.id }),
      },
      {
        key: 'missed',
        title: say.missed,
        width: '84px',
        align: 'right',
        text: row => (row.missed === 0 ? '' : say.missedOf(count(row.missed))),
      },
      ...shown.map((key): Column<Candidate> => {
        const need = bars?.find(bar => bar.key === key)?.need
        return {
          key,
          title: say.bars[key],
          width: 'minmax(150px, 1fr)',
          text: row => textOf(row, key),
          cell: row => {
            const bar = row.bars.find(one => one.key === key)
            const text = textOf(row, key)
            if (bar?.state === 'missed')
              return (
                <span title={need && say.needs(told(need))}>
                  <SeverityTag severity="orange">{text}</SeverityTag>
                </span>
              )
            return <span className={bar?.state === 'unknown' ? 'quiet' : undefined}>{text}</span>
          },
        }
      }),
    ]
  }, [words, told, bars])
}
