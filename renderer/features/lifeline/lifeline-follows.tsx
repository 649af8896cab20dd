import type { ReactNode } from 'react'
import { useElections, useNewestFindings } from '../../api/questions.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { Answer } from '../../kit/feedback/answer.tsx'
import { SeverityTag } from '../../kit/page/severity-tag.tsx'
import { useSpoken } from '../../text/language.ts'
import { count, wordFor } from '../../text/written.ts'
import { newest } from './newest.ts'

type Props = { readonly under: string | undefined; readonly asOf: string | undefined }

/** So many lines follow the table; the rest is in its list. */
const most = 8

/** What follows from the table: what came up last, and what comes next. */
export function LifelineFollows({ under, asOf }: Props) {
  const { words } = useSpoken()
  const { follows, since } = words.glance
  const scope = { ...(under !== undefined && { org: under }), asOf }
  return (
    <div className="follows">
      <Follow
        title={follows.newest}
        more={<AppLink href={addressOf('/lifeline/list', { under, asOf })}>{follows.all}</AppLink>}
      >
        <Answer of={useNewestFindings(under, asOf)} lines={most}>
          {({ rows: findings }) => {
            const dated = newest(findings, most)
            if (dated.length === 0) return follows[findings.length === 0 ? 'none' : 'noneDated']
            return dated.map(finding => (
              <div key={finding.org + finding.rule} className="follow-line follow-finding">
                <SeverityTag severity={finding.severity} />
                <span>{wordFor(words.lifeline.rules, finding.rule)}</span>
                <span title={finding.orgName}>
                  <AppLink href={addressOf('/lifeline/why', { org: finding.org, rule: finding.rule, asOf })}>
                    {finding.orgName}
                  </AppLink>
                </span>
                <span className="quiet">{since(finding.since ?? '')}</span>
              </div>
            ))
          }}
        </Answer>
      </Follow>
      <Follow title={follows.due} more={<AppLink href="/lifeline/elections">{follows.all}</AppLink>}>
        <Answer of={useElections(scope)} lines={most}>
          {({ rows: all }) => {
            const rows = all.filter(({ daysLeft }) => daysLeft >= 0)
            return rows.length === 0
              ? follows.none
              : rows.slice(0, most).map(row => (
                  <div key={row.id} className="follow-line">
                    <span>{row.due}</span>
                    <span title={row.name}>
                      <AppLink href={addressOf('/orgs', { org: row.id, asOf })}>{row.name}</AppLink>
                    </span>
                    <span className="quiet">{follows.left(count(row.daysLeft))}</span>
                  </div>
                ))
          }}
        </Answer>
      </Follow>
    </div>
  )
}

type FollowProps = { readonly title: string; readonly more: ReactNode; readonly children: ReactNode }

function Follow({ title, more, children }: FollowProps) {
  return (
    <section className="panel">
      <div className="follow-head">
        <h2 className="panel-title">{title}</h2>
        {more}
      </div>
      {children}
    </section>
  )
}
