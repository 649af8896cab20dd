import { SegmentedControl, Stack, Table } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { type ComparedYears, type Turn, turns } from '#contract/lifeline/annual.ts'
import { useClient } from '../../api/client.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { Answer } from '../../kit/feedback/answer.tsx'
import { useSpoken } from '../../text/language.ts'

import { Figure } from './frozen-year.tsx'
import { OrgDrawer } from './org-drawer.tsx'
import { useThreeYears } from './year-questions.ts'
import { turnsOf } from './year-sums.ts'

/** The charts are large, and few pages want them. */
const YearPictures = lazy(async () => ({ default: (await import('./year-pictures.tsx')).YearPictures }))

/** A year and the two before it: what became of the weak, unit by unit, and pictures that say it at a glance. */
export function ThreeYears({ year }: { readonly year: number }) {
  const found = useThreeYears(year)
  return (
    <Answer of={found} lines={10}>
      {years => <Shown years={years} year={year} />}
    </Answer>
  )
}

type Wanted = {
  readonly title: string
  readonly at: number
  readonly unit?: string
  readonly turn?: Turn
}

function Shown({ years, year }: { readonly years: ComparedYears; readonly year: number }) {
  const { words } = useSpoken()
  const { annual } = words
  const client = useClient()
  const [list, setList] = useState<Wanted>()
  const [at, setAt] = useState(year)
  const later = years.years.slice(1)
  const all = annual.total
  const lines = [
    ...years.units.map(unit => ({ id: unit.id, name: unit.shortName ?? unit.name })),
    { id: undefined, name: all },
  ]
  const weakOf = (of: number, unit: string | undefined) =>
    (years.years.find(one => one.year === of)?.units ?? [])
      .filter(one => unit === undefined || one.unit === unit)
      .reduce((sum, one) => sum + one.weak, 0)
  return (
    <Stack gap="sm">
      <p className="quiet" style={{ margin: 0 }}>
        {years.years
          .map(({ year: of, day, frozen }) =>
            annual.yearFrom.of(of, day, frozen === null ? annual.yearFrom.live : annual.yearFrom.frozen),
          )
          .join('　')}
      </p>
      <section className="panel year-scroll year-turns" aria-label={annual.turnsTable}>
        <Table verticalSpacing={2}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th rowSpan={2}>{annual.unit}</Table.Th>
              {years.years.map(({ year: of }, n) => (
                <Table.Th key={of} colSpan={n === 0 ? 1 : 1 + turns.length} ta="center">
                  {annual.yearOf(String(of))}
                </Table.Th>
              ))}
            </Table.Tr>
            <Table.Tr>
              {years.years.flatMap(({ year: of }, n) => [
                <Table.Th key={`${of} weak`} ta="right" className="year-first">
                  {annual.weak}
                </Table.Th>,
                ...(n === 0
                  ? []
                  : turns.map(turn => (
                      <Table.Th key={`${of} ${turn}`} ta="right">
                        {annual.turns[turn]}
                      </Table.Th>
                    ))),
              ])}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map(({ id, name }) => (
              <Table.Tr key={id ?? 'all'} fw={id === undefined ? 600 : 400}>
                <Table.Td>
                  {id === undefined ? name : <AppLink href={addressOf('/orgs', { org: id })}>{name}</AppLink>}
                </Table.Td>
                {years.years.flatMap(({ year: of }, n) => {
                  const open = (turn?: Turn) => {
                    const what =
                      turn === undefined ? annual.weakIn(String(of)) : `${of} ${annual.turns[turn]}`
                    return {
                      label: annual.listOf(name, what),
                      onOpen: () =>
                        setList({
                          title: annual.listOf(name, what),
                          at: of,
                          ...(id !== undefined && { unit: id }),
                          ...(turn !== undefined && { turn }),
                        }),
                    }
                  }
                  const sums = turnsOf(years, of, id)
                  return [
                    <Table.Td key={`${of} weak`} ta="right" className="year-first">
                      <Figure n={weakOf(of, id)} {...open()} />
                    </Table.Td>,
                    ...(n === 0
                      ? []
                      : turns.map(turn => (
                          <Table.Td key={`${of} ${turn}`} ta="right">
                            <Figure n={sums[turn]} {...open(turn)} />
                          </Table.Td>
                        ))),
                  ]
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
      {later.length > 0 && (
        <SegmentedControl
          aria-label={annual.heat}
          style={{ alignSelf: 'flex-start' }}
          value={String(at)}
          onChange={value => setAt(Number(value))}
          data={years.years.map(({ year: of }) => ({
            value: String(of),
            label: `${annual.heat} ${annual.yearOf(String(of))}`,
          }))}
        />
      )}
      <Suspense fallback={null}>
        <YearPictures years={years} year={at} />
      </Suspense>
      {list !== undefined && (
        <OrgDrawer
          title={list.title}
          of={['turned', year, list]}
          load={async signal => {
            const { title: _, ...wanted } = list
            const found = await client.annual.turned({ year, ...wanted, limit: 1000 }, { signal })
            return {
              total: found.total,
              rows: found.rows.map(row => ({
                ...row,
                note: years.years
                  .map(({ year: of }, n) => {
                    const standing = row.standings[n]
                    return `${of} ${standing === undefined ? '' : annual.standings[standing]}`
                  })
                  .join(' → '),
              })),
            }
          }}
          onEnd={() => setList(undefined)}
        />
      )}
    </Stack>
  )
}
