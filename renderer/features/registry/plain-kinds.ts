import { officeKinds } from '#db/records/kinds.ts'
import type { AnyKind } from '#db/records/record.ts'

/** Kinds that have a page or a list of their own shape. */
const shaped = new Set([
  'org',
  'placement',
  'person',
  'membership',
  'standing',
  'post',
  'term',
  'meeting',
  'decision',
])

/** The other kinds of record of an organization: their lists and forms are made from their definitions alone. */
export const plainKinds: readonly AnyKind[] = officeKinds.filter(
  ({ name, lies }) => lies === 'org' && !shaped.has(name),
)
