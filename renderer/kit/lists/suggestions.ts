import { broughtFigures } from '#db/records/ledger/district-figures.ts'

type Known = {
  readonly types: readonly { readonly name: string }[]
  /** Organizations that are called alike. */
  readonly places: readonly string[]
  readonly language: 'zh' | 'en'
}

/**
 * What a field of such a record offers while one writes in it, each word once: a figure and a type of work may have the same name,
 * and so may the types of two offices, and a list that has a word twice is none that can be drawn.
 */
export function suggestionsFor(
  kind: string,
  { types, places, language }: Known,
): Readonly<Record<string, readonly string[]>> {
  const names = types.map(one => one.name)
  switch (kind) {
    case 'work':
      return { type: [...new Set(names)] }
    case 'task':
      return { measure: [...new Set([...names, ...broughtFigures.map(one => one.name[language])])] }
    case 'transfer':
      return { to: [...new Set(places)] }
    default:
      return {}
  }
}
