import { Alert, Stack, Table, UnstyledButton } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { ShownYear } from '#contract/lifeline/annual.ts'
import { frozenYear } from '#db/records/lifeline/frozen-year.ts'
import { useClient } from '../../api/client.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { Answer } from '../../kit/feedback/answer.tsx'
import { withWholeDays } from '../../kit/page/whole-days.tsx'
import { type Spoken, useSpoken } from '../../text/language.ts'
import { wordOf } from '../../text/word-of.ts'
import { count, moment } from '../../text/written.ts'
import { OrgDrawer } from './org-drawer.tsx'
import { useFrozenYear } from './year-questions.ts'
import { differenceOf, inTree } from './year-words.ts'

/** What was frozen of a year, and beside it what would be different today. */
export function FrozenYear({ id }: { readonly id: string }) {
  const found = useFrozenYear(id)
  return (
    <Answer of={found} lines={10}>
      {year => <Shown year={year} />}
    </Answer>
  )
}

function Shown({ year }: { readonly year: ShownYear }) {
  const spoken = useSpoken()
  const { words, say, language } = spoken
  const { annual } = words
  const { facts } = annual
  const at = moment(year.at)
  return (
    <Stack gap="sm">
      <dl className="year-facts panel">
        <Fact name={facts.state}>{say(year.stateWords)}</Fact>
        <Fact name={wordOf(frozenYear, 'day', language)}>{year.day}</Fact>
        <Fact name={facts.by}>{annual.by(year.actor, at)}</Fact>
        <Fact name={wordOf(frozenYear, 'pack', language)}>
          {year.packName === null ? year.pack : say(year.packName)}
        </Fact>
        <Fact name={facts.findings}>{count(year.findings)}</Fact>
        <Fact name={wordOf(frozenYear, 'hash', language)}>
          <code className="year-hash">{year.hash}</code>
        </Fact>
      </dl>
      {year.log.length > 0 && (
        <details>
          <summary className="quiet">
            {annual.log} {count(year.log.length)}
          </summary>
          <ol className="quiet">
            {year.log.map((step, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the course only grows
              <li key={n}>
                {step.day} {say(step.words)} {step.actor} {step.note}
              </li>
            ))}
          </ol>
        </details>
      )}
      {year.damage !== null ? (
        <Alert color="red" role="alert">
          {annual.damage[year.damage]}
        </Alert>
      ) : (
        <>
          <Today year={year} spoken={spoken} />
          <FiguresTable year={year} />
        </>
      )}
    </Stack>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="quiet">{name}</dt>
      <dd className="year-fact">{children}</dd>
    </div>
  )
}

function Today({ year, spoken }: { readonly year: ShownYear; readonly spoken: Spoken }) {
  const { words, say } = spoken
  const { annual } = words
  const { today, day } = year
  if (today.same)
    return (
      <Alert color="teal" role="status">
        {annual.sameToday(day)}
      </Alert>
    )
  return (
    <>
      <Alert color="orange" role="status">
        {annual.differentToday(count(today.different), day)}
      </Alert>
      <section className="panel year-different" aria-label={annual.different}>
        <h2 className="panel-title">{annual.different}</h2>
        <Table verticalSpacing={3}>
          <Table.Tbody>
            {today.differences.map(one => (
              <Table.Tr key={one.org}>
                <Table.Td>
                  <AppLink href={addressOf('/orgs', { org: one.org })}>{one.name}</AppLink>
                </Table.Td>
                <Table.Td>{differenceOf(one, spoken)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {today.because.length > 0 && (
          <>
            <h2 className="panel-title">{annual.because}</h2>
            <ul className="year-because">
              {today.because.map(entry => (
                <li key={entry.changeSet}>
                  <span className="quiet">{moment(entry.at)}</span>{' '}
                  <AppLink href={`/history/${entry.changeSet}`}>{withWholeDays(say(entry.sentence))}</AppLink>
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
    </>
  )
}

type Wanted = {
  readonly title: string
  readonly under: string
  readonly which: 'branches' | 'flagged' | 'exempt' | 'suggested' | 'cases' | 'severity'
  readonly value?: string
}

/** The figures of the district, its streets and their communities, each opening its list. */
function FiguresTable({ year }: { readonly year: ShownYear }) {
  const { words } = useSpoken()
  const { annual } = words
  const client = useClient()
  const [list, setList] = useState<Wanted>()
  const units = inTree(year.figures)
  const heads = [
    ...[annual.members, annual.cadres, annual.branches, annual.exempt, annual.flagged],
    ...[annual.red, annual.orange, annual.yellow, annual.suggested, annual.cases],
  ]
  return (
    <section className="panel year-scroll" aria-label={annual.figures}>
      <Table verticalSpacing={2} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{annual.figures}</Table.Th>
            {heads.map(head => (
              <Table.Th key={head} ta="right">
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {units.map(({ unit, depth }) => {
            const open = (n: number, what: string, wanted: Pick<Wanted, 'which' | 'value'>) => (
              <Figure
                n={n}
                label={annual.listOf(unit.name, what)}
                onOpen={() => setList({ title: annual.listOf(unit.name, what), under: unit.org, ...wanted })}
              />
            )
            const cases = Object.values(unit.cases).reduce((sum, n) => sum + n, 0)
            return (
              <Table.Tr key={unit.org}>
                <Table.Td style={{ paddingLeft: 10 + depth * 16 }}>
                  <AppLink href={addressOf('/orgs', { org: unit.org })}>{unit.name}</AppLink>
                </Table.Td>
                <Table.Td ta="right">{count(unit.members)}</Table.Td>
                <Table.Td ta="right">{count(unit.cadres)}</Table.Td>
                <Table.Td ta="right">{open(unit.branches, annual.branches, { which: 'branches' })}</Table.Td>
                <Table.Td ta="right">{open(unit.exempt, annual.exempt, { which: 'exempt' })}</Table.Td>
                <Table.Td ta="right">{open(unit.flagged, annual.flagged, { which: 'flagged' })}</Table.Td>
                {(['red', 'orange', 'yellow'] as const).map(severity => (
                  <Table.Td key={severity} ta="right">
                    {open(unit.severities[severity] ?? 0, annual[severity], {
                      which: 'severity',
                      value: severity,
                    })}
                  </Table.Td>
                ))}
                <Table.Td ta="right">
                  {open(unit.suggested, annual.suggested, { which: 'suggested' })}
                </Table.Td>
                <Table.Td ta="right">{open(cases, annual.cases, { which: 'cases' })}</Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
      {list !== undefined && (
        <OrgDrawer
          title={list.title}
          of={[year.id, list]}
          load={signal => {
            const { title: _, ...wanted } = list
            return client.annual.rows({ id: year.id, ...wanted, limit: 1000 }, { signal })
          }}
          onEnd={() => setList(undefined)}
        />
      )}
    </section>
  )
}

type FigureProps = { readonly n: number; readonly label: string; readonly onOpen: () => void }

/** A number that opens the list behind it. */
export function Figure({ n, label, onOpen }: FigureProps) {
  if (n === 0) return <span className="quiet">0</span>
  return (
    <UnstyledButton className="app-link year-figure" aria-label={`${label} ${n}`} onClick={onOpen}>
      {count(n)}
    </UnstyledButton>
  )
}
