import type { BranchType, OrgKind, Tier } from '#contract/vocabulary.ts'
import type { IsoDay } from '#db/shared/day.ts'

/**
 * What the rules know of one organization on a day. A rule never reads the tables: it reads this, so that it can be
 * tested with a literal and a second implementation is easy. A new rule may add a field here and a query beside it.
 */
export type BranchFacts = {
  readonly orgId: string
  readonly code: string | null
  readonly name: string
  /** The next organization above it that exists on the day; null at the top of what was asked about. */
  readonly parent: string | null
  /** null: a word that this version does not know, sent by a newer one. No rule fits it. */
  readonly kind: OrgKind | null
  readonly tier: Tier | null
  readonly branchType: BranchType | null
  readonly founded: IsoDay | null
  /** 成立日期, else the first day on which the registry knows of it: it has existed at least since then. */
  readonly existsSince: IsoDay | null
  /** 团支部 anywhere below it. */
  readonly branchesBelow: number
  readonly members: MemberFacts
  readonly posts: PostFacts
  /** The newest election on or before the day; null when none is recorded. */
  readonly term: TermFacts | null
}

export type MemberFacts = {
  /** Everyone whose membership holds, whatever the 报到 state. */
  readonly held: number
  /** Those who count towards a branch's size (membership-words.ts). */
  readonly counted: number
  /** Status 正常, 28 or older, no post anywhere in the League; the eldest first. */
  readonly aged: readonly AgedMember[]
}

export type AgedMember = {
  readonly person: string
  readonly name: string
  /** The 28th birthday. */
  readonly leaves: IsoDay
}

export type PostFacts = {
  /** Posts of any title held on the day. */
  readonly held: number
  /** When the last of the posts that are over ended. */
  readonly lastEnd: IsoDay | null
  readonly secretary: SecretaryFacts
}

/** 书记, by exactly this title. */
export type SecretaryFacts =
  | { readonly kind: 'held' }
  | { readonly kind: 'left'; readonly on: IsoDay; readonly name: string | null }
  | { readonly kind: 'never' }

export type TermFacts = {
  readonly elected: IsoDay
  /** Only the month is known; `elected` is its first day. */
  readonly monthOnly: boolean
  /** Only the year is known; `elected` is its first day. */
  readonly yearOnly?: true
  /** null: not recorded. */
  readonly years: number | null
}
