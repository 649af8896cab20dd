import { orgKindSchema, type Tier, tierSchema } from '#contract/vocabulary.ts'
import { kindsInEnglish, tiersInEnglish } from '#db/records/org.ts'
import { orgKindWords, tierWords } from '#db/records/words/org-words.ts'
import { inferTier, mayStandUnder, tierFits } from '#db/registry/acts/may-stand-under.ts'
import type { Text } from '#db/shared/text.ts'
import { problemAt } from '../../problem.ts'
import type { KnownOrg } from './org-index.ts'
import { type Entry, placeOf } from './org-planning.ts'
import { refuseOrphans } from './settle-parents.ts'

/** A missing tier is read off kind, industry and the parent; then kinds and tiers are held against the parent's. */
export function settleTiers(
  entries: readonly Entry[],
  byId: ReadonlyMap<string, Entry>,
  headerOf: (field: string) => string,
): void {
  const settled = new Set<Entry>()
  const settle = (entry: Entry): void => {
    if (settled.has(entry)) return
    settled.add(entry)
    const above = entry.parent ? byId.get(entry.parent.id) : undefined
    if (above) settle(above)
    const parent = above?.org ?? entry.parent
    if (entry.org.tier === '') entry.org = { ...entry.org, tier: tierOf(entry, parent) }
    if (entry.refused || parent === undefined) return
    const kind = orgKindSchema.parse(entry.org.kind)
    const tier = tierSchema.parse(entry.org.tier)
    if (
      !mayStandUnder(kind, orgKindSchema.parse(parent.kind)) ||
      !tierFits(tier, tierSchema.parse(parent.tier))
    ) {
      entry.refused = true
      entry.problems.push(
        problemAt(placeOf(entry.parsed, 'parent', headerOf), 'parent-unfit', {
          zh: `${told(entry.org).zh}不能设在“${parent.name}”（${told(parent).zh}）之下。请核对组织类型、所属层级和上级组织。`,
          en: `A ${told(entry.org).en} cannot stand under "${parent.name}", a ${told(parent).en}. Check its kind, its tier and the organization above.`,
          refused: true,
        }),
      )
    }
  }
  for (const entry of entries) if (!entry.refused) settle(entry)
  refuseOrphans(entries, headerOf)
}

/** An organization's kind and tier in words, such as 街道的团工委. */
function told({ kind, tier }: KnownOrg): Text {
  const known = orgKindSchema.parse(kind)
  const level = tierSchema.parse(tier)
  return {
    zh: `${tierWords.wordFor(level)}的${orgKindWords.wordFor(known)}`,
    en: `${kindsInEnglish[known]} (${tiersInEnglish[level]})`,
  }
}

function tierOf({ org, parsed }: Entry, parent: KnownOrg | undefined): Tier {
  if (parent === undefined) return 'district'
  const kind = orgKindSchema.parse(org.kind)
  return inferTier(kind, org.name, parsed.values.industry ?? '', tierSchema.parse(parent.tier))
}
