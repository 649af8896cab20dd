import { Button, SimpleGrid, Stack, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useElections, useStats } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { Answer } from '../../kit/feedback/answer.tsx'
import { Empty } from '../../kit/page/empty.tsx'
import { NumberTile } from '../../kit/page/number-tile.tsx'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'
import { ElectionsStrip } from '../lifeline/elections-strip.tsx'
import { FindingsBrief } from '../lifeline/findings-brief.tsx'
import { PeersBrief } from '../packets/offices/peers-brief.tsx'
import { HistoryBrief } from '../registry/history/history-brief.tsx'
import { HomeAges } from './home-ages.tsx'
import { HomeDue } from './home-due.tsx'
import { HomeYear } from './home-year.tsx'
import { yearBefore } from './what-waits.ts'

/** One's own organization in one screen: first what waits to be done, then how it stands; every number opens its list. */
export function HomePage() {
  const { words } = useSpoken()
  const { day } = useShownDay()
  const stats = useStats({ asOf: day })
  const isEmpty = stats.data !== undefined && stats.data.orgs <= 1 && stats.data.members === 0
  return (
    <Stack gap="md">
      <PageHeader title={words.nav.home} note={stats.data && `${words.say.asOf} ${stats.data.asOf}`} />
      {isEmpty ? (
        <div className="panel">
          <Empty title={words.home.emptyTitle} line={words.home.emptyLine}>
            <Button component={Link} href="/import" mt="sm">
              {words.home.emptyStep}
            </Button>
            <AppLink href="/settings">{words.home.emptyBackup}</AppLink>
          </Empty>
        </div>
      ) : (
        // Each panel waits for its own answer: of a large registry some take much longer than others.
        <>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
            <Stack gap="md">
              <Panel title={words.home.due}>
                <HomeDue />
              </Panel>
              <Panel
                title={words.glance.yearTitle}
                more={<AppLink href="/changes">{words.org.changes.link}</AppLink>}
              >
                <HomeYear />
              </Panel>
            </Stack>
            <Stack gap="md">
              <Panel title={words.home.findings}>
                <FindingsBrief />
              </Panel>
              <Elections />
              <Panel title={words.glance.members}>
                <HomeAges />
              </Panel>
            </Stack>
          </SimpleGrid>
          <Answer of={stats} lines={3}>
            {now => <Numbers now={now} />}
          </Answer>
        </>
      )}
      {day === undefined && <Others />}
    </Stack>
  )
}

function Others() {
  const { words } = useSpoken()
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <Panel title={words.home.packets}>
        <PeersBrief />
      </Panel>
      <Panel title={words.home.recent}>
        <HistoryBrief />
      </Panel>
    </SimpleGrid>
  )
}

function Elections() {
  const { words } = useSpoken()
  const { day } = useShownDay()
  return (
    <Panel
      title={words.home.electionsAhead}
      more={<AppLink href="/lifeline/elections">{words.home.see}</AppLink>}
    >
      <Answer of={useElections({ limit: 0, asOf: day })} lines={3}>
        {({ overdue, byMonth }) => <ElectionsStrip overdue={overdue} byMonth={byMonth} />}
      </Answer>
    </Panel>
  )
}

type Stats = NonNullable<ReturnType<typeof useStats>['data']>

function Numbers({ now }: { readonly now: Stats }) {
  const { words } = useSpoken()
  const before = useStats({ asOf: yearBefore(now.asOf) }).data
  const tiles = [
    ['orgs', '/orgs'],
    ['branches', '/lifeline'],
    ['members', '/people'],
    ['cadres', addressOf('/orgs', { tab: 'cadres' })],
  ] as const
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="md">
      {tiles.map(([key, href]) => (
        <NumberTile
          key={key}
          label={words.home[key]}
          value={count(now[key])}
          // A day before the registry knew anything says nothing about the year.
          note={before?.isKnown && words.home.lastYear(count(before[key]))}
          href={href}
        />
      ))}
    </SimpleGrid>
  )
}

type PanelProps = { readonly title: string; readonly more?: ReactNode; readonly children: ReactNode }

function Panel({ title, more, children }: PanelProps) {
  return (
    <section className="panel home-panel">
      <div className="panel-head">
        <Title order={2} mb={6}>
          {title}
        </Title>
        {more}
      </div>
      {children}
    </section>
  )
}
