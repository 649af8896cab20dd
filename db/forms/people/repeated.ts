/** Something that a form asks of a person, and where it stands on its part. */
export type Asked = {
  readonly at: string
  readonly part: string
  readonly row: number
  readonly column: number
  /** Which blank of its cell it is; -1 for the cell itself. */
  readonly blank: number
  readonly label: string
  readonly asks: string
  readonly isBox: boolean
}

/**
 * Where a form has the same labels again at the same distances, each set of them is for another person (登记卡 four to a page,
 * a sheet or a page for each): the places of each, in the order in which they are read. Empty where nothing comes again as a whole;
 * 推荐人 with a name and a telephone is nobody's second card.
 */
export function repeatedCards(asked: readonly Asked[]): readonly (readonly Asked[])[] {
  const names = asked.filter(({ asks, isBox }) => asks === 'name' && !isBox)
  const [first, ...others] = names
  if (first === undefined || others.length === 0) return []
  const byPlace = new Map(asked.map(one => [placeOf(one, { row: 0, column: 0 }), one]))
  const own = asked.filter(one => one.part === first.part && one !== first)
  const again = (one: Asked, name: Asked): Asked | undefined => {
    const from = { row: name.row - first.row, column: name.column - first.column }
    return byPlace.get(placeOf({ ...one, part: name.part }, from))
  }
  const labels = new Set(own.map(({ label }) => label))
  const isCard = (name: Asked) => {
    const same = new Set(own.filter(one => again(one, name) !== undefined).map(({ label }) => label))
    return same.size >= 2 && same.size * 5 >= labels.size * 3
  }
  const cards = [first, ...others.filter(isCard)]
  if (cards.length < 2) return []
  const found = cards.map(name => [name])
  const taken = new Set<Asked>(cards)
  for (const same of Map.groupBy(own, ({ label }) => label).values()) {
    const matches = same.map(one =>
      cards.map(name => {
        const other = again(one, name)
        return other !== undefined && !taken.has(other) ? other : undefined
      }),
    )
    const counted = (of: readonly unknown[]) => of.filter(one => one !== undefined).length
    const [best = []] = matches.toSorted((a, b) => counted(b) - counted(a))
    if (counted(best) < 2) continue
    for (const [n, one] of best.entries()) {
      if (one === undefined) continue
      taken.add(one)
      found[n]?.push(one)
    }
  }
  return found
}

function placeOf(one: Asked, by: { readonly row: number; readonly column: number }): string {
  return JSON.stringify([one.part, one.row + by.row, one.column + by.column, one.blank, one.label])
}
