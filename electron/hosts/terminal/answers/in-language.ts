import { textSchema } from '#contract/base.ts'
import type { Lang } from '#db/shared/text.ts'

const strictText = textSchema.strict()

/** The same document with every sentence in one language: wherever `{zh, en}` stands, its text takes the place. */
export function inLanguage(value: unknown, lang: Lang): unknown {
  if (Array.isArray(value)) return value.map(item => inLanguage(item, lang))
  if (typeof value !== 'object' || value === null) return value
  if ('zh' in value) {
    const text = strictText.safeParse(value)
    if (text.success) return text.data[lang]
  }
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, inLanguage(field, lang)]))
}
