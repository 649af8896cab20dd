import type { Fields } from '#db/records/record.ts'

/**
 * What a field is called at the head of a column or before a fact: the word of its definition, so that a list, a form
 * and a roster never call one thing by two names. The catalogue holds a word of its own only where the page means
 * something else, or has to be shorter.
 */
export function wordOf<F extends Fields>(
  kind: { readonly fields: F },
  field: keyof F & string,
  language: 'zh' | 'en',
): string {
  return upperFirst(kind.fields[field]?.words[language] ?? field)
}

/** A word as it begins a line: in English with a capital. */
export function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
