import { BarChart } from '@mantine/charts'
import { Button, Group, Stack, Table } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { YearOfWork } from '#contract/reports/activity.ts'
import { work } from '#db/records/ledger/work.ts'
import { useClient } from '../../api/client.ts'
import { useOrg, useStatus } from '../../api/questions.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { useAddress } from '../../kit/address/use-address.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { Picture, saveChart } from '../../kit/files/saved-picture.tsx'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { useSpoken } from '../../text/language.ts'
import { wordOf } from '../../text/word-of.ts'
import { count, shortCount } from '../../text/written.ts'
import { AskedOffice, AskedYear, useAskedYear } from './asked-year.tsx'

/** A year of work in pictures, each with its numbers as a table, and what has fallen silent. */
export function PicturesPage() {
  const { words } = useSpoken()
  const { pictures: say, reports } = words
  const { get } = useAddress()
  const { year } = useAskedYear()
  const org = get('org')
  const own = useStatus().data?.org
  const named = useOrg(org).data
  const chosen = org === undefined ? own : named
  const whose = `${chosen?.name ?? ''} ${year === undefined ? '' : reports.yearOf(year)}`
  const client = useClient()
  const asked = useQuery({
    queryKey: ['activity', year, org],
    queryFn: ({ signal }) => client.activity.year({ year: year ?? 0, org }, { signal }),
    enabled: year !== undefined,
    placeholderData: keepPreviousData,
  })
  return (
    <Stack gap="sm">
      <PageHeader title={say.title} note={asked.data === undefined ? '' : say.note(asked.data.asOf)}>
        <AppLink href={addressOf('/reports', { ...(year !== undefined && { year: String(year) }), org })}>
          {reports.back}
        </AppLink>
        <Button
          variant="default"
          leftSection={<IconPrinter size={16} aria-hidden />}
          onClick={() => window.print()}
        >
          {say.print}
        </Button>
      </PageHeader>
      <p className="print-only">{whose}</p>
      <Group gap="sm" className="screen-only">
        <AskedYear />
        <AskedOffice />
      </Group>
      <Answer of={asked} lines={10}>
        {found => <Pictures found={found} whose={whose} />}
      </Answer>
    </Stack>
  )
}

const total = (list: readonly number[]) => list.reduce((sum, n) => sum + n, 0)
/** So many bars are told apart; the table has all. */
const mostBars = 20

/** `whose`: the office and the year, for what leaves the window. */
function Pictures({ found, whose }: { readonly found: YearOfWork; readonly whose: string }) {
  const { words } = useSpoken()
  const { pictures: say } = words
  const byMonth = Array.from({ length: 12 }, (_, at) => ({
    name: say.months(at + 1),
    sessions: found.types.reduce((sum, { sessions }) => sum + (sessions[at] ?? 0), 0),
  }))
  const byType = found.types.map(one => ({
    name: one.type,
    sessions: total(one.sessions),
    people: one.people,
  }))
  const byUnit = found.units.map(one => ({
    name: one.name,
    sessions: total(one.sessions),
    people: one.people,
  }))
  return (
    <>
      <div className="year-pictures">
        <Bars whose={whose} title={say.byMonth} note={say.byMonthNote} of={say.month} rows={byMonth} />
        {byUnit.length > 0 && (
          <Bars whose={whose} title={say.byUnit} note={say.byUnitNote} of={say.unit} rows={byUnit} isLying />
        )}
      </div>
      <Bars whose={whose} title={say.byType} note={say.byTypeNote} of={say.type} rows={byType} isLying />
      <Silent found={found} />
    </>
  )
}

type Bar = { readonly name: string; readonly sessions: number; readonly people?: number | null }
type BarsProps = {
  readonly whose: string
  readonly title: string
  readonly note: string
  /** What a bar is of. */
  readonly of: string
  readonly rows: readonly Bar[]
  /** Bars lie where their names are long. */
  readonly isLying?: boolean
}

function Bars({ whose, title, note, of, rows, isLying = false }: BarsProps) {
  const { words, language } = useSpoken()
  const { pictures: say } = words
  const sessions = wordOf(work, 'sessions', language)
  const shown = rows.slice(0, mostBars)
  // Twelve bars beside each other have room for four digits; the table below has all of them.
  const isTight = !isLying && rows.some(row => row.sessions >= 10_000)
  // The number of the longest bar stands behind its end.
  const behind = 10 + 8 * Math.max(...shown.map(row => count(row.sessions).length))
  const hasPeople = rows.some(({ people }) => people !== undefined)
  return (
    <Picture title={title} note={note} onSave={panel => saveChart(panel, title, `${whose} ${title}`)}>
      {total(rows.map(row => row.sessions)) === 0 ? (
        <p className="quiet">{say.nothing}</p>
      ) : (
        <>
          <div aria-hidden>
            <BarChart
              h={isLying ? 60 + shown.length * 26 : 300}
              data={shown.map(row => ({ name: row.name, sessions: row.sessions }))}
              dataKey="name"
              orientation={isLying ? 'vertical' : 'horizontal'}
              {...(isLying && { yAxisProps: { width: 150, interval: 0 } })}
              withBarValueLabel
              // Without it no number stands at its bar.
              valueFormatter={isTight ? n => shortCount(n, language) : count}
              textColor="var(--mantine-color-text)"
              barChartProps={{ accessibilityLayer: false, ...(isLying && { margin: { right: behind } }) }}
              series={[{ name: 'sessions', label: sessions, color: 'var(--picture)' }]}
            />
          </div>
          <details>
            <summary>{`${title} · ${sessions}`}</summary>
            <Table verticalSpacing={2}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{of}</Table.Th>
                  <Table.Th ta="right">{sessions}</Table.Th>
                  {hasPeople && <Table.Th ta="right">{wordOf(work, 'people', language)}</Table.Th>}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map(row => (
                  <Table.Tr key={row.name}>
                    <Table.Td>{row.name}</Table.Td>
                    <Table.Td ta="right">{count(row.sessions)}</Table.Td>
                    {hasPeople && (
                      <Table.Td ta="right">{row.people === null ? '—' : count(row.people ?? 0)}</Table.Td>
                    )}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </details>
        </>
      )}
    </Picture>
  )
}

function Silent({ found }: { readonly found: YearOfWork }) {
  const { words } = useSpoken()
  const { pictures: say } = words
  const { silentBranches, silentSince } = found
  const units = found.units.filter(({ last }) => last === null || last < silentSince)
  const day = (last: string | null) => last ?? say.never
  return (
    <section className="panel year-picture" aria-label={say.silent}>
      <h2 className="panel-title">{say.silent}</h2>
      <p className="small-note">{say.silentNote(silentSince)}</p>
      <SilentList title={say.silentUnits} rows={units.map(one => ({ ...one, last: day(one.last) }))} />
      <SilentList
        title={say.silentTypes}
        rows={found.silentTypes.map(({ type, last }) => ({ name: type, last: day(last) }))}
      />
      <SilentList
        title={say.silentBranches(count(silentBranches.total), count(silentBranches.branches))}
        rows={silentBranches.rows.map(one => ({ ...one, last: day(one.last) }))}
      />
    </section>
  )
}

type SilentRow = { readonly org?: string; readonly name: string; readonly last: string }

function SilentList({ title, rows }: { readonly title: string; readonly rows: readonly SilentRow[] }) {
  const { words } = useSpoken()
  const { pictures: say } = words
  return (
    <details open={rows.length <= mostBars}>
      <summary>{title}</summary>
      {rows.length === 0 ? (
        <p className="quiet">{say.noneSilent}</p>
      ) : (
        <Table verticalSpacing={2} w="auto">
          <Table.Thead>
            <Table.Tr>
              <Table.Th miw={320}>{title}</Table.Th>
              <Table.Th>{say.last}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(row => (
              <Table.Tr key={row.org ?? row.name}>
                <Table.Td>
                  {row.org === undefined ? (
                    row.name
                  ) : (
                    <AppLink href={addressOf('/orgs', { org: row.org })}>{row.name}</AppLink>
                  )}
                </Table.Td>
                <Table.Td>{row.last}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </details>
  )
}
