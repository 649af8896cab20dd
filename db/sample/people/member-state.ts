import type { MemberStatus, ReportStatus } from '#contract/vocabulary.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Random } from '../random.ts'

/** 团籍状态 and 报到资料状态 of one member. */
export type MemberState = { readonly status: MemberStatus; readonly report: ReportStatus }

export const usual: MemberState = { status: 'normal', report: 'approved' }

/** States with which nobody counts towards a branch's size (domain words: 禁用, 报到被退回, 报到被撤回). */
const uncounted: readonly MemberState[] = [
  { status: 'normal', report: 'rejected' },
  { status: 'normal', report: 'withdrawn' },
  { status: 'disabled', report: 'approved' },
]

/** What is unusual about one member in some hundred of a district, by how often it is met. */
const unusual: readonly (readonly [number, MemberState])[] = [
  [51, { status: 'normal', report: 'withdrawn' }],
  [38, { status: 'normal', report: 'rejected' }],
  [28, { status: 'normal', report: 'pending' }],
  [25, { status: 'normal', report: 'edit-pending' }],
  [4, { status: 'normal', report: 'edit-rejected' }],
  [17, { status: 'drifted-pending', report: 'approved' }],
  [12, { status: 'aged-out-pending', report: 'approved' }],
  [12, { status: 'disabled', report: 'approved' }],
  [2, { status: 'resigned-pending', report: 'approved' }],
]
const all = unusual.flatMap(([weight, state]) => Array.from({ length: weight }, () => state))
const ofPupils = all.filter(state => state.status !== 'aged-out-pending')

export function drawUnusual(pupils: boolean, random: Random): MemberState {
  return random.pick(pupils ? ofPupils : all)
}

/** The state of a member who is one too many to count. */
export function uncountedState(place: number): MemberState {
  const state = uncounted[place % uncounted.length]
  invariant(state, 'there are uncounted states')
  return state
}
