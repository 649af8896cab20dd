import { Button, SegmentedControl } from '@mantine/core'
import { useMemo } from 'react'
import type { ElectionRow } from '#contract/lifeline/lifeline.ts'
import { useElections, useOrg } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { rowsOf } from '../../api/use-rows.ts'
import { addressOf } from '../../kit/address/address.ts'
import { useAddress } from '../../kit/address/use-address.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { useByHand } from '../../kit/forms/by-hand.tsx'
import { inOrder } from '../../kit/lists/columns.ts'
import { RecordList } from '../../kit/lists/record-list.tsx'
import type { Column } from '../../kit/lists/record-table.tsx'
import { useOrder } from '../../kit/lists/use-order.ts'
import { Empty } from '../../kit/page/empty.tsx'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { SeverityTag } from '../../kit/page/severity-tag.tsx'
import { type Language, useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'
import type { Words } from '../../text/zh-CN.ts'
import { ElectionsStrip } from './elections-strip.tsx'
import { LettersButton } from './letters-button.tsx'

const parts = ['all', 'overdue', 'soon', 'later'] as const
type Part = (typeof parts)[number]
const sorts = ['due', 'org', 'elected', 'years', 'cap'] as const

/** The elections overdue, and those of the two years to come, as a strip of months and as a list. */
export function ElectionsPage() {
  const { words, language } = useSpoken()
  const { get, change } = useAddress()
  const { day: asOf } = useShownDay()
  const under = get('under')
  const part = parts.find(one => one === get('part')) ?? 'all'
  const whose = useOrg(under, asOf).data?.name
  const elections = useElections({ asOf, ...(under !== undefined && { org: under }) })
  const { order, onOrder } = useOrder(sorts, { by: 'due', isDown: false })
  const columns = useMemo(() => columnsOf(words, language, asOf), [words, language, asOf])
  const byHand = useByHand()
  const register = ({ id, name }: ElectionRow) =>
    byHand.add('term', { set: { org: id }, named: { org: { id, name } } })
  const choose = (next: Part) => change({ part: next === 'all' ? undefined : next }, true)
  return (
    <div className="whole">
      <PageHeader
        title={words.elections.title}
        note={
          elections.data &&
          words.elections.note(
            count(elections.data.overdue),
            count(elections.data.dueSoon),
            elections.data.soon,
          )
        }
      ></PageHeader>
      <Answer of={elections} lines={10}>
        {({ rows, asOf: day, soon, overdue, dueSoon, byMonth }) => {
          const isOf: Readonly<Record<Part, (row: ElectionRow) => boolean>> = {
            all: () => true,
            overdue: row => row.due < day,
            soon: row => row.due >= day && row.due <= soon,
            later: row => row.due > soon,
          }
          const shown = inOrder(rows.filter(isOf[part]), columns, order)
          const counts: Readonly<Record<Part, number>> = {
            all: rows.length,
            overdue,
            soon: dueSoon,
            later: rows.length - overdue - dueSoon,
          }
          return (
            <>
              {rows.length > 0 && (
                <div className="panel">
                  <ElectionsStrip overdue={overdue} byMonth={byMonth} />
                </div>
              )}
              <RecordList
                label={words.elections.title}
                name="elections"
                columns={columns}
                rows={rowsOf(shown, `${part} ${day} ${under ?? ''}`)}
                keyOf={row => row.id}
                order={order}
                onOrder={onOrder}
                asOf={asOf}
                whose={whose}
                actions={chosen => (
                  <LettersButton ids={chosen.map(({ id }) => id)} asOf={asOf} day={day} isOfChosen />
                )}
                {...(asOf === undefined && {
                  onEdit: register,
                  verbs: (row: ElectionRow) => (
                    <Button
                      size="compact-sm"
                      variant="default"
                      tabIndex={-1}
                      aria-label={`${words.byHand.registerElection} ${row.name}`}
                      onClick={() => register(row)}
                    >
                      {words.elections.register}
                    </Button>
                  ),
                  verbsWidth: '104px',
                })}
                filters={
                  <>
                    <SegmentedControl
                      aria-label={words.elections.part}
                      value={part}
                      onChange={value => choose(parts.find(one => one === value) ?? 'all')}
                      data={parts.map(value => ({
                        value,
                        label: `${words.elections.parts[value]} ${count(counts[value])}`,
                      }))}
                    />
                    <LettersButton ids={shown.map(({ id }) => id)} asOf={asOf} day={day} />
                  </>
                }
                tags={[
                  ...(part === 'all'
                    ? []
                    : [
                        {
                          key: 'part',
                          label: words.elections.parts[part],
                          onRemove: () => choose('all'),
                          isInField: true,
                        },
                      ]),
                  ...(under === undefined
                    ? []
                    : [
                        {
                          key: 'under',
                          label: whose ?? under,
                          onRemove: () => change({ under: undefined }, true),
                        },
                      ]),
                ]}
                empty={<Empty line={rows.length === 0 ? words.elections.none : words.elections.nonePart} />}
              />
            </>
          )
        }}
      </Answer>
    </div>
  )
}

function columnsOf(words: Words, language: Language, asOf: string | undefined): Column<ElectionRow>[] {
  const { elections, org } = words
  return [
    {
      key: 'due',
      title: elections.due,
      width: '112px',
      text: row => row.due,
      sorts: true,
    },
    {
      key: 'left',
      title: elections.left,
      width: language === 'zh' ? '136px' : '172px',
      text: row =>
        row.daysLeft < 0 ? elections.overdueBy(count(-row.daysLeft)) : elections.days(count(row.daysLeft)),
      cell: row =>
        row.daysLeft < 0 ? (
          <SeverityTag severity={row.cap < daysOn(row) ? 'red' : 'orange'}>
            {elections.overdueBy(count(-row.daysLeft))}
          </SeverityTag>
        ) : (
          elections.days(count(row.daysLeft))
        ),
    },
    {
      key: 'org',
      title: org.name,
      width: 'minmax(212px, 1fr)',
      text: row => row.name,
      href: row => addressOf('/orgs', { org: row.id, tab: 'terms', asOf }),
      sorts: true,
    },
    { key: 'elected', title: elections.elected, width: '112px', text: row => row.elected, sorts: true },
    {
      key: 'years',
      title: org.years,
      width: '124px',
      text: row => (row.years === null ? elections.presumed(row.reckoned) : org.yearsOf(row.years)),
      value: row => row.years,
      sorts: true,
    },
    { key: 'cap', title: elections.cap, width: '132px', text: row => row.cap, sorts: true },
  ]
}

/** The day that is looked at, from what a row says of it. */
function daysOn({ due, daysLeft }: ElectionRow): string {
  return new Date(Date.parse(due) - daysLeft * 86_400_000).toISOString().slice(0, 10)
}
