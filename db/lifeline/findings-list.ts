import type { FindingSort } from '#contract/lifeline/lifeline.ts'
import { type Severity, severities } from '#contract/vocabulary.ts'
import { inOrder } from '#db/shared/text.ts'
import { type Review, unitsUnder } from './review.ts'
import type { Finding } from './rule.ts'

export type FindingsWanted = {
  readonly root: string
  readonly rule: string | undefined
  readonly severity: Severity | undefined
  /** Only the organizations that the verdict proposes. */
  readonly suggested: boolean
  /** Only what was found of the organization itself, and of what lies under none of `children`. */
  readonly own: ReadonlySet<string> | undefined
  /** Any part of an organization's name. */
  readonly text: string
  readonly sort: FindingSort
  readonly down: boolean
}

/** A finding, with the one directly below the organization asked about under which it lies. */
export type ListedFinding = Finding & { readonly under: string }

/** The findings wanted, in order; equal ones by organization, then rule. */
export function wantedFindings(review: Review, wanted: FindingsWanted): readonly ListedFinding[] {
  const { root, rule, severity, suggested, own, text, sort, down } = wanted
  const units = unitsUnder(review, root)
  const proposed = new Set(review.orgs.filter(org => org.isSuggested).map(({ id }) => id))
  const found = review.findings.flatMap(finding => {
    const under = units.get(finding.orgId)
    if (under === undefined) return []
    if (rule !== undefined && finding.rule !== rule) return []
    if (severity !== undefined && finding.severity !== severity) return []
    if (suggested && !proposed.has(finding.orgId)) return []
    if (own?.has(under)) return []
    if (text !== '' && !finding.orgName.includes(text)) return []
    return [{ ...finding, under }]
  })
  const way = down ? -1 : 1
  return found.toSorted(
    (a, b) =>
      way * compare[sort](a, b) ||
      inOrder(a.org, b.org) ||
      inOrder(a.orgId, b.orgId) ||
      inOrder(a.rule, b.rule),
  )
}

const compare: Readonly<Record<FindingSort, (a: ListedFinding, b: ListedFinding) => number>> = {
  org: (a, b) => inOrder(a.org, b.org),
  severity: (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
  rule: (a, b) => inOrder(a.rule, b.rule),
  since: (a, b) => inOrder(a.since ?? '', b.since ?? ''),
  under: (a, b) => inOrder(a.under, b.under),
}
