import { textSchema } from '#contract/base.ts'
import type { Lang } from '#db/shared/text.ts'

/** A label and what it says, joined as each language does. */
export function labelled(label: string, said: string, lang: Lang): string {
  return lang === 'zh' ? `${label}：${said}` : `${label}: ${said}`
}

/** A name with something beside it in brackets. */
export function bracketed(name: string, beside: string | number, lang: Lang): string {
  return lang === 'zh' ? `${name}（${beside}）` : `${name} (${beside})`
}

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
