import { Button, SimpleGrid, Stack, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useStats } from '../../api/questions.ts'
import { addressOf } from '../../kit/address.ts'
import { Answer } from '../../kit/answer.tsx'
import { Empty } from '../../kit/empty.tsx'
import { NumberTile } from '../../kit/number-tile.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import { FindingsBrief } from '../lifeline/findings-brief.tsx'
import { PeersBrief } from '../packets/peers-brief.tsx'
import { HistoryBrief } from '../registry/history-brief.tsx'
import { HomeAges } from './home-ages.tsx'
import { HomeDue } from './home-due.tsx'
import { HomeYear } from './home-year.tsx'
import { yearBefore } from './year-before.ts'

/** One's own organization in one screen; every number opens the list behind it. */
export function HomePage() {
  const { words } = useSpoken()
  const stats = useStats({})
  return (
    <Stack gap="md">
      <PageHeader title={words.nav.home} note={stats.data && `${words.say.asOf} ${stats.data.asOf}`} />
      <Answer of={stats} lines={8}>
        {now =>
          now.orgs <= 1 && now.members === 0 ? (
            <div className="panel">
              <Empty title={words.home.emptyTitle} line={words.home.emptyLine}>
                <Button component={Link} href="/import" mt="sm">
                  {words.home.emptyStep}
                </Button>
              </Empty>
            </div>
          ) : (
            <>
              <Numbers now={now} />
              <SimpleGrid cols={2} spacing="md">
                <Panel title={words.home.findings}>
                  <FindingsBrief />
                </Panel>
                <Panel title={words.home.due}>
                  <HomeDue />
                </Panel>
              </SimpleGrid>
              <SimpleGrid cols={2} spacing="md">
                <Panel title={words.glance.members}>
                  <HomeAges />
                </Panel>
                <Panel title={words.glance.yearTitle}>
                  <HomeYear />
                </Panel>
              </SimpleGrid>
            </>
          )
        }
      </Answer>
      <SimpleGrid cols={2} spacing="md">
        <Panel title={words.home.packets}>
          <PeersBrief />
        </Panel>
        <Panel title={words.home.recent}>
          <HistoryBrief />
        </Panel>
      </SimpleGrid>
    </Stack>
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
    <SimpleGrid cols={4} spacing="md">
      {tiles.map(([key, href]) => (
        <NumberTile
          key={key}
          label={words.home[key]}
          value={count(now[key])}
          note={before && words.home.lastYear(count(before[key]))}
          href={href}
        />
      ))}
    </SimpleGrid>
  )
}

function Panel({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="panel" style={{ padding: '12px 16px', maxHeight: 360, overflow: 'auto' }}>
      <Title order={2} mb={6}>
        {title}
      </Title>
      {children}
    </section>
  )
}
