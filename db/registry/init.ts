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
  readonly name: string
  readonly short: string | undefined
  readonly code: string | undefined
  readonly tier: Tier
  readonly kind: OrgKind
  readonly parent: string | null
  readonly since: IsoDay
}

/** Makes an organization and, where it hangs under another, its placement. Answers its id. */
export function createOrg(set: ChangeSet, org: NewOrg): string {
  const id = set.create('org', {
    name: org.name,
    short_name: org.short ?? null,
    code: org.code ?? null,
    tier: org.tier,
    kind: org.kind,
    branch_type: 'ordinary',
  })
  if (org.parent !== null) {
    set.create('placement', { org: id, parent: org.parent, since: org.since, follows: [] })
  }
  return id
}
