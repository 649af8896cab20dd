import { type OrgKind, type Tier, tiers } from '#contract/vocabulary.ts'

/**
 * Which kinds may stand under which (domain.md, "Who may stand under whom"):
 * 领导机关 > 团工委, 团委, 团总支, 团支部; 团工委 > 团委, 团总支, 团支部; 团委 > 团委, 团总支, 团支部;
 * 团总支 > 团支部; nothing under a 团支部.
 */
const below: Readonly<Record<OrgKind, readonly OrgKind[]>> = {
  leading: ['work-committee', 'committee', 'general-branch', 'branch'],
  'work-committee': ['committee', 'general-branch', 'branch'],
  committee: ['committee', 'general-branch', 'branch'],
  'general-branch': ['branch'],
  branch: [],
}

export function mayStandUnder(kind: OrgKind, parent: OrgKind): boolean {
  return below[parent].includes(kind)
}

/** A tier never rises downwards: what hangs under a community is of a community or of the two-new, never a street's. */
export function tierFits(tier: Tier, parent: Tier): boolean {
  return tiers.indexOf(tier) >= tiers.indexOf(parent)
}
