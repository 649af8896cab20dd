import type { Severity } from '#contract/vocabulary.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import type { BranchFacts, Kept } from './facts.ts'
import type { Pack } from './packs/pack.ts'

/** One weakness that an organization may have: pure, one file each, told of facts alone. */
export type Rule = {
  /** `W01` …: stable, in findings, cases and tables. */
  readonly id: string
  readonly name: Text
  /** What the rule rests on, with its source; a threshold of our own is called so. */
  readonly basis: Text
  /** What an exempt branch gets (exemption.ts): the finding for information, or nothing. */
  readonly whenExempt: 'info' | 'skip'
  /** Which records show it (read-evidence.ts). */
  readonly evidenceOf: EvidenceKind
  /**
   * Of a rule that rests on records which a registry may not keep at all: whether they are kept by the day, and how
   * it is said that they are not. It then judges nobody.
   */
  readonly keeps?: Keeps
  readonly judge: (facts: BranchFacts, pack: Pack, asOf: IsoDay) => Judgement | undefined
  /** The days between which the judgement lies, for a picture of it; of a rule that counts heads there are none. */
  readonly marks?: (facts: BranchFacts, pack: Pack) => readonly Mark[]
}

export type Keeps = {
  readonly areKept: (kept: Kept, pack: Pack, asOf: IsoDay) => boolean
  readonly unkept: Text
  /** Of so few that one who has none is not judged for that: one branch that begins says nothing about the others. */
  readonly partly?: {
    readonly holds: (kept: Kept, pack: Pack, asOf: IsoDay) => boolean
    readonly says: (kept: Kept, pack: Pack, asOf: IsoDay) => Text
    /** Whether the organization has such records itself, and is judged by them all the same. */
    readonly isOwn: (facts: BranchFacts) => boolean
  }
}

/** A day on the way to a finding: something that happened, or a limit. */
export type Mark = { readonly day: IsoDay; readonly what: Text; readonly kind: 'event' | 'limit' }

export type EvidenceKind =
  | 'members'
  | 'aged-members'
  | 'posts'
  | 'terms'
  | 'children'
  | 'meetings'
  | 'unassessed'
  | 'unregistered'
  | 'unpaid'
  | 'drifting'
  | 'waiting'
  | 'unnumbered'
  | 'ratings'
  | 'itself'

/** 红 proposes 认定 (a person confirms), 橙 is serious, 黄 is a reminder. */
export type Judgement = {
  readonly severity: Severity
  /** The day from which it has been so; null where the facts do not tell. */
  readonly since: IsoDay | null
  readonly measured: number
  /** The bar that was missed, of the severity given, in the same unit. */
  readonly threshold: number
  readonly unit:
    | 'members'
    | 'posts'
    | 'branches'
    | 'days'
    | 'quarters'
    | 'months'
    | 'percent'
    | 'fields'
    | 'points'
  readonly why: Text
  readonly clears: Text
  /** The day from which it is worse if nothing is done; null where time alone makes it no worse. */
  readonly worsens: Worsening | null
}

export type Worsening = { readonly on: IsoDay; readonly to: Severity }

/** A judgement about an organization. Computed anew whenever asked for, never journaled. */
export type Finding = Judgement & {
  /** The organization's code, or its id where it has none. */
  readonly org: string
  readonly orgId: string
  readonly orgName: string
  readonly rule: string
  readonly evidenceOf: EvidenceKind
}
