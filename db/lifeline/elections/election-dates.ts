import type { OrgKind } from '#contract/vocabulary.ts'
import { addMonths, addYears, type IsoDay } from '#db/shared/day.ts'
import type { TermFacts } from '../facts.ts'
import type { Pack } from '../packs/pack.ts'

export type ElectedKind = Extract<OrgKind, 'branch' | 'general-branch' | 'committee'>

/**
 * `due`: the term's last day. `until`: the same, or the day to which an extension was approved. `cap`: the last day of
 * the longest delay that may be approved; no extension reaches past it.
 */
export type ElectionDates = { readonly due: IsoDay; readonly until: IsoDay; readonly cap: IsoDay }

/** 团支部, 团总支 and 团委 elect; 团工委 and 领导机关 are appointed and have no term. */
export function isElected(kind: OrgKind | null): kind is ElectedKind {
  return kind === 'branch' || kind === 'general-branch' || kind === 'committee'
}

/** When the next election is due (基层组织选举工作条例, 中青发〔2025〕1号, 第三、四条). */
export function electionDates(
  kind: ElectedKind,
  { elected, years, extendedUntil }: TermFacts,
  limits: Pack['thresholds']['W06'],
): ElectionDates {
  const longest = years ?? (kind === 'committee' ? limits.presumedCommitteeYears : limits.presumedYears)
  const delay = kind === 'branch' ? limits.branchCapMonths : limits.committeeCapMonths
  const due = addYears(elected, years ?? limits.presumedYears)
  const cap = addMonths(addYears(elected, longest), delay)
  const approved = extendedUntil === undefined || extendedUntil < due ? due : extendedUntil
  return { due, until: approved < cap ? approved : cap, cap }
}
