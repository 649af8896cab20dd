import type { OrgKind, Tier } from '#contract/vocabulary.ts'
import type { ChangeSet } from '#db/journal/change-set.ts'
import type { IsoDay } from '#db/shared/day.ts'

/** The kind of an organization that a tier usually has at its head. */
export const kindOfTier: Readonly<Record<Tier, OrgKind>> = {
  district: 'leading',
  organ: 'work-committee',
  street: 'work-committee',
  community: 'general-branch',
  'two-new': 'branch',
}

export type NewOrg = {
  readonly id: string
  readonly name: string
  readonly short: string | undefined
  readonly code: string | undefined
  readonly tier: Tier
  readonly kind: OrgKind
  readonly parent: string | null
  readonly since: IsoDay
}

/** Makes an organization and, where it hangs under another, its placement. */
export function createOrg(set: ChangeSet, org: NewOrg): void {
  const { id, name, tier, kind } = org
  const fields = { name, short_name: org.short ?? null, code: org.code ?? null, tier, kind }
  set.create('org', { ...fields, branch_type: 'ordinary' }, id)
  if (org.parent !== null) {
    set.create('placement', { org: id, parent: org.parent, since: org.since, follows: [] })
  }
}
