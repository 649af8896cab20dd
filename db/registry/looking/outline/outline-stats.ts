import type { Stats } from '../../stats.ts'
import { existingUnder, type Outline } from './outline.ts'

/** The counts of an organization and all below it; `posts` are those held on the day by place. */
export function statsUnder(outline: Outline, root: number, posts: Int32Array): Stats {
  const byTier: Record<string, number> = {}
  const byKind: Record<string, number> = {}
  let [orgs, members, cadres] = [0, 0, 0]
  for (const place of existingUnder(outline, root)) {
    const org = outline.orgs[place]
    if (org === undefined) continue
    byTier[org.tier] = (byTier[org.tier] ?? 0) + 1
    byKind[org.kind] = (byKind[org.kind] ?? 0) + 1
    orgs += 1
    members += org.members
    cadres += posts[place] ?? 0
  }
  return { orgs, branches: byKind['branch'] ?? 0, members, cadres, byTier, byKind }
}
