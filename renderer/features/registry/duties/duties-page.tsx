import { Button, Checkbox, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { DutyRow } from '#contract/lifeline/duties.ts'
import { owedMeetings } from '#db/records/meeting.ts'
import { useClient } from '../../../api/client.ts'
import { useOrg } from '../../../api/questions.ts'
import { useShownDay } from '../../../api/shown-day.ts'
import { useRows } from '../../../api/use-rows.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { useAddress } from '../../../kit/address/use-address.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useByHand } from '../../../kit/forms/by-hand.tsx'
import { OrgPicker } from '../../../kit/forms/org-picker.tsx'
import { RecordList } from '../../../kit/lists/record-list.tsx'
import type { Column } from '../../../kit/lists/record-table.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { SeverityTag } from '../../../kit/page/severity-tag.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'

type Filter = { readonly org: string | undefined; readonly asOf: string | undefined; readonly open: boolean }
type Owed = keyof typeof owedMeetings
const owedKeys = ['assembly', 'lesson', 'committee'] as const satisfies readonly Owed[]

/** What every branch still has to hold in the running quarter and month; each is registered where it is missing. */
export function DutiesPage() {
  const { words } = useSpoken()
  const { duties } = words
  const { get, change } = useAddress()
  const { day } = useShownDay()
  const client = useClient()
  const org = get('org')
  const open = get('all') === undefined
  const chosen = useOrg(org, day).data
  const filter: Filter = { org, asOf: day, open }
  const { first, rows } = useRows<Filter, DutyRow>('duties', filter, (of, window, signal) =>
    client.duties.list({ ...of, ...window }, { signal }),
  )
  const { data: facts } = useQuery({
    queryKey: ['duties-facts', org, day],
    queryFn: () => client.duties.list({ org, asOf: day, limit: 1 }),
  })
  const columns = useColumns(day === undefined)
  const byHand = useByHand()
  /** F2 on a row opens the form of what it owes first. */
  const register = (row: DutyRow) => {
    const name = row.org.shortName ?? row.org.name
    const key = owedKeys.find(one => row[one] === 'due') ?? 'assembly'
    byHand.add('meeting', {
      set: { org: row.org.id, type: owedMeetings[key] },
      named: { org: { id: row.org.id, name } },
    })
  }
  const [year = 0, month = 1] = (facts?.month ?? '').split('-').map(Number)
  const quarter = Math.ceil(month / 3)
  return (
    <div className="whole">
      <PageHeader
        title={duties.title}
        note={facts && duties.note(duties.quarterOf(year, quarter), duties.monthOf(year, month))}
      >
        <Button
          component={Link}
          variant="default"
          href={addressOf('/sheet', { of: 'meeting', org, year: String(year), quarter: String(quarter) })}
        >
          {words.sheet.link}
        </Button>
      </PageHeader>
      {facts !== undefined && (
        <Text className="quiet" size="sm">
          {duties.lead(facts.committeeFrom)}{' '}
          {duties.owing(count(facts.owing.assembly), count(facts.owing.lesson), count(facts.owing.committee))}
        </Text>
      )}
      <Answer of={first} lines={10}>
        {() => (
          <RecordList
            label={duties.title}
            name="duties"
            columns={columns}
            rows={rows}
            keyOf={row => row.org.id}
            asOf={day}
            whose={chosen?.name}
            filters={
              <Group gap="sm">
                <OrgPicker
                  org={org}
                  name={chosen?.shortName ?? chosen?.name}
                  label={words.sheet.org}
                  placeholder={words.sheet.own}
                  onChange={next => change({ org: next }, true)}
                />
                <Checkbox
                  label={duties.onlyOpen}
                  checked={open}
                  onChange={event => change({ all: event.currentTarget.checked ? undefined : 'yes' }, true)}
                />
              </Group>
            }
            empty={<Empty line={duties.none} />}
            {...(day === undefined && { onEdit: register })}
          />
        )}
      </Answer>
    </div>
  )
}

function useColumns(canWrite: boolean): readonly Column<DutyRow>[] {
  const { words } = useSpoken()
  const byHand = useByHand()
  return useMemo(() => {
    const { duties } = words
    const owed = (key: Owed): Column<DutyRow> => ({
      key,
      title: duties[key],
      width: 'minmax(150px, 1fr)',
      text: row => duties.states[row[key]],
      cell: row => {
        const state = duties.states[row[key]]
        if (row[key] !== 'due') return <span className="quiet">{state}</span>
        const type = owedMeetings[key]
        const name = row.org.shortName ?? row.org.name
        return (
          <Group gap={6} wrap="nowrap">
            <SeverityTag severity="yellow">{state}</SeverityTag>
            {canWrite && (
              <Button
                className="duty-add"
                size="compact-xs"
                variant="subtle"
                tabIndex={-1}
                aria-label={`${duties.enter(type)} ${name}`}
                onClick={() =>
                  byHand.add('meeting', {
                    set: { org: row.org.id, type },
                    named: { org: { id: row.org.id, name } },
                  })
                }
              >
                {words.byHand.add}
              </Button>
            )}
          </Group>
        )
      },
    })
    return [
      {
        key: 'org',
        title: duties.branch,
        width: 'minmax(160px, 2fr)',
        text: row => row.org.shortName ?? row.org.name,
        href: row => addressOf('/orgs', { org: row.org.id, tab: 'meetings' }),
      },
      {
        key: 'members',
        title: duties.members,
        width: '90px',
        align: 'right',
        text: row => count(row.members),
      },
      owed('assembly'),
      owed('lesson'),
      owed('committee'),
      { key: 'last', title: duties.last, width: '124px', text: row => row.last ?? '' },
    ]
  }, [words, byHand, canWrite])
}
