import type { OutlineOrg } from '../outline/outline.ts'
import type { Random } from '../random.ts'
import { type Plight, type Pool, plights } from './plight.ts'

const sound: Plight = {}

/** The plight of every organization, by its place in the list; most of them have none. */
export function plantPlights(orgs: readonly OutlineOrg[], times: number, random: Random): readonly Plight[] {
  const planted = orgs.map(() => sound)
  for (const [pool, members] of Map.groupBy(orgs, poolOf)) {
    // What was founded in the year has elected in it: nothing is overdue there yet.
    const victims = random
      .shuffled(members)
      .filter(org => !org.isNew)
      .values()
    for (const [among, count, plight] of plights) {
      if (among !== pool) continue
      for (const { index } of victims.take(count * times)) planted[index] = plight
    }
  }
  return planted
}

/** Nothing is planted where one head leads two organizations: its absence would show in both. */
function poolOf(org: OutlineOrg): Pool | undefined {
  if (org.kind !== 'branch') return org.tier === 'community' ? 'communities' : undefined
  if (org.branchType !== 'ordinary') return 'special'
  if (org.isSeat) return undefined
  return isOfPupils(org) ? 'pupils' : 'adults'
}

/** Student branches elect every year and have nobody past 18. */
export function isOfPupils({ setting }: Pick<OutlineOrg, 'setting'>): boolean {
  return setting === 'junior-pupils' || setting === 'senior-pupils'
}
