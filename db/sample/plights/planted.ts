import type { Severity } from '#contract/vocabulary.ts'
import type { PlannedOrg } from '../planned-org.ts'
import type { Plight } from './plight.ts'

/** A weakness that was planted: what a scan on the day of the district has to find, and nothing besides. */
export type PlantedFinding = { readonly org: string; readonly rule: string; readonly severity: Severity }

/** What was planted in a district. Organizations are named by code. */
export type Planted = {
  /** 团支部 that the rules leave out: temporary, floating, of graduates, or founded lately. */
  readonly exempt: readonly string[]
  readonly findings: readonly PlantedFinding[]
  /** 建议认定: one red or three oranges. */
  readonly suggested: readonly string[]
}

export function plantedIn(orgs: readonly PlannedOrg[]): Planted {
  const found = orgs.map(org => ({ org, findings: findingsOf(org) }))
  return {
    exempt: orgs.filter(org => org.kind === 'branch' && isExempt(org)).map(org => org.code),
    findings: found.flatMap(({ org, findings }) =>
      findings.map(([rule, severity]) => ({ org: org.code, rule, severity })),
    ),
    suggested: found.filter(({ findings }) => isSuggested(findings)).map(({ org }) => org.code),
  }
}

type Found = readonly [rule: string, severity: Severity]

function findingsOf(org: PlannedOrg): readonly Found[] {
  const { members, cadres, secretary, election, aged } = org.plight
  const exempt = isExempt(org)
  const red = exempt ? 'info' : 'red'
  const found: Found[] = []
  if (members !== undefined && members !== 'too-many') found.push(['W01', red])
  if (cadres === 'none') found.push(['W02', red])
  if (exempt) return found
  if (org.isHollow) found.push(['W03', 'orange'])
  if (secretary !== undefined) found.push(['W04', secretary])
  if (election !== undefined) found.push(['W06', election])
  if (members === 'too-many') found.push(['W07', 'yellow'])
  if (aged !== undefined) found.push(['W16', aged])
  return found
}

function isExempt({ branchType, plight }: { readonly branchType: string; readonly plight: Plight }): boolean {
  return branchType !== 'ordinary' || plight.founded === 'lately'
}

function isSuggested(findings: readonly Found[]): boolean {
  const count = (severity: Severity) => findings.filter(([, found]) => found === severity).length
  return count('red') >= 1 || count('orange') >= 3
}
