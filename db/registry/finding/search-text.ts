import { pinyin } from 'pinyin-pro'
import { searchText } from './search-key.ts'

/**
 * The text of the search index: every character and every pair of neighbours is a token, so that any two characters
 * of a Chinese name are one look-up. (The usual tokenizers take a Chinese sentence for one word.)
 */
export function grams(...texts: readonly (string | null | undefined)[]): string {
  const tokens = new Set<string>()
  for (const text of texts) {
    if (!text) continue
    const characters = [...searchText(text)]
    for (let i = 0; i < characters.length; i++) {
      const character = characters[i] ?? ''
      tokens.add(character)
      const next = characters[i + 1]
      if (next !== undefined) tokens.add(character + next)
    }
  }
  return [...tokens].join(' ')
}

export type Reading = { readonly pinyin: string; readonly initials: string }

/** How a person's name is typed on a keyboard without Chinese: 单雪 -> shanxue, sx; family names read as such. */
export function readingOfPerson(name: string): Reading {
  return readingOf(name, 'head')
}

/** How an organization's name is typed: of its short form, or of its name. */
export function readingOfOrg(name: string): Reading {
  return readingOf(name, 'off')
}

function readingOf(name: string, surname: 'head' | 'off'): Reading {
  const syllables = pinyin(searchText(name), { toneType: 'none', type: 'array', surname, v: true })
  return {
    pinyin: syllables.join(''),
    initials: syllables.map(syllable => [...syllable][0] ?? '').join(''),
  }
}
