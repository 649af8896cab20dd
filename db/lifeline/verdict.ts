import type { BranchFacts } from './facts.ts'
import type { Pack } from './packs/pack.ts'
import type { Finding } from './rule.ts'

/**
 * 建议认定: one red or three oranges (a proposal of ours; 认定 is a person's act). It may name any grassroots
 * organization: the project rectifies 软弱涣散基层组织, hollow committees first among them, and red means "proposes
 * 认定" for whoever gets it. 领导机关 are no grassroots organizations and rectify nobody but those below.
 */
export function isSuggested(facts: BranchFacts, findings: readonly Finding[], pack: Pack): boolean {
  const { reds, oranges } = pack.thresholds.verdict
  const count = (severity: Finding['severity']) => findings.filter(f => f.severity === severity).length
  return facts.kind !== 'leading' && (count('red') >= reds || count('orange') >= oranges)
}

/** `info` never counts as flagged. */
export function isFlagged(findings: readonly Finding[]): boolean {
  return findings.some(finding => finding.severity !== 'info')
}
