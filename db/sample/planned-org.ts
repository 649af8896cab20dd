import type { OutlineOrg } from './outline/outline.ts'
import type { MemberState } from './people/member-state.ts'
import type { Size } from './plights/branch-sizes.ts'
import type { Plight } from './plights/plight.ts'
import type { Term } from './terms.ts'

/** An organization with all that is decided of it before its people are made. */
export type PlannedOrg = OutlineOrg & {
  readonly plight: Plight
  readonly term: Term
  readonly size: Size
  /** The number of its first member; the others follow. */
  readonly firstMember: number
  /** What is unusual about its last member, if anything. */
  readonly oddity: MemberState | undefined
}

/** How many of its first members may hold posts: those who count, and are neither past 28 nor unusual. */
export function fitForPosts({ size, oddity }: PlannedOrg): number {
  return Math.min(size.counted, size.roll - size.aged - (oddity === undefined ? 0 : 1))
}
