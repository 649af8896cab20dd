import { type Hung, type Laid, type Shared, sharedBytes, sharedInts } from '../gathering/laid-out.ts'
import type { Unjudged } from '../scanning/scan.ts'
import type { Mark } from './touched-orgs.ts'

/** What the rules say of an organization as a whole, a bit each. */
export const marks = { branch: 1, exempt: 2, flagged: 4, suggested: 8 } as const

/**
 * A review of more organizations than its findings could be held of: of each finding what it is counted, chosen and put
 * in order by, ten bytes. What it says in words is found again for the few that are shown.
 */
export type ReviewColumns = Laid & {
  readonly marks: Shared<Uint8Array>
  /** Findings, by the organization's code (its id where it has none), then rule: its place, and the rule's among all. */
  readonly places: Shared<Int32Array>
  readonly rules: Shared<Uint8Array>
  readonly severities: Shared<Uint8Array>
  /** Days since the first one that there can be; 0 where it is not known. */
  readonly since: Shared<Int32Array>
  readonly unjudged: readonly Unjudged[]
  readonly renewing: Renewing
}

/** By what the same review is brought up to date after something was written. */
export type Renewing = {
  readonly mark: Mark
  readonly hung: Hung
  /** The row numbers of all that are laid out, by their codes. */
  readonly byCode: Shared<Int32Array>
  /** What everybody is judged by: where that is another, everybody is judged anew. */
  readonly by: string
}

export type FindingColumns = Pick<ReviewColumns, 'places' | 'rules' | 'severities' | 'since'>

export function emptyColumns(length: number): FindingColumns {
  return {
    places: sharedInts(length),
    rules: sharedBytes(length),
    severities: sharedBytes(length),
    since: sharedInts(length),
  }
}
