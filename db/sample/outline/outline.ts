import type { BranchType, OrgKind, Tier } from '#contract/vocabulary.ts'

/** What surroundings an organization has: how old its people are, what they do, what its branches meet for. */
export type Setting =
  | 'office'
  | 'primary-staff'
  | 'junior-staff'
  | 'senior-staff'
  | 'junior-pupils'
  | 'senior-pupils'
  | 'hospital'
  | 'community'
  | 'enterprise'
  | 'society'

/** An organization of the district's tree, before it has people. */
export type OutlineOrg = {
  /** Its place in the list; parents stand before their children. */
  readonly index: number
  readonly code: string
  readonly name: string
  readonly shortName: string
  readonly kind: OrgKind
  readonly tier: Tier
  readonly parent: number | undefined
  readonly branchType: BranchType
  readonly setting: Setting
  /** The place where its people work or learn. */
  readonly unit: string
  /** What its head is besides: the head of a community leads its first branch too. */
  readonly isSeat: boolean
  /** Has no branch anywhere below it, on purpose. */
  readonly isHollow: boolean
  /** Founded within the year of the rosters. */
  readonly isNew: boolean
}

type Given = Pick<OutlineOrg, 'kind' | 'tier' | 'setting' | 'unit'> & {
  /** 共青团龙华区 + this + the ending of its kind is the full name, this + another ending the short one. */
  readonly stem: string
  readonly shortStem?: string
  readonly parent?: OutlineOrg
  readonly branchType?: BranchType
  readonly isSeat?: boolean
  readonly isHollow?: boolean
  readonly isNew?: boolean
}

const longEndings: Readonly<Record<OrgKind, string>> = {
  leading: '委员会',
  'work-committee': '工作委员会',
  committee: '委员会',
  'general-branch': '总支部委员会',
  branch: '支部委员会',
}
const shortEndings: Readonly<Record<OrgKind, string>> = {
  leading: '团委',
  'work-committee': '团工委',
  committee: '团委',
  'general-branch': '团总支',
  branch: '团支部',
}

/** The growing list of a district's organizations. */
export class Outline {
  readonly #orgs: OutlineOrg[] = []

  add(given: Given): OutlineOrg {
    const { kind, tier, setting, unit, stem, shortStem = stem, parent } = given
    const index = this.#orgs.length
    const org: OutlineOrg = {
      index,
      code: `YB${String(index + 1).padStart(6, '0')}`,
      name: `共青团${tier === 'district' ? '深圳市' : ''}龙华区${stem}${longEndings[kind]}`,
      shortName: `${shortStem}${shortEndings[kind]}`,
      kind,
      tier,
      parent: parent?.index,
      branchType: given.branchType ?? 'ordinary',
      setting,
      unit,
      isSeat: given.isSeat ?? false,
      isHollow: given.isHollow ?? false,
      isNew: given.isNew ?? false,
    }
    this.#orgs.push(org)
    return org
  }

  get orgs(): readonly OutlineOrg[] {
    return this.#orgs
  }
}
