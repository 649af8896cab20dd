import { orgKinds, tiers } from '#contract/vocabulary.ts'
import type { Stats } from '../../stats.ts'
import { existingUnder, type Outline } from './outline.ts'

/** The counts of an organization and all below it; `posts` are those held on the day by place. */
export function statsUnder(outline: Outline, root: number, posts: Int32Array): Stats {
  const { columns, nos } = outline
  const places = existingUnder(outline, root)
  const [ofTier, ofKind] = [new Int32Array(tiers.length), new Int32Array(orgKinds.length)]
  let [members, cadres] = [0, 0]
  for (const place of places) {
    const no = nos[place] ?? 0
    const [tier, kind] = [columns.tiers[no] ?? 0, columns.kinds[no] ?? 0]
    ofTier[tier] = (ofTier[tier] ?? 0) + 1
    ofKind[kind] = (ofKind[kind] ?? 0) + 1
    members += columns.members[no] ?? 0
    cadres += posts[place] ?? 0
  }
  const byKind = named(orgKinds, ofKind)
  const branches = byKind['branch'] ?? 0
  return { orgs: places.length, branches, members, cadres, byTier: named(tiers, ofTier), byKind }
}

/** Counts under the words that they are of; a word of which there is none is left out. */
function named(words: readonly string[], counts: Int32Array): Record<string, number> {
  return Object.fromEntries(words.flatMap((word, at) => (counts[at] ? [[word, counts[at]]] : [])))
}
