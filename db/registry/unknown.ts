import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'

/** Refuses a name, code or id that is no organization of this registry. */
export function orgUnknown(ref: string): never {
  refuse(
    'org-unknown',
    `台账里没有“${ref}”这个组织。请核对组织ID、全称或简称。`,
    `There is no organization "${ref}" in this registry. Check its code, full name or short name.`,
    { org: ref },
  )
}

/** What is said of an id that no record has. */
export function recordUnknown(id: string): Text {
  return {
    zh: `台账里没有编号为“${id}”的记录，可能已经删除、合并或撤销。请重新查找。`,
    en: `There is no record "${id}" in the registry: removed, merged or undone, perhaps. Look it up again.`,
  }
}
