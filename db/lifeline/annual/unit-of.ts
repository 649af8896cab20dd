import type { YearContent } from './content.ts'

/** Who approves a year: the district, its systems and its streets (直属机关, 街道). */
export function isReviewed(tier: string | null): boolean {
  return tier === 'district' || tier === 'organ' || tier === 'street'
}

/** The street or system directly below the office under which each organization lies; of the office's own there is none. */
export function unitsIn({ orgs, office }: Pick<YearContent, 'orgs' | 'office'>): ReadonlyMap<string, string> {
  const byId = new Map(orgs.map(org => [org.id, org]))
  const isUnit = new Set(
    orgs
      .filter(org => org.parent === office.id && org.kind !== 'branch' && isReviewed(org.tier))
      .map(({ id }) => id),
  )
  const units = new Map<string, string | undefined>()
  for (const { id } of orgs) {
    const way: string[] = []
    const seen = new Set<string>()
    let at: string | null | undefined = id
    while (at != null && !units.has(at) && !isUnit.has(at) && !seen.has(at)) {
      seen.add(at)
      way.push(at)
      at = byId.get(at)?.parent
    }
    const unit = at == null ? undefined : isUnit.has(at) ? at : units.get(at)
    for (const passed of way) units.set(passed, unit)
    if (isUnit.has(id)) units.set(id, id)
  }
  return new Map([...units].flatMap(([id, unit]) => (unit === undefined ? [] : [[id, unit] as const])))
}
