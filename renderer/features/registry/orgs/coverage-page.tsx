import { Text } from '@mantine/core'
import { useMemo } from 'react'
import type { Coverage } from '#contract/orgs.ts'
import { prospect } from '#db/records/members/prospect.ts'
import { useCoverage, useOrg } from '../../../api/questions.ts'
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
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { useSpoken } from '../../../text/language.ts'
import { upperFirst, wordOf } from '../../../text/word-of.ts'
import { count } from '../../../text/written.ts'
import type { Words } from '../../../text/zh-CN.ts'

type Line = Coverage['own'] & { readonly isSum?: true }

const sorts = ['org', 'organizations', 'open', 'planned', 'members', 'share'] as const

/** How many of the two-new have an organization, unit by unit, and which of the others could have one together. */
export function CoveragePage() {
  const { language, words } = useSpoken()
  const says = words.glance.coverage
  const { get, change } = useAddress()
  const { day } = useShownDay()
  const org = get('org')
  const chosen = useOrg(org, day).data
  const { order, onOrder } = useOrder(sorts, { by: 'share', isDown: false })
  const titles = useMemo(
    () => ({
      open: upperFirst(prospect.words[language]),
      members: wordOf(prospect, 'members', language),
    }),
    [language],
  )
  const columns = useMemo(() => columnsOf(words, titles, day), [words, titles, day])
  const asked = useCoverage(org, day)
  return (
    <div className="whole">
      <PageHeader title={says.title} note={says.line} />
      <Answer of={asked} lines={8}>
        {({ own, below, joint }) => {
          const rows: readonly Line[] = [...inOrder(below, columns, order), { ...own, isSum: true }]
          return (
            <>
              <RecordList
                label={says.title}
                name="coverage"
                columns={columns}
                rows={rowsOf(rows, `${org ?? ''} ${day ?? ''}`, asked.isPlaceholderData)}
                keyOf={row => (row.isSum ? '' : row.org.id)}
                order={order}
                onOrder={onOrder}
                asOf={day}
                whose={chosen?.name}
                filters={
                  <OrgPicker
                    org={org}
                    name={chosen?.shortName ?? chosen?.name}
                    label={words.sheet.org}
                    placeholder={words.sheet.own}
                    onChange={next => change({ org: next }, true)}
                  />
                }
                empty={null}
              />
              <section aria-label={says.joint} className="panel coverage-joint">
                <Text fw={600} size="sm">
                  {says.joint}
                </Text>
                {joint.length === 0 ? (
                  <Text size="sm" className="quiet">
                    {says.jointNone}
                  </Text>
                ) : (
                  joint.map(one => (
                    <Text size="sm" key={one.org.id}>
                      <AppLink href={addressOf('/orgs', { org: one.org.id, tab: prospect.name, asOf: day })}>
                        {one.org.name}
                      </AppLink>{' '}
                      {says.together(
                        one.units.map(({ name, members }) => says.unit(name, count(members))),
                        count(one.members),
                      )}
                    </Text>
                  ))
                )}
              </section>
            </>
          )
        }}
      </Answer>
    </div>
  )
}

function columnsOf(
  { glance, org }: Words,
  titles: Readonly<Record<'open' | 'members', string>>,
  asOf: string | undefined,
): readonly Column<Line>[] {
  const says = glance.coverage
  const number = (key: 'organizations' | 'open' | 'planned' | 'members', title: string): Column<Line> => ({
    key,
    title,
    // In English the words for units without an organization are the longest.
    width: key === 'open' ? 'minmax(176px, 1fr)' : 'minmax(110px, 1fr)',
    align: 'right',
    text: row => count(row[key]),
    value: row => row[key],
    sorts: true,
  })
  return [
    {
      key: 'org',
      title: org.name,
      width: 'minmax(180px, 2fr)',
      text: row => (row.isSum ? says.sum : row.org.name),
      href: row => addressOf('/coverage', { org: row.org.id, asOf }),
      sorts: true,
    },
    number('organizations', says.organizations),
    {
      ...number('open', titles.open),
      href: row => addressOf('/orgs', { org: row.org.id, tab: prospect.name, asOf }),
    },
    number('planned', says.planned),
    number('members', titles.members),
    {
      key: 'share',
      title: says.share,
      width: 'minmax(110px, 1fr)',
      align: 'right',
      text: row => (row.share === null ? '' : `${(Math.floor(row.share * 1000) / 10).toFixed(1)} %`),
      value: row => row.share,
      sorts: true,
    },
  ]
}
