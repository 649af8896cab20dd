import { simplified } from '#db/shared/simplified.ts'

/** The words of one closed list: what each word of a roster stands for, and the word to write for each value. */
export type WordTable<V extends string> = {
  readonly valueOf: (word: string) => V | undefined
  /** What is none of its values is its own word: a newer program knows more of them. */
  readonly wordFor: (value: string) => string
  /** The words that are written, in the order of the list. */
  readonly words: readonly string[]
  /** What they stand for, in the same order. */
  readonly values: readonly V[]
}

/** The canonical word first, then the other words seen for it; the value itself (`two-new`) is understood too. */
export function wordTable<V extends string>(words: Readonly<Record<V, readonly string[]>>): WordTable<V> {
  const values = new Map<string, V>()
  const written = new Map<string, string>()
  for (const [value, list] of entriesOf(words)) {
    written.set(value, list[0] ?? value)
    values.set(wordKey(value), value)
    for (const word of list) values.set(wordKey(word), value)
  }
  const all = entriesOf(words).map(([value]) => value)
  const seen = new Map<string, V | undefined>()
  return {
    valueOf: word => {
      if (seen.has(word)) return seen.get(word)
      if (seen.size > 5_000) seen.clear()
      const value = values.get(wordKey(word)) ?? values.get(wordKey(simplified(withoutCode(word))))
      seen.set(word, value)
      return value
    },
    wordFor: value => written.get(value) ?? value,
    words: [...written.values()],
    values: all,
  }
}

/** A list of Chinese words that stand for themselves, each with the other words seen for it. */
export function termTable(words: Readonly<Record<string, readonly string[]>>): WordTable<string> {
  return wordTable(Object.fromEntries(entriesOf(words).map(([term, others]) => [term, [term, ...others]])))
}

/** 01汉族 and 汉族(01): the number by which a list of a standard has the word. */
function withoutCode(word: string): string {
  return word
    .replace(/^\s*\d{1,3}[\s.、:：_-]*(?=\p{Script=Han})/u, '')
    .replace(/\s*[(（]\d{1,3}[)）]\s*$/, '')
}

/** Punctuation, spaces and letter case do not tell words of a closed list apart; a tick or a cross alone is a word. */
export function wordKey(word: string): string {
  const key = word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
  if (key !== '') return key
  return /[√✓✔☑]/.test(word) ? '√' : /[×✕✖✗✘]/.test(word) ? '×' : ''
}

function entriesOf<K extends string, T>(record: Readonly<Record<K, T>>): readonly (readonly [K, T])[] {
  return Object.entries<T>(record).filter((entry): entry is [K, T] => entry[0] in record)
}
