import { Alert } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useParams } from 'wouter'
import type { z } from 'zod'
import type { figureRowSchema } from '#contract/reports.ts'
import { useClient } from '../../api/client.ts'
import { useRows } from '../../api/use-rows.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { useAddress } from '../../kit/address/use-address.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { useByHand } from '../../kit/forms/by-hand.tsx'
import { RecordList } from '../../kit/lists/record-list.tsx'
import type { Column } from '../../kit/lists/record-table.tsx'
import { Empty } from '../../kit/page/empty.tsx'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'
import type { Words } from '../../text/zh-CN.ts'
import { useAskedYear } from './asked-year.tsx'

type Row = z.infer<typeof figureRowSchema>
type Filter = { readonly key: string; readonly year: number; readonly org: string | undefined }

/** One figure with the records behind it: what they count adds up to it, or their number is it. */
export function FigurePage() {
  const { words, language } = useSpoken()
  const { reports: say } = words
  const { key = '' } = useParams<{ key: string }>()
  const { get } = useAddress()
  const { year } = useAskedYear()
  const org = get('org')
  const client = useClient()
  const byHand = useByHand()
  const filter = { key: decodeURIComponent(key), year: year ?? 0, org }
  const figure = useQuery({
    queryKey: ['figure', filter],
    queryFn: ({ signal }) => client.reports.figure({ ...filter, limit: 1 }, { signal }),
    enabled: year !== undefined,
  })
  const { first, list, rowAt, onSight, load } = useRows<Filter, Row>(
    'figure-rows',
    filter,
    (of, window, signal) => client.reports.figure({ ...of, ...window }, { signal }),
  )
  const columns = useMemo(() => columnsOf(words), [words])
  const found = figure.data
  const facts =
    found === undefined
      ? []
      : [
          found.value === null ? say.cannot : say.valueIs(count(found.value), found.unit),
          ...(found.lastYear === null ? [] : [say.before(count(found.lastYear))]),
          ...(found.asReported === null ? [] : [say.wasReported(count(found.asReported))]),
          ...(year === undefined ? [] : [say.yearOf(year)]),
          found.org.name,
        ]
  return (
    <div className="whole">
      <PageHeader title={found?.name[language] ?? say.figure} note={facts.join(' · ')}>
        <AppLink href={addressOf('/reports', { ...(year !== undefined && { year: String(year) }), org })}>
          {say.back}
        </AppLink>
      </PageHeader>
      {found !== undefined && found.missing.length > 0 && (
        <Alert color="yellow" variant="light" style={{ flex: 'none' }}>
          {say.missing(found.missing.map(({ name }) => name).join(language === 'zh' ? '、' : ', '))}
        </Alert>
      )}
      <Answer of={year === undefined ? figure : first} lines={10}>
        {({ total }) => (
          <RecordList
            label={found?.name[language] ?? say.figure}
            title={found === undefined ? say.figure : `${found.name[language]} ${facts[0] ?? ''}`}
            name="figure-rows"
            columns={columns}
            count={total}
            rowAt={rowAt}
            keyOf={row => row.id}
            onSight={onSight}
            of={list}
            load={load}
            whose={found?.org.name}
            filters={<strong>{say.rows(count(total))}</strong>}
            {...(found !== undefined &&
              opensHere(found.rows[0]?.kind) && {
                onEdit: (row: Row) => byHand.edit(row.id),
              })}
            empty={<Empty line={say.noRows} />}
          />
        )}
      </Answer>
    </div>
  )
}

/** Organizations have a page of their own, and members that of the person; a value is no record. */
function opensHere(kind: string | undefined): boolean {
  return kind !== undefined && kind !== 'org' && kind !== 'value' && kind !== 'membership'
}

function columnsOf({ reports: say }: Words): Column<Row>[] {
  return [
    {
      key: 'title',
      title: say.record,
      width: 'minmax(260px, 2fr)',
      text: row => row.title,
      href: row => (row.kind === 'org' ? addressOf('/orgs', { org: row.id }) : undefined),
    },
    { key: 'org', title: say.place, width: 'minmax(200px, 1fr)', text: row => row.org ?? '' },
    { key: 'counts', title: say.counts, width: '112px', align: 'right', text: row => count(row.counts) },
  ]
}
