import { textSchema } from '#contract/base.ts'
import type { Lang, Text } from '#db/shared/text.ts'

/** A label and what it says, joined as each language does. */
export function labelled(label: string, said: string, lang: Lang): string {
  return lang === 'zh' ? `${label}：${said}` : `${label}: ${said}`
}

/** A name with something beside it in brackets. */
export function bracketed(name: string, beside: string | number, lang: Lang): string {
  return lang === 'zh' ? `${name}（${beside}）` : `${name} (${beside})`
}

const strictText = textSchema.strict()

function textIn(value: object): Text | undefined {
  return 'zh' in value ? strictText.safeParse(value).data : undefined
}

/** The same document with every sentence in one language: wherever `{zh, en}` stands, its text takes the place. */
function inLanguage(value: unknown, lang: Lang): unknown {
  if (Array.isArray(value)) return value.map(item => inLanguage(item, lang))
  if (typeof value !== 'object' || value === null) return value
  return (
    textIn(value)?.[lang] ??
    Object.fromEntries(Object.entries(value).map(([key, field]) => [key, inLanguage(field, lang)]))
  )
}

/** So many items of a list are put into words at a time. */
const atOnce = 500

/** That document as JSON, in pieces: what a scan finds in a large district has a hundred megabytes. */
export function* jsonIn(lang: Lang, value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    yield '['
    for (let at = 0; at < value.length; at += atOnce) {
      const items = JSON.stringify(inLanguage(value.slice(at, at + atOnce), lang))
      yield `${at === 0 ? '' : ','}${items.slice(1, -1)}`
    }
    yield ']'
  } else if (typeof value !== 'object' || value === null || textIn(value) !== undefined) {
    yield JSON.stringify(inLanguage(value, lang))
  } else {
    let before = '{'
    for (const [name, field] of Object.entries(value)) {
      if (field === undefined) continue
      yield `${before}${JSON.stringify(name)}:`
      yield* jsonIn(lang, field)
      before = ','
    }
    yield before === '{' ? '{}' : '}'
  }
}
