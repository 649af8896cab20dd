import { Button, Checkbox, Select } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { Figure } from '#contract/reports.ts'
import { useClient } from '../../api/client.ts'
import { useOrg } from '../../api/questions.ts'
import { rowsOf } from '../../api/use-rows.ts'
import { useWorkTypes } from '../../api/work-types.ts'
import { addressOf } from '../../kit/address/address.ts'
import { useAddress } from '../../kit/address/use-address.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { useLongWork } from '../../kit/feedback/long-work.tsx'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { saveFile } from '../../kit/files/save-file.ts'
import { useByHand } from '../../kit/forms/by-hand.tsx'
import { inOrder, type Order } from '../../kit/lists/columns.ts'
import { RecordList } from '../../kit/lists/record-list.tsx'
import type { Column } from '../../kit/lists/record-table.tsx'
import { Empty } from '../../kit/page/empty.tsx'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { type Spoken, useSpoken } from '../../text/language.ts'
import { upperFirst } from '../../text/word-of.ts'
import { count, signed } from '../../text/written.ts'
import { AskedOffice, AskedYear, useAskedYear } from './asked-year.tsx'

/** Every figure that reports ask for, counted from records, beside last year's and what was reported. */
export function ReportsPage() {
  const spoken = useSpoken()
  const { reports: say } = spoken.words
  const { get, change } = useAddress()
  const { year } = useAskedYear()
  const client = useClient()
  const byHand = useByHand()
  const org = get('org')
  const isApart = get('apart') !== undefined
  const type = get('type')
  const types = useWorkTypes(true)
  const chosen = useOrg(org).data
  const asked = useQuery({
    queryKey: ['figures', year, org, type],
    queryFn: ({ signal }) => client.reports.figures({ year: year ?? 0, org, type }, { signal }),
    enabled: year !== undefined,
    placeholderData: keepPreviousData,
  })
  const work = useLongWork()
  const { failed } = useNotices()
  const saveTables = async () => {
    if (year === undefined) return
    try {
      const { file } = await work(say.writingTables, signal =>
        client.statistics.write({ year, org }, { signal }),
      )
      saveFile(file)
    } catch (error) {
      failed(error)
    }
  }
  const columns = useMemo(() => columnsOf(spoken, year, org), [spoken, year, org])
  const by = columns.find(({ key, sorts }) => sorts && key === get('sort'))?.key
  const order = by === undefined ? undefined : { by, isDown: get('down') !== undefined }
  const onOrder = (next: Order) => change({ sort: next.by, down: next.isDown ? 'yes' : undefined }, true)
  return (
    <div className="whole">
      <PageHeader
        title={say.title}
        note={
          year === undefined || asked.data === undefined
            ? ''
            : say.note(year, count(asked.data.figures.length))
        }
      >
        {(
          [
            ['/reports/pictures', spoken.words.pictures.title],
            ['/reports/summary', spoken.words.pictures.summary.title],
            ['/forms', spoken.words.forms.title],
          ] as const
        ).map(([at, title]) => (
          <Button
            key={at}
            variant="default"
            component={Link}
            href={addressOf(at, { ...(year !== undefined && { year: String(year) }), org })}
          >
            {title}
          </Button>
        ))}
        <Button variant="default" onClick={() => void saveTables()}>
          {say.tables}
        </Button>
      </PageHeader>
      <Answer of={asked} lines={12}>
        {({ figures }) => {
          const shown = inOrder(
            figures.filter(one => !isApart || isDifferent(one)),
            columns,
            order,
          )
          return (
            <RecordList
              label={say.title}
              name="figures"
              columns={columns}
              rows={rowsOf(shown, `${year} ${org ?? ''} ${type ?? ''} ${isApart}`, asked.isPlaceholderData)}
              keyOf={row => row.key}
              order={order}
              onOrder={onOrder}
              whose={chosen?.name}
              filters={
                <>
                  <AskedYear />
                  <AskedOffice />
                  <Select
                    aria-label={say.ofType}
                    placeholder={say.ofType}
                    title={say.ofTypeNote}
                    clearable
                    searchable
                    w={250}
                    data={[...new Set(types.map(({ name }) => name))]}
                    value={type ?? null}
                    onChange={next => change({ type: next ?? undefined }, true)}
                  />
                  <Checkbox
                    label={say.onlyApart}
                    checked={isApart}
                    onChange={event =>
                      change({ apart: event.currentTarget.checked ? 'yes' : undefined }, true)
                    }
                  />
                </>
              }
              tags={[
                ...(year === undefined
                  ? []
                  : [
                      {
                        key: 'year',
                        label: say.yearOf(year),
                        onRemove: () => undefined,
                        isInField: true,
                      },
                    ]),
                ...(type === undefined
                  ? []
                  : [
                      {
                        key: 'type',
                        label: type,
                        onRemove: () => change({ type: undefined }, true),
                        isInField: true,
                      },
                    ]),
                ...(isApart
                  ? [
                      {
                        key: 'apart',
                        label: say.onlyApart,
                        onRemove: () => change({ apart: undefined }, true),
                        isInField: true,
                      },
                    ]
                  : []),
              ]}
              onEdit={row =>
                byHand.add('reported', {
                  title: `${say.reportIt} · ${row.name[spoken.language]}`,
                  set: {
                    org: org ?? asked.data?.org.code ?? '',
                    year: String(year ?? ''),
                    key: row.key,
                    value: String(row.value ?? ''),
                  },
                })
              }
              empty={<Empty line={isApart ? say.noneApart : say.noneOfType} />}
            />
          )
        }}
      </Answer>
    </div>
  )
}

function isDifferent({ value, asReported }: Figure): boolean {
  return asReported !== null && value !== asReported
}

const shown = (n: number | null) => (n === null ? '' : count(n))

function columnsOf(
  { words, language }: Spoken,
  year: number | undefined,
  org: string | undefined,
): Column<Figure>[] {
  const { reports: say } = words
  const number = (
    key: string,
    title: string,
    width: string,
    of: (row: Figure) => number | null,
    text = (row: Figure) => shown(of(row)),
  ): Column<Figure> => ({ key, title, width, align: 'right', text, value: of, sorts: true })
  /** The records behind the figure of a year. */
  const behind = (of: number | undefined) => (row: Figure) =>
    addressOf(`/reports/${encodeURIComponent(row.key)}`, {
      ...(of !== undefined && { year: String(of) }),
      org,
    })
  const change = ({ value, lastYear }: Figure) =>
    value === null || lastYear === null ? null : value - lastYear
  const apart = ({ value, asReported }: Figure) =>
    value === null || asReported === null ? null : value - asReported
  return [
    {
      key: 'name',
      title: say.figure,
      width: 'minmax(220px, 1fr)',
      text: row => upperFirst(row.name[language]),
      href: behind(year),
      sorts: true,
    },
    {
      ...number(
        'value',
        say.thisYear,
        '112px',
        row => row.value,
        row => (row.value === null ? say.unknown : count(row.value)),
      ),
      href: behind(year),
    },
    {
      key: 'unit',
      title: say.unit,
      width: '64px',
      text: row => (language === 'zh' ? row.unit : ''),
      isExtra: language !== 'zh',
    },
    {
      ...number('lastYear', say.lastYear, '104px', row => row.lastYear),
      href: row => (row.lastYear === null || year === undefined ? undefined : behind(year - 1)(row)),
    },
    number('change', say.difference, '104px', change, row => {
      const by = change(row)
      return by === null ? '' : signed(by)
    }),
    number('asReported', say.asReported, '112px', row => row.asReported),
    number('apart', say.apart, language === 'zh' ? '120px' : '168px', apart, row => {
      const by = apart(row)
      return by === null ? '' : signed(by)
    }),
    {
      key: 'source',
      title: say.source,
      width: '140px',
      text: row => row.issuer ?? say.program,
      isExtra: true,
    },
    { key: 'key', title: 'ID', width: '180px', text: row => row.key, isExtra: true },
  ]
}
