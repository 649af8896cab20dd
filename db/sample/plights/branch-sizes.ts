import { invariant } from '#db/shared/invariant.ts'
import type { OutlineOrg } from '../outline/outline.ts'
import type { Random } from '../random.ts'
import { isOfPupils } from './plant-plights.ts'
import type { Plight } from './plight.ts'

/** How many are on a branch's roll: the first `counted` of them count, the last `aged` are past 28 without a post. */
export type Size = { readonly roll: number; readonly counted: number; readonly aged: number }

const none: Size = { roll: 0, counted: 0, aged: 0 }
const fewest = 5
const most = 34

/** The sizes of all organizations, so that the branches of the district have exactly `members` members. */
export function drawSizes(
  orgs: readonly OutlineOrg[],
  plights: readonly Plight[],
  members: number,
  random: Random,
): readonly Size[] {
  const sizes = orgs.map((org, i) => (org.kind === 'branch' ? drawSize(org, plights[i] ?? {}, random) : none))
  const free = orgs.filter(org => org.kind === 'branch' && isOfAnySize(plights[org.index] ?? {}))
  let missing = members - sizes.reduce((sum, size) => sum + size.roll, 0)
  while (missing !== 0) {
    const step = Math.sign(missing)
    const before = missing
    for (const { index } of random.shuffled(free)) {
      if (missing === 0) break
      const roll = (sizes[index]?.roll ?? 0) + step
      if (roll < fewest || roll > most) continue
      sizes[index] = { roll, counted: roll, aged: 0 }
      missing -= step
    }
    invariant(missing !== before, 'there is room in the branches for the members of the district')
  }
  return sizes
}

function isOfAnySize({ members, aged }: Plight): boolean {
  return members === undefined && aged === undefined
}

function drawSize(org: OutlineOrg, { members, aged }: Plight, random: Random): Size {
  if (aged !== undefined) {
    const roll = aged === 'orange' ? random.between(6, 11) : random.between(12, 20)
    return { roll, counted: roll, aged: aged === 'orange' ? 2 : 1 }
  }
  return drawRoll(org, members, random)
}

function drawRoll(org: OutlineOrg, members: Plight['members'], random: Random): Size {
  switch (members) {
    case 'none':
      return none
    case 'few':
      return everyone(random.between(1, 2))
    case 'uncounted':
      return { roll: random.between(3, 6), counted: random.between(0, 2), aged: 0 }
    case 'too-many':
      return everyone(random.between(51, 58))
    case undefined:
      return everyone(isOfPupils(org) ? random.between(12, 26) : random.between(5, 8) + random.between(0, 5))
  }
}

function everyone(roll: number): Size {
  return { roll, counted: roll, aged: 0 }
}
