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
  /** 经批准的团员数上限 of a branch that may be larger; null: none was approved. */
  readonly membersApproved: number | null
  readonly posts: PostFacts
  /** The newest election on or before the day; null when none is recorded. */
  readonly term: TermFacts | null
  readonly meetings: MeetingFacts
  readonly fees: FeeFacts
  readonly numbers: NumberFacts
  readonly appraisal: AppraisalFacts
  readonly reports: ReportFacts
  /** Fields of the organization's own record that ought to be filled in and are blank. */
  readonly blank: readonly RequiredField[]
  /** The newest result of 对标定级 that is known by the day; null: none is recorded. */
  readonly rating: RatingFacts | null
  /** What is kept in this registry at all, the same for every organization. */
  readonly kept: Kept
}

export type MemberFacts = {
  /** Everyone whose membership holds, whatever the 报到 state. */
  readonly held: number
  /** Those who count towards a branch's size (membership-words.ts). */
  readonly counted: number
  /** Status 正常, 28 or older, no post anywhere in the League; the eldest first. */
  readonly aged: readonly AgedMember[]
  /** The days of the coming year on which one more of them turns 28, in order; known where somebody has already. */
  readonly turning: readonly IsoDay[]
}

export type AgedMember = {
  readonly person: string
  readonly name: string
  /** The 28th birthday. */
  readonly leaves: IsoDay
}

export type PostFacts = {
  /** People who sit on the committee: posts of every title but 工作人员 and 候补委员, held on the day. */
  readonly committee: number
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
  /** 经批准延期至. */
  readonly extendedUntil?: IsoDay
}

/** Which meetings were held, by the quarters and months that the rules look at: those completed and the one that runs. */
export type MeetingFacts = {
  /** First days of quarters with a 支部大会. */
  readonly assemblies: readonly IsoDay[]
  /** First days of months with a 支委会. */
  readonly committees: readonly IsoDay[]
  /** First days of quarters with a 团课. */
  readonly lessons: readonly IsoDay[]
  /** Whether one of the type was ever recorded, however long ago. */
  readonly ever: Readonly<Record<'assemblies' | 'committees' | 'lessons', boolean>>
  /** The last meeting or activity of any type. */
  readonly last: IsoDay | null
}

/** 团费, for the months that were over by the day. A month is settled if it was paid for or fees were let off. */
export type FeeFacts = {
  /** Members who count and of whom it is known that some month is settled: their branch keeps its fees here. */
  readonly known: number
  /** Members who count and are to pay: neither Party members nor let off. */
  readonly liable: number
  /** Of them, those with at least `W14.months` months unpaid up to now. */
  readonly behind: number
  /** Of them, those with at least `W15.months` months unpaid whose 团籍状态 is still 正常. */
  readonly drifting: number
  /** The longest that anybody has not paid for, in months. */
  readonly longest: number
  /** The same on the first of the next month if nobody pays until then; known where somebody is behind already. */
  readonly next: { readonly liable: number; readonly behind: number }
}

/** 团员编号 of those who have to have one (W18). */
export type NumberFacts = { readonly required: number; readonly valid: number }

/** 两制 of the last closed year, for the roll of that year's last day. */
export type AppraisalFacts = {
  readonly year: number
  /** Who is to be appraised: those who count, without Party members. */
  readonly eligible: number
  readonly assessed: number
  readonly excellent: number
  /** Who is to be registered: those who count, without those who failed. */
  readonly registrable: number
  readonly registered: number
  /** Of whom it is said at all whether they were registered, put off or refused. */
  readonly answered: number
}

/** 报到, corrections of particulars and transfers that wait, or waited, for approval. */
export type ReportFacts = {
  /** From when those wait that are open on the day, the longest first. */
  readonly open: readonly IsoDay[]
  /** Of the last month that is over: how many were answered within the limit, and how many were not. */
  readonly timely: number
  readonly late: number
}

export const requiredFields = [
  'short_name',
  'industry',
  'parent',
  'phone',
  'secretary',
  'credit_code',
] as const
export type RequiredField = (typeof requiredFields)[number]

export type RatingFacts = {
  readonly id: string
  readonly year: number
  /** In tenths of a point. */
  readonly score: number | null
  readonly star: string | null
  readonly veto: string | null
}

/**
 * From when, or whether, something is kept in this registry. A rule whose records nobody keeps yet says so once instead
 * of finding every branch weak; where they are kept from a day on, what lies before it is not judged.
 */
export type Kept = {
  readonly meetings: IsoDay | null
  /** The same of 支部大会, 支委会 and 团课 alone. */
  readonly assemblies: IsoDay | null
  readonly committees: IsoDay | null
  readonly lessons: IsoDay | null
  /** First day of the first month that anybody paid for. */
  readonly fees: IsoDay | null
  readonly appraisals: number | null
  readonly registrations: number | null
  readonly ratings: number | null
  /** How many organizations were rated for each year, and how many there are that are rated. */
  readonly rated: {
    readonly of: number
    readonly years: readonly { readonly year: number; readonly results: number }[]
  }
  readonly numbers: boolean
  /** How widely each of them is kept: who has none is judged where enough others have (rule.ts). */
  readonly shares: Shares
  /** Fields of organizations that at least one of them has. */
  readonly fields: readonly RequiredField[]
}

/** Of so many there are, so many have a record of it. */
export type Share = { readonly have: number; readonly of: number }

export type Shares = {
  /** 团支部 in which one was ever held. */
  readonly meetings: Share
  readonly assemblies: Share
  readonly committees: Share
  readonly lessons: Share
  /** People at home in some organization, of whom some month is settled. */
  readonly fees: Share
  /** The same people, with a result of the year. */
  readonly years: readonly { readonly year: number; readonly appraised: Share; readonly registered: Share }[]
}
