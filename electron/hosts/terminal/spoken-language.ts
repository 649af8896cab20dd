import type { Lang } from '#db/shared/text.ts'

type Env = Readonly<Record<string, string | undefined>>

/** The language of the system's locale; Chinese where it says nothing that the program speaks. */
export function spokenLanguage(env: Env): Lang {
  const locale = (env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '').toLowerCase()
  return locale.startsWith('en') ? 'en' : 'zh'
}

/**
 * How to answer, known before the words are understood: wrong usage too is told in the language that was asked for,
 * and to a program as a document.
 */
export function wishedAnswer(
  argv: readonly string[],
  env: Env,
): { readonly lang: Lang; readonly json: boolean } {
  const end = argv.indexOf('--')
  const words = end < 0 ? argv : argv.slice(0, end)
  const asked = words.flatMap((word, n) => {
    if (word === '--lang') return [words[n + 1]]
    return word.startsWith('--lang=') ? [word.slice('--lang='.length)] : []
  })
  const last = asked.at(-1)
  const lang = last === 'zh' || last === 'en' ? last : spokenLanguage(env)
  return { lang, json: words.includes('--json') }
}
