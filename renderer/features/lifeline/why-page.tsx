import { useOrg, usePlaces, useWhy } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { OrgPath } from '../../kit/address/org-path.tsx'
import { useAddress } from '../../kit/address/use-address.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { Empty } from '../../kit/page/empty.tsx'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { SeverityTag } from '../../kit/page/severity-tag.tsx'
import { useSpoken } from '../../text/language.ts'
import { wordFor } from '../../text/written.ts'
import { CaseFromFindings, OrgRuling } from '../cases/org-case.tsx'
import { BranchBrief } from '../registry/branch-brief.tsx'
import { FindingCard } from './finding-card.tsx'

/** Why one organization was found weak by one rule; beside it whom to ask, and what else was found there. */
export function WhyPage() {
  const { words } = useSpoken()
  const { get } = useAddress()
  const org = get('org')
  const { day: asOf } = useShownDay()
  const path = usePlaces(org === undefined ? undefined : [org], asOf).data?.[0]?.path ?? []
  const place = path.at(-1)
  const closed = useOrg(org, asOf).data?.closed
  const why = useWhy(org, asOf)
  if (org === undefined)
    return <Empty isPage title={words.failure.missingTitle} line={words.failure.missing} />
  const rule = get('rule')
  return (
    <div className="why">
      <OrgPath path={path.slice(0, -1)} asOf={asOf} />
      <PageHeader title={place?.name ?? ''}>
        <AppLink href={addressOf('/orgs', { org, asOf })}>{words.lifeline.open}</AppLink>
        {place !== undefined && why.data !== undefined && (
          <CaseFromFindings
            org={{ id: place.id, name: place.shortName ?? place.name }}
            findings={why.data.findings}
          />
        )}
      </PageHeader>
      <OrgRuling org={org} asOf={asOf} />
      <Answer of={why} lines={8}>
        {({ findings, asOf: today }) => {
          const shown = findings.filter(finding => rule === undefined || finding.rule === rule)
          const others = findings.filter(finding => !shown.includes(finding))
          return (
            <div className="why-beside">
              <div className="why-shown">
                {shown.length === 0 && (
                  <Empty
                    line={
                      closed
                        ? words.glance.closedSince(closed)
                        : rule === undefined
                          ? words.org.findingsNone
                          : words.glance.ruleClear
                    }
                  />
                )}
                {shown.map(finding => (
                  <FindingCard key={finding.rule} finding={finding} today={today} asOf={asOf} />
                ))}
              </div>
              <div className="why-side">
                {place !== undefined && <BranchBrief place={place} />}
                {others.length > 0 && (
                  <section className="panel person-panel">
                    <h2 className="panel-title">{words.glance.otherFindings}</h2>
                    {others.map(finding => (
                      <div key={finding.rule} className="card-line">
                        <SeverityTag severity={finding.severity} />
                        <AppLink href={addressOf('/lifeline/why', { org, rule: finding.rule, asOf })}>
                          {wordFor(words.lifeline.rules, finding.rule)}
                        </AppLink>
                        {finding.since !== null && (
                          <span className="quiet">{words.glance.since(finding.since)}</span>
                        )}
                      </div>
                    ))}
                  </section>
                )}
              </div>
            </div>
          )
        }}
      </Answer>
    </div>
  )
}
