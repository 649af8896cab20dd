import type { z } from 'zod'
import type { findingSchema } from '#contract/lifeline.ts'

export type Finding = z.infer<typeof findingSchema>

export type Choice = {
  readonly rule: string | undefined
  readonly severity: string | undefined
  /** Codes of the organizations that the verdict proposes, where only those are wanted. */
  readonly among: ReadonlySet<string> | undefined
  /** The one organization whose own findings are wanted, by code or id. */
  readonly ownOf: ReadonlySet<string> | undefined
}

/** The findings that a list was asked for. */
export function chosenFindings(findings: readonly Finding[], choice: Choice): readonly Finding[] {
  const { rule, severity, among, ownOf } = choice
  return findings.filter(
    finding =>
      (rule === undefined || finding.rule === rule) &&
      (severity === undefined || finding.severity === severity) &&
      (among === undefined || among.has(finding.org)) &&
      (ownOf === undefined || ownOf.has(finding.org)),
  )
}
