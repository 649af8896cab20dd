import { type Severity, severities } from '#contract/vocabulary.ts'

/** How many findings there are of each severity, the heaviest first; none are left out. */
export function severityCounts(
  findings: readonly { readonly severity: Severity }[],
): readonly (readonly [Severity, number])[] {
  return severities.map(severity => [severity, findings.filter(found => found.severity === severity).length])
}
