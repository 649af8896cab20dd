type FilterSet = Readonly<Record<string, string>>

/** What filters a list, under the name that somebody gave it. */
export type KeptFilter = { readonly name: string; readonly set: FilterSet }

/** Which filters of a list can be kept. */
export type Keeping = {
  /** What of the address filters and orders the list. */
  readonly keys: readonly string[]
  /** What was chosen, where the address holds the days that follow from it today: a filter is used on other days too. */
  readonly written?: (set: FilterSet) => FilterSet
  /** The same as the address holds it today. */
  readonly meant?: (set: FilterSet) => FilterSet
}

/** So many fit in a menu; the oldest goes. */
const most = 20

/** With one filter more, by name; one of the same name takes the place of the one before. */
export function withFilter(kept: readonly KeptFilter[], filter: KeptFilter): readonly KeptFilter[] {
  const others = kept.filter(({ name }) => name !== filter.name)
  return [...others, filter]
    .slice(-most)
    .toSorted((a, b) => new Intl.Collator('zh-Hans-CN').compare(a.name, b.name))
}

/** What the kept filter sets today. */
export const meantBy = ({ set }: KeptFilter, { meant }: Keeping): FilterSet => meant?.(set) ?? set

/** The order of a list; whoever puts its rows in another looks at the same filter. */
const orders: ReadonlySet<string> = new Set(['sort', 'down'])

/** The name of the kept filter that lets just these rows through, in the same order where there are several. */
export function nameOf(kept: readonly KeptFilter[], keeping: Keeping, now: FilterSet): string | undefined {
  const filters = keeping.keys.filter(key => !orders.has(key))
  if (filters.every(key => now[key] === undefined)) return undefined
  const alike = (keys: readonly string[]) => (filter: KeptFilter) => {
    const set = meantBy(filter, keeping)
    return keys.every(key => set[key] === now[key])
  }
  return (kept.find(alike(keeping.keys)) ?? kept.find(alike(filters)))?.name
}
