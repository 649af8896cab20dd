import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CadreRow } from '#contract/reports.ts'
import { person } from '#db/records/person.ts'
import { useClient } from '../../api/client.ts'
import { useOrg } from '../../api/questions.ts'
import { useRows } from '../../api/use-rows.ts'
import { addressOf } from '../../kit/address/address.ts'
import { useAddress } from '../../kit/address/use-address.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { RecordList } from '../../kit/lists/record-list.tsx'
import type { Column } from '../../kit/lists/record-table.tsx'
import { Empty } from '../../kit/page/empty.tsx'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { useSpoken } from '../../text/language.ts'
import { wordOf } from '../../text/word-of.ts'
import { count } from '../../text/written.ts'
import type { Words } from '../../text/zh-CN.ts'
import { AskedOffice, AskedYear, useAskedYear } from './asked-year.tsx'

const parts = ['all', 'untrained', 'short'] as const
type Filter = {
  readonly year: number
  readonly org: string | undefined
  readonly part: (typeof parts)[number]
}

/** Which cadres came to a training this year and which never did, and how far 1+100 is kept. */
export function CadresPage() {
  const { words, language } = useSpoken()
  const { cadres: say } = words.reports
  const { get, change } = useAddress()
  const { year } = useAskedYear()
  const client = useClient()
  const org = get('org')
  const whose = useOrg(org).data
  const part = parts.find(one => one === get('part')) ?? 'all'
  const filter: Filter = { year: year ?? 0, org, part }
  const { first, rows } = useRows<Filter, CadreRow>('cadre-coverage', filter, (of, window, signal) =>
    client.reports.cadres({ ...of, ...window }, { signal }),
  )
  const facts = useQuery({
    queryKey: ['cadre-coverage-facts', year, org],
    queryFn: ({ signal }) => client.reports.cadres({ year: year ?? 0, org, limit: 1 }, { signal }),
    enabled: year !== undefined,
  })
  const columns = useMemo(() => columnsOf(words, language), [words, language])
  const found = facts.data
  return (
    <div className="whole">
      <PageHeader
        title={say.title}
        note={
          found && say.note(count(found.cadres), count(found.trained), count(found.bound), count(found.short))
        }
      />
      <Answer of={year === undefined ? facts : first} lines={10}>
        {() => (
          <RecordList
            label={say.title}
            name="cadre-coverage"
            columns={columns}
            rows={rows}
            keyOf={row => row.person}
            whose={whose?.name}
            filters={
              <>
                <AskedYear />
                <Select
                  aria-label={say.which}
                  w={180}
                  allowDeselect={false}
                  data={parts.map(one => ({ value: one, label: say.parts[one] }))}
                  value={part}
                  onChange={value =>
                    change({ part: value === 'all' ? undefined : (value ?? undefined) }, true)
                  }
                />
                <AskedOffice />
              </>
            }
            empty={<Empty line={say.none} />}
          />
        )}
      </Answer>
    </div>
  )
}

function columnsOf({ reports: { cadres: say } }: Words, language: 'zh' | 'en'): Column<CadreRow>[] {
  const number = (key: string, title: string, of: (row: CadreRow) => string): Column<CadreRow> => ({
    key,
    title,
    width: '120px',
    align: 'right',
    text: of,
  })
  return [
    {
      key: 'name',
      title: wordOf(person, 'name', language),
      width: 'minmax(110px, 1fr)',
      text: row => row.name,
      href: row => `/people/${row.person}`,
    },
    {
      key: 'org',
      title: say.org,
      width: 'minmax(180px, 2fr)',
      text: row => row.orgName,
      href: row => addressOf('/orgs', { org: row.org, tab: 'attendance' }),
    },
    { key: 'title', title: say.post, width: 'minmax(96px, 1fr)', text: row => row.title },
    number('trainings', say.trainings, row => (row.trainings === 0 ? say.never : count(row.trainings))),
    number('hours', say.hours, row => (row.hours === 0 ? '' : count(row.hours))),
    number('contacts', say.contacts, row =>
      row.asked === null
        ? row.contacts === 0
          ? ''
          : count(row.contacts)
        : `${count(row.contacts)} / ${row.asked}`,
    ),
    number('quarters', say.quarters, row => (row.quarters === 0 ? '' : count(row.quarters))),
    number('face', say.faceToFace, row => (row.faceToFace === 0 ? '' : count(row.faceToFace))),
  ]
}
