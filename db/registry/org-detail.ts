import { nearestKind, nearestTier } from '#contract/vocabulary.ts'
import { asKnown } from '#db/records/types/office-date.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { findOrg } from './find-org.ts'
import { formerOf } from './former.ts'
import { pathsOf } from './path.ts'
import type { Stats } from './stats.ts'
import { successorsOf } from './successors.ts'

/** One organization as of a day, with its place and the counts of its subtree, which `statsOf` knows. Refuses an unknown one. */
export async function readOrgDetail(
  reader: Reader,
  ref: string,
  asOf: IsoDay,
  statsOf: (org: string) => Promise<Stats>,
) {
  const known = await findOrg(reader, ref)
  const former = await formerOf(reader, asOf)
  const org = former.on(known.id, known, asOf)
  const above = (await pathsOf(reader, [org.id], asOf)).get(org.id) ?? []
  const { branches, members, cadres } = await statsOf(org.id)
  const parent = above.at(-1)
  return {
    id: org.id,
    code: org.code,
    name: org.name,
    shortName: org.short_name,
    tier: nearestTier(org.tier),
    kind: nearestKind(org.kind),
    branchType: org.branch_type,
    industry: org.industry,
    parent: parent ? { code: parent.code, name: parent.name } : null,
    path: above.map(ancestor => ancestor.name),
    founded: asKnown(org.founded, org.founded_precision),
    // What comes later is no part of a day's picture.
    closed: org.closed !== null && org.closed <= asOf ? org.closed : null,
    successor: (await successorsOf(reader, [org.id], asOf)).get(org.id) ?? null,
    phone: org.phone,
    branches,
    members,
    cadres,
  }
}
