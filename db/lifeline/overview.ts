import { type Severity, severities } from '#contract/vocabulary.ts'
import { type Review, unitsUnder } from './review.ts'

/** Of one rule in one unit: how many findings and organizations, and how bad the worst is. */
export type OverviewCell = {
  readonly rule: string
  readonly n: number
  readonly worst: Severity
}

export type OverviewUnit = {
  /** The organization directly below; the one that was asked about stands for what is its own. */
  readonly id: string
  /** 团支部 under it that are judged or not, and those with a finding of yellow or worse. */
  readonly branches: number
  readonly flaggedBranches: number
  /** Organizations of every kind with at least one finding. */
  readonly flagged: number
  readonly cells: readonly OverviewCell[]
}

export type Overview = {
  readonly branches: number
  readonly exempt: number
  /** 团支部 with at least one finding of yellow or worse. */
  readonly flagged: number
  /** How many organizations the verdict proposes. */
  readonly suggested: number
  readonly severities: Readonly<Record<Severity, number>>
  readonly units: readonly OverviewUnit[]
}

/**
 * A review in figures: of an organization as a whole, and of each unit directly below it. What lies under none of the
 * `children` that are shown there is the organization's own.
 */
export function overviewOf(review: Review, root: string, children: ReadonlySet<string>): Overview {
  const units = new Map(
    [...unitsUnder(review, root)].map(([id, unit]) => [id, children.has(unit) ? unit : root]),
  )
  const orgs = review.orgs.filter(({ id }) => units.has(id))
  const findings = review.findings.filter(({ orgId }) => units.has(orgId))
  const branches = orgs.filter(({ kind }) => kind === 'branch')
  const findingsOf = Map.groupBy(findings, ({ orgId }) => units.get(orgId) ?? '')
  const branchesOf = Map.groupBy(branches, ({ id }) => units.get(id) ?? '')
  const ids = new Set([...findingsOf.keys(), ...branchesOf.keys()])
  return {
    branches: branches.length,
    exempt: branches.filter(org => org.isExempt).length,
    flagged: branches.filter(org => org.isFlagged).length,
    suggested: orgs.filter(org => org.isSuggested).length,
    severities: countedBy(findings),
    units: [...ids].map(id => ({
      id,
      branches: branchesOf.get(id)?.length ?? 0,
      flaggedBranches: branchesOf.get(id)?.filter(org => org.isFlagged).length ?? 0,
      flagged: new Set(findingsOf.get(id)?.map(({ orgId }) => orgId)).size,
      cells: cellsOf(findingsOf.get(id) ?? []),
    })),
  }
}

type Found = { readonly rule: string; readonly severity: Severity }

function countedBy(findings: readonly Found[]): Record<Severity, number> {
  const counts = { red: 0, orange: 0, yellow: 0, info: 0 }
  for (const { severity } of findings) counts[severity] += 1
  return counts
}

/** The heavier of two severities. */
export function worse(a: Severity, b: Severity): Severity {
  return severities.indexOf(a) <= severities.indexOf(b) ? a : b
}

function cellsOf(findings: readonly Found[]): readonly OverviewCell[] {
  const cells = new Map<string, OverviewCell>()
  for (const { rule, severity } of findings) {
    const cell = cells.get(rule)
    cells.set(rule, { rule, n: (cell?.n ?? 0) + 1, worst: cell ? worse(cell.worst, severity) : severity })
  }
  return [...cells.values()]
}
