/** What filters a list, under the name that somebody gave it. */
export type KeptFilter = { readonly name: string; readonly set: Readonly<Record<string, string>> }

/** So many fit in a menu; the oldest goes. */
const most = 20

/** With one filter more, by name; one of the same name takes the place of the one before. */
export function withFilter(kept: readonly KeptFilter[], filter: KeptFilter): readonly KeptFilter[] {
  const others = kept.filter(({ name }) => name !== filter.name)
  return [...others, filter]
    .slice(-most)
    .toSorted((a, b) => new Intl.Collator('zh-Hans-CN').compare(a.name, b.name))
}
