import { Alert } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useParams } from 'wouter'
import type { z } from 'zod'
import type { figureRowSchema } from '#contract/reports.ts'
import { titleToldOf } from '#db/records/kinds.ts'
import { useClient } from '../../api/client.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { useRows } from '../../api/use-rows.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { useAddress } from '../../kit/address/use-address.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { useByHand } from '../../kit/forms/by-hand.tsx'
import { RowVerbs } from '../../kit/forms/row-verbs.tsx'
import { RecordList } from '../../kit/lists/record-list.tsx'
import type { Column } from '../../kit/lists/record-table.tsx'
import { Empty } from '../../kit/page/empty.tsx'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { type Language, useSpoken } from '../../text/language.ts'
import { upperFirst } from '../../text/word-of.ts'
import { count } from '../../text/written.ts'
import type { Words } from '../../text/zh-CN.ts'
import { useAskedYear } from './asked-year.tsx'

type Row = z.infer<typeof figureRowSchema>
type Filter = {
  readonly key: string
  readonly year: number
  readonly org: string | undefined
  readonly among: string | undefined
  readonly blank: boolean
}

/** One figure with the records behind it, or the places or values that it counts: what they count adds up to it. */
export function FigurePage() {
  const { words, language } = useSpoken()
  const { reports: say } = words
  const { key = '' } = useParams<{ key: string }>()
  const { get } = useAddress()
  const { year } = useAskedYear()
  const org = get('org')
  const client = useClient()
  const byHand = useByHand()
  const { day } = useShownDay()
  const among = get('among')
  const blank = get('blank') === 'yes'
  const filter = { key: decodeURIComponent(key), year: year ?? 0, org, among, blank }
  const figure = useQuery({
    queryKey: ['figure', filter],
    queryFn: ({ signal }) => client.reports.figure({ ...filter, limit: 1 }, { signal }),
    enabled: year !== undefined,
  })
  const { first, rows } = useRows<Filter, Row>('figure-rows', filter, (of, window, signal) =>
    client.reports.figure({ ...of, ...window }, { signal }),
  )
  const here = addressOf(`/reports/${encodeURIComponent(filter.key)}`, {
    ...(year !== undefined && { year: String(year) }),
    org,
  })
  const found = figure.data
  const called = found === undefined ? say.figure : upperFirst(found.name[language])
  const isGrouped = found?.rows.some(({ records }) => records !== null) ?? false
  const columns = useMemo(
    () => columnsOf(words, here, language, isGrouped),
    [words, here, language, isGrouped],
  )
  const facts =
    found === undefined
      ? []
      : [
          found.value === null
            ? found.blank > 0
              ? say.unknown
              : say.cannot
            : say.valueIs(count(found.value), found.unit),
          ...(found.lastYear === null ? [] : [say.before(count(found.lastYear))]),
          ...(found.asReported === null ? [] : [say.wasReported(count(found.asReported))]),
          ...(year === undefined ? [] : [say.yearOf(year)]),
          found.org.name,
          ...(among === undefined ? [] : [among]),
          ...(blank ? [say.blankShown] : []),
        ]
  return (
    <div className="whole">
      <PageHeader title={called} note={facts.join(' · ')}>
        <AppLink
          href={
            among === undefined && !blank
              ? addressOf('/reports', { ...(year !== undefined && { year: String(year) }), org })
              : here
          }
        >
          {among === undefined && !blank ? say.back : say.wholeFigure}
        </AppLink>
      </PageHeader>
      {found !== undefined && found.missing.length > 0 && (
        <Alert color="yellow" variant="light" style={{ flex: 'none' }}>
          {say.missing(found.missing.map(({ name }) => name).join(language === 'zh' ? '、' : ', '))}
        </Alert>
      )}
      {found !== undefined && found.blank > 0 && !blank && among === undefined && (
        <Alert color="yellow" variant="light" style={{ flex: 'none' }}>
          {say.blank(count(found.blank))}{' '}
          <AppLink href={`${here}${here.includes('?') ? '&' : '?'}blank=yes`}>{say.blankLink}</AppLink>
        </Alert>
      )}
      <Answer of={year === undefined ? figure : first} lines={10}>
        {({ total }) => (
          <RecordList
            label={called}
            title={found === undefined ? say.figure : `${called} ${facts[0] ?? ''}`}
            name="figure-rows"
            columns={columns}
            rows={rows}
            keyOf={row => row.id}
            whose={found?.org.name}
            filters={<strong>{say.rows(count(total))}</strong>}
            {...(found !== undefined &&
              opensHere(found.rows[0]?.kind) && {
                ...(day === undefined
                  ? { onEdit: (row: Row) => byHand.edit(row.id) }
                  : {
                      verbs: (row: Row) => (
                        <RowVerbs inList id={row.id} title={titleToldOf(row.kind, row.title)[language]} />
                      ),
                    }),
              })}
            empty={<Empty line={say.noRows} />}
          />
        )}
      </Answer>
    </div>
  )
}

/** Organizations and people have pages of their own, also whoever a membership is of; a value is no record. */
function opensHere(kind: string | undefined): boolean {
  return kind !== undefined && !['org', 'value', 'membership', 'person'].includes(kind)
}

/** Where a row opens: its organization or person, or the records in which its value stands. */
function pageOf(row: Row, here: string): string | undefined {
  if (row.kind === 'org') return addressOf('/orgs', { org: row.id })
  if (row.person !== null) return `/people/${row.person}`
  if (row.kind === 'value')
    return `${here}${here.includes('?') ? '&' : '?'}among=${encodeURIComponent(row.id)}`
  return undefined
}

function columnsOf(
  { reports: say }: Words,
  here: string,
  language: Language,
  isGrouped: boolean,
): Column<Row>[] {
  return [
    {
      key: 'title',
      title: say.record,
      width: 'minmax(260px, 2fr)',
      text: row => titleToldOf(row.kind, row.title)[language],
      href: row => pageOf(row, here),
    },
    { key: 'org', title: say.place, width: 'minmax(200px, 1fr)', text: row => row.org ?? '' },
    ...(isGrouped
      ? [
          {
            key: 'records',
            title: say.records,
            width: '112px',
            align: 'right',
            text: (row: Row) => (row.records === null ? '' : count(row.records)),
          } as const,
        ]
      : []),
    { key: 'counts', title: say.counts, width: '112px', align: 'right', text: row => count(row.counts) },
  ]
}
