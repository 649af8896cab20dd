import type { Unit } from '#contract/lifeline/glance.ts'
import { useOverview, useOwnFindings } from '../../../api/questions.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { SeverityTag } from '../../../kit/page/severity-tag.tsx'
import { useSpoken } from '../../../text/language.ts'
import { wordFor } from '../../../text/written.ts'
import { OrgCaseLink } from '../../cases/org-case.tsx'
import { BranchesBelow } from '../../lifeline/org-findings.tsx'
import { worstFirst } from './unit-lines.ts'

type Props = { readonly unit: Unit; readonly asOf: string | undefined }

/** What was found of an organization itself, since when; and of how many branches below it anything was. */
export function OrgCardFindings({ unit, asOf }: Props) {
  const { words } = useSpoken()
  const { id, kind } = unit
  const overview = useOverview({ org: id, asOf })
  const found = useOwnFindings(id, asOf)
  const all = {
    data:
      overview.data && found.data
        ? { ...overview.data, own: found.data.rows.filter(({ orgId }) => orgId === id) }
        : undefined,
    error: overview.error ?? found.error,
    refetch: () => Promise.all([overview.refetch(), found.refetch()]),
  }
  return (
    <Answer of={all} lines={2}>
      {({ own }) => {
        return (
          <>
            {own.length === 0 && <div className="quiet">{words.glance.findingsOwn}</div>}
            {own.toSorted(worstFirst).map(finding => (
              <div key={finding.rule} className="card-line">
                <SeverityTag severity={finding.severity} />
                <AppLink href={addressOf('/lifeline/why', { org: finding.org, rule: finding.rule, asOf })}>
                  {wordFor(words.lifeline.rules, finding.rule)}
                </AppLink>
                {finding.since !== null && <span className="quiet">{words.glance.since(finding.since)}</span>}
              </div>
            ))}
            <OrgCaseLink org={id} asOf={asOf} />
            {kind !== 'branch' && <BranchesBelow org={id} asOf={asOf} />}
          </>
        )
      }}
    </Answer>
  )
}
