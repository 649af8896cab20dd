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

/** The tier that kind, name, industry and the organization above tell, where nobody says it. */
export function inferTier(kind: OrgKind, name: string, industry: string, above: Tier): Tier {
  if (kind === 'leading') return 'district'
  if (/非公|社会组织|两新/.test(industry) || /园区|商圈/.test(name)) return 'two-new'
  if (above !== 'district') return above === 'street' && /社区/.test(name) ? 'community' : above
  if (/街道|镇/.test(name)) return 'street'
  return /社区|居委会|村/.test(name) ? 'community' : 'organ'
}
