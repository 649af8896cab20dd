import { convert, pinyin } from 'pinyin-pro'
import { searchText } from './search-key.ts'

/**
 * The text of the search index: every character and every pair of neighbours is a token, so that any two characters
 * of a Chinese name are one look-up. (The usual tokenizers take a Chinese sentence for one word.) Numbers are made of few
 * pairs, which thousands of names hold: four digits in a row are a token as well.
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
    for (const number of characters.join('').match(/\d{4,}/g) ?? [])
      for (const digits of digitsInRows(number)) tokens.add(digits)
  }
  return [...tokens].join(' ')
}

/** Every four neighbours in a number of four digits or more. */
export function digitsInRows(number: string): readonly string[] {
  return Array.from({ length: number.length - 3 }, (_, i) => number.slice(i, i + 4))
}

/** A sign that no name has after `searchText`: initials are tokens of their own, and never answer for letters of a name. */
const ofInitials = '\ue000'

/** The pairs of neighbours in the initials of a name: with them one is found from the middle of it on. */
export function initialGrams(initials: string): readonly string[] {
  const characters = [...initials]
  return characters.slice(1).map((character, i) => `${ofInitials}${characters[i]}${character}`)
}

export type Reading = { readonly pinyin: string; readonly initials: string }

/** What one thread hands to another that has to read names of people: names, and how characters are read that it met first. */
export type Readings = {
  readonly names: ReadonlyMap<string, Reading>
  readonly characters: ReadonlyMap<string, string | undefined>
}

/** Read ahead by another thread, of names that come next. */
let readAhead: Readings['names'] = new Map()

/**
 * What is slow in reading these names of people: those that the dictionary has to see as a whole, and how each character is
 * read. A thread that plans works it out while another one writes, which then calls `readingsAhead` with it, and needs no
 * dictionary of its own: that takes 5 MB. `handedOver`: the characters of earlier answers, to which those of this one are added.
 */
export function readAheadOf(names: Iterable<string>, handedOver: Set<string>): Readings {
  const readings = { names: new Map<string, Reading>(), characters: new Map<string, string | undefined>() }
  for (const name of names) {
    const text = searchText(name)
    const characters = [...text]
    for (const character of characters) {
      if (handedOver.has(character)) continue
      handedOver.add(character)
      readings.characters.set(character, onlyReadingOf(character))
    }
    if (readOneByOne(characters) === undefined)
      readings.names.set(name, readTogether(text, characters, 'head'))
  }
  return readings
}

/** From here on these names are known, and no others: they are let go with the next ones. */
export function readingsAhead({ names, characters }: Readings): void {
  readAhead = names
  for (const [character, reading] of characters) noteReading(character, reading)
}

/** How a person's name is typed on a keyboard without Chinese: 单雪 -> shanxue, sx; family names read as such. */
export function readingOfPerson(name: string): Reading {
  return readAhead.get(name) ?? readingOf(name, 'head')
}

/** How an organization's name is typed: of its short form, or of its name. */
export function readingOfOrg(name: string): Reading {
  return readingOf(name, 'off')
}

function readingOf(name: string, surname: 'head' | 'off'): Reading {
  const text = searchText(name)
  const characters = [...text]
  return readOneByOne(characters) ?? readTogether(text, characters, surname)
}

/** Nothing where a character may be read in several ways: then the dictionary has to see what stands beside it. */
function readOneByOne(characters: readonly string[]): Reading | undefined {
  let [whole, initials] = ['', '']
  for (const character of characters) {
    const reading = onlyReadingOf(character)
    if (reading === undefined) return undefined
    whole += reading
    initials += reading[0] ?? ''
  }
  return { pinyin: whole, initials }
}

/** A district knows a few thousand characters, and an import asks for them hundreds of thousands of times. */
const onlyReadings = new Map<string, string | undefined>()
const mostCharacters = 20_000

/** How a character is read wherever it stands, its tone left away; most are read in one way only. */
function onlyReadingOf(character: string): string | undefined {
  if (onlyReadings.has(character)) return onlyReadings.get(character)
  const known = isChinese(character)
    ? pinyin(character, { toneType: 'symbol', type: 'array', multiple: true })
    : []
  const [reading, ...others] = new Set(known.map(withoutTone))
  const isSure = reading !== undefined && others.length === 0 && !reading.includes(character)
  const only = isSure ? reading : undefined
  noteReading(character, only)
  return only
}

function noteReading(character: string, reading: string | undefined): void {
  if (onlyReadings.size >= mostCharacters) onlyReadings.clear()
  onlyReadings.set(character, reading)
}

function isChinese(character: string): boolean {
  return character >= '\u4e00' && character <= '\u9fff'
}

function readTogether(text: string, characters: readonly string[], surname: 'head' | 'off'): Reading {
  const syllables = pinyin(text, { toneType: 'symbol', type: 'array', surname })
  let [whole, initials] = ['', '']
  for (let i = 0; i < syllables.length; i++) {
    const syllable = syllables[i] ?? ''
    // What is no Chinese character reads as itself, with whatever stands over its letters.
    const plain = syllable === characters[i] ? syllable : withoutTone(syllable)
    whole += plain
    initials += [...plain][0] ?? ''
  }
  return { pinyin: whole, initials }
}

/** There are some 1,300 syllables with their tones, and an import asks for them hundreds of thousands of times. */
const plainSyllables = new Map<string, string>()

/** lǜ -> lv: as it is typed. */
function withoutTone(syllable: string): string {
  const known = plainSyllables.get(syllable)
  if (known !== undefined) return known
  const plain = convert(syllable, { format: 'toneNone' }).replaceAll('ü', 'v')
  if (plainSyllables.size >= 5000) plainSyllables.clear()
  plainSyllables.set(syllable, plain)
  return plain
}
