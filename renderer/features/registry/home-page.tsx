import { Button, SimpleGrid, Stack, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useDue, useDueElections, useStats, useStatus } from '../../api/questions.ts'
import { addressOf } from '../../app/address.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import { Answer } from '../../ui/answer.tsx'
import { AppLink } from '../../ui/app-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { NumberTile } from '../../ui/number-tile.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { PeersBrief } from '../bundle/peers-brief.tsx'
import { FindingsBrief } from '../lifeline/findings-brief.tsx'
import { HistoryBrief } from './history-brief.tsx'
import { isOld } from './is-old.ts'
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
                  <Due />
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

function Due() {
  const { words } = useSpoken()
  const elections = useDueElections()
  const backup = useStatus().data?.lastBackup
  const due = useDue()
  // Both together: a line that came later would push the others down under the mouse.
  const both = {
    data: due.data && elections.data ? { ...due.data, elections: elections.data } : undefined,
    error: due.error ?? elections.error,
    refetch: () => Promise.all([due.refetch(), elections.refetch()]),
  }
  return (
    <Answer of={both} lines={3}>
      {({ asOf, until, notReported, reaching28, elections: { until: electedBy, rows } }) => {
        const lines = [
          [words.home.elections(electedBy), rows.length, '/lifeline/elections', words.home.orgsUnit],
          [
            words.home.notReported,
            notReported,
            addressOf('/people', { report: 'open' }),
            words.home.peopleUnit,
          ],
          [
            words.home.reaching28(until),
            reaching28,
            addressOf('/people', { agedBy: until, status: 'normal', sort: 'birth' }),
            words.home.peopleUnit,
          ],
        ] as const
        const present = lines.filter(([, n]) => n > 0)
        const isBackupOld = backup !== undefined && isOld(backup, asOf)
        if (present.length === 0 && !isBackupOld) return <span className="quiet">{words.home.dueNone}</span>
        return (
          <Stack gap={6}>
            {present.map(([label, n, href, unit]) => (
              <div key={label} className="home-line">
                <span>{label}</span>
                <AppLink href={href}>
                  {count(n)} {unit}
                </AppLink>
              </div>
            ))}
            {isBackupOld && (
              <div className="home-line">
                <span>
                  {backup === null ? words.home.neverBackedUp : words.home.backupOld(backup.slice(0, 10))}
                </span>
                <AppLink href="/settings">{words.home.doBackup}</AppLink>
              </div>
            )}
          </Stack>
        )
      }}
    </Answer>
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
