import { Group, Stack } from '@mantine/core'
import { useOverview, usePlaces, useProposalsDue } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { OrgPath } from '../../kit/address/org-path.tsx'
import { useAddress } from '../../kit/address/use-address.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { Empty } from '../../kit/page/empty.tsx'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { useSpoken } from '../../text/language.ts'
import { count, wordFor } from '../../text/written.ts'
import { BackDated } from './back-dated.tsx'
import { HeatTable } from './heat-table.tsx'
import { LifelineFollows } from './lifeline-follows.tsx'
import { SeverityBar } from './severity-bar.tsx'

/** Units and rules as a table of labelled cells, as deep as many branches are hit; each unit opens the ones below it. */
export function LifelinePage() {
  const { words, say } = useSpoken()
  const { get } = useAddress()
  const { day: asOf } = useShownDay()
  const under = get('under')
  const overview = useOverview({ ...(under !== undefined && { org: under }), asOf })
  const proposals = useProposalsDue(asOf, under).data
  const path = usePlaces(under === undefined ? undefined : [under], asOf).data?.[0]?.path ?? []
  const list = (more: Readonly<Record<string, string | undefined>> = {}) =>
    addressOf('/lifeline/list', { under, asOf, ...more })
  return (
    <Stack gap="sm">
      {path.length > 1 && <OrgPath path={path.slice(0, -1)} asOf={asOf} />}
      <PageHeader
        title={path.length < 2 ? words.lifeline.title : (path.at(-1)?.name ?? '')}
        note={
          overview.data &&
          words.lifeline.summary(
            count(overview.data.branches),
            count(overview.data.flagged),
            count(overview.data.exempt),
            // By which one comes here from a list of organizations.
            count(overview.data.units.reduce((sum, unit) => sum + unit.flagged, 0)),
          )
        }
      ></PageHeader>
      <Answer of={overview} lines={10}>
        {({ branches, units, severities, suggested, unjudged }) =>
          branches === 0 && units.length === 0 ? (
            <Empty line={words.lifeline.noBranches} />
          ) : (
            <>
              <Group gap="lg" align="center">
                <SeverityBar severities={severities} addressOf={severity => list({ severity })} />
                {suggested > 0 && (
                  <AppLink href={list({ suggested: 'yes' })}>
                    {words.home.suggested(count(suggested))}
                  </AppLink>
                )}
                <AppLink href={list()}>{words.lifeline.allRules}</AppLink>
                {proposals !== undefined && (
                  <AppLink href={addressOf('/lifeline/proposals', { under })}>
                    {words.cases.proposals.link(count(proposals.counts.open + proposals.counts.lapsed))}
                  </AppLink>
                )}
                {proposals !== undefined && proposals.unopened > 0 && (
                  <AppLink href={addressOf('/lifeline/proposals', { under, part: 'unopened' })}>
                    {words.cases.proposals.linkUnopened(count(proposals.unopened))}
                  </AppLink>
                )}
                <AppLink href={addressOf('/cases', { org: under })}>{words.cases.title}</AppLink>
                <AppLink href="/lifeline/packs">{words.packs.title}</AppLink>
                <AppLink href="/faults">{words.cases.faults.title}</AppLink>
              </Group>
              <BackDated under={under} asOf={asOf} />
              <HeatTable units={units} under={under} asOf={asOf} />
              <p className="quiet text-column" style={{ margin: 0 }}>
                {words.lifeline.legend}
              </p>
              {unjudged.length > 0 && (
                <details>
                  <summary className="quiet">
                    {words.lifeline.unjudged(unjudged.map(({ rule }) => wordFor(words.lifeline.rules, rule)))}
                  </summary>
                  <ul className="quiet">
                    {unjudged.map(({ rule, why }) => (
                      <li key={rule}>
                        {wordFor(words.lifeline.rules, rule)} — {say(why)}
                      </li>
                    ))}
                  </ul>
                </details>
              )}
              <LifelineFollows under={under} asOf={asOf} />
            </>
          )
        }
      </Answer>
    </Stack>
  )
}
