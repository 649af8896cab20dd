import { refuse } from '#db/shared/refusal.ts'

/** Refuses a name, code or id that is no organization of this registry. */
export function orgUnknown(ref: string): never {
  refuse(
    'org-unknown',
    `台账里没有“${ref}”这个组织。请核对组织ID、全称或简称。`,
    `There is no organization "${ref}" in this registry. Check its code, full name or short name.`,
    { org: ref },
  )
}
