import { Button, Checkbox, Select } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { type Case, caseLamps, caseStates } from '#contract/lifeline/cases.ts'
import { rectificationCourse } from '#db/records/courses/rectification-course.ts'
import { useClient } from '../../api/client.ts'
import { usePlaces, useStatus } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { useRows } from '../../api/use-rows.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { useAddress } from '../../kit/address/use-address.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { useByHand } from '../../kit/forms/by-hand.tsx'
import { OrgPicker } from '../../kit/forms/org-picker.tsx'
import { RowVerbs as LookVerbs } from '../../kit/forms/row-verbs.tsx'
import { type FilterTag, RecordList } from '../../kit/lists/record-list.tsx'
import { Empty } from '../../kit/page/empty.tsx'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'
import { caseColumns } from './case-columns.tsx'
import { CasePanel } from './case-panel.tsx'
import { type CaseVerb, verbsOf } from './case-verbs.ts'
import { type CasesFilter, LedgerMenu } from './ledger-menu.tsx'
import { RowVerbs } from './row-verbs.tsx'

const keeping = { keys: ['org', 'state', 'lamp', 'due', 'waiting'] }
const dues = ['overdue', 'soon'] as const

/** The ledger: every case below, filtered by street, state and lamp; as the form on paper and in a file; and back from one. */
export function CasesPage() {
  const spoken = useSpoken()
  const { words } = spoken
  const client = useClient()
  const byHand = useByHand()
  const { get } = useAddress()
  const { day } = useShownDay()
  const today = useStatus().data?.clock.today ?? ''
  const filter: CasesFilter = {
    org: get('org'),
    state: caseStates.find(one => one === get('state')),
    lamp: caseLamps.find(one => one === get('lamp')),
    due: dues.find(one => one === get('due')),
    waiting: get('waiting') === undefined ? undefined : true,
    asOf: day,
  }
  const { first, total, rows } = useRows<CasesFilter, Case>('cases', filter, (of, window, signal) =>
    client.cases.list({ ...of, ...window }, { signal }),
  )
  const numbers = useQuery({
    queryKey: ['cases-numbers', day],
    queryFn: ({ signal }) => client.cases.list({ asOf: day, limit: 1 }, { signal }),
    placeholderData: keepPreviousData,
  }).data
  const whose = usePlaces(filter.org === undefined ? undefined : [filter.org], day).data?.[0]?.path.at(-1)
  const tags = useTags(filter, whose?.shortName ?? whose?.name)
  const columns = useMemo(() => caseColumns(spoken, day), [spoken, day])
  const [doing, setDoing] = useState<{ readonly id: string; readonly verb: CaseVerb }>()
  const open = caseStates
    .filter(state => !['cleared', 'merged', 'dissolved'].includes(state))
    .reduce((sum, state) => sum + (numbers?.counts[state] ?? 0), 0)
  return (
    <div className="whole">
      <PageHeader
        title={words.cases.title}
        note={numbers === undefined ? '' : words.cases.note(count(open), count(numbers.overdue))}
      >
        <LedgerMenu filter={filter} rows={total ?? 0} overdue={numbers?.overdue ?? 0} day={day ?? today} />
      </PageHeader>
      <Answer of={first} lines={10}>
        {() => (
          <RecordList
            label={words.cases.title}
            name="cases"
            columns={columns}
            rows={rows}
            keyOf={row => row.id}
            rowHeight={48}
            asOf={day}
            whose={whose?.name}
            filters={<Filters filter={filter} name={whose?.name} waiting={numbers?.waiting ?? 0} />}
            keeping={keeping}
            tags={tags}
            {...(day !== undefined && {
              verbs: (row: Case) => (
                <LookVerbs inList id={row.id} title={row.orgName} page={`/cases/${row.id}`} />
              ),
            })}
            {...(day === undefined && {
              add: (
                <Button onClick={() => byHand.add('rectification', { set: { opened: today } })}>
                  {words.cases.add}
                </Button>
              ),
              verbs: (row: Case) => <RowVerbs row={row} onVerb={verb => setDoing({ id: row.id, verb })} />,
              verbsWidth: spoken.language === 'zh' ? '132px' : '172px',
              onEdit: (row: Case) => {
                const [verb] = verbsOf(row)
                if (verb !== undefined) setDoing({ id: row.id, verb })
              },
            })}
            empty={
              <Empty
                line={
                  tags.length === 0
                    ? day === undefined
                      ? words.cases.none
                      : words.cases.noneOn(day)
                    : words.cases.noneFiltered(tags.map(tag => tag.label).join(words.packet.comma))
                }
              >
                {tags.length === 0 && day === undefined && (
                  <AppLink href="/lifeline/proposals">{words.cases.proposals.decide}</AppLink>
                )}
              </Empty>
            }
          />
        )}
      </Answer>
      {doing !== undefined && (
        <CasePanel
          key={doing.id + doing.verb}
          id={doing.id}
          verb={doing.verb}
          onEnd={() => setDoing(undefined)}
        />
      )}
    </div>
  )
}

function useTags(filter: CasesFilter, org: string | undefined): readonly FilterTag[] {
  const { words, language } = useSpoken()
  const { change } = useAddress()
  const { cases } = words
  const labels = [
    ['org', filter.org === undefined ? undefined : (org ?? filter.org)],
    ['state', filter.state && rectificationCourse.states[filter.state][language]],
    ['lamp', filter.lamp && cases.lamps[filter.lamp]],
    ['due', filter.due && cases.due[filter.due]],
    ['waiting', filter.waiting ? cases.waiting : undefined],
  ] as const
  return labels.flatMap(([key, label]) =>
    label === undefined
      ? []
      : [{ key, label, onRemove: () => change({ [key]: undefined }, true), isInField: key === 'waiting' }],
  )
}

type FiltersProps = {
  readonly filter: CasesFilter
  readonly name: string | undefined
  readonly waiting: number
}

function Filters({ filter, name, waiting }: FiltersProps) {
  const { words, language } = useSpoken()
  const { change } = useAddress()
  const { cases } = words
  return (
    <>
      <OrgPicker
        org={filter.org}
        name={name}
        label={cases.street}
        placeholder={cases.streetHint}
        onChange={org => change({ org }, true)}
      />
      <Select
        w={132}
        clearable
        aria-label={cases.state}
        placeholder={cases.allStates}
        data={caseStates.map(value => ({ value, label: rectificationCourse.states[value][language] }))}
        value={filter.state ?? null}
        onChange={value => change({ state: value ?? undefined }, true)}
      />
      <Select
        w={148}
        clearable
        aria-label={cases.lamp}
        placeholder={cases.allLamps}
        data={caseLamps.map(value => ({ value, label: cases.lamps[value] }))}
        value={filter.lamp ?? null}
        onChange={value => change({ lamp: value ?? undefined }, true)}
      />
      <Checkbox
        label={waiting === 0 ? cases.waiting : `${cases.waiting} ${count(waiting)}`}
        checked={filter.waiting === true}
        onChange={event => change({ waiting: event.currentTarget.checked ? 'yes' : undefined }, true)}
      />
    </>
  )
}
