import type { MemberStatus, ReportStatus } from '#contract/vocabulary.ts'
import { ownOf } from '#db/shared/own-of.ts'

/**
 * Which state of a member may follow which when somebody takes a step by hand. A roster is not asked: it says what another
 * system has it at.
 */
const reportSteps: Readonly<Record<ReportStatus, readonly ReportStatus[]>> = {
  pending: ['approved', 'rejected', 'withdrawn'],
  rejected: ['pending', 'withdrawn'],
  withdrawn: ['pending'],
  approved: ['edit-pending'],
  'edit-pending': ['approved', 'edit-rejected'],
  // Whoever gives up what he wanted changed is approved as he was.
  'edit-rejected': ['edit-pending', 'approved'],
}

/** What waits to be examined is granted, or the member stays as he was. */
const statusSteps: Readonly<Record<MemberStatus, readonly MemberStatus[]>> = {
  normal: [
    'disabled',
    ...(['aged-out-pending', 'drifted-pending', 'resigned-pending', 'expelled-pending'] as const),
    ...(['aged-out', 'drifted', 'resigned', 'expelled'] as const),
  ],
  disabled: ['normal', 'drifted-pending', 'expelled-pending', 'drifted', 'expelled'],
  'aged-out-pending': ['aged-out', 'normal'],
  'drifted-pending': ['drifted', 'normal'],
  'resigned-pending': ['resigned', 'normal'],
  'expelled-pending': ['expelled', 'normal'],
  'aged-out': [],
  drifted: [],
  resigned: [],
  expelled: [],
}

export type MemberState = { readonly status: string; readonly report: string }

/** The states that may follow, by field; of a member of whom none was ever noted, any. */
export function nextStates(now: MemberState | undefined): {
  readonly [F in keyof MemberState]?: readonly string[]
} {
  if (now === undefined) return {}
  const status = ownOf<readonly string[]>(statusSteps, now.status)
  const report = ownOf<readonly string[]>(reportSteps, now.report)
  return { ...(status && { status }), ...(report && { report }) }
}
