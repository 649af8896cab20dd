import { createContext, useContext } from 'react'
import type { Sentence } from '../api/failure.ts'
import { en } from './en.ts'
import { type Words, zhCN } from './zh-CN.ts'

export const languages = { zh: zhCN, en } as const satisfies Record<string, Words>
export type Language = keyof typeof languages

export type Spoken = {
  readonly language: Language
  readonly words: Words
  /** What the engine says, in the language of the page. */
  readonly say: (sentence: Sentence) => string
  readonly speak: (language: Language) => void
}

export const SpokenContext = createContext<Spoken | undefined>(undefined)

/** The words of the page in the language chosen. */
export function useSpoken(): Spoken {
  const spoken = useContext(SpokenContext)
  if (spoken === undefined) throw new Error('the page is shown inside its language')
  return spoken
}

export function isLanguage(text: string | null): text is Language {
  return text !== null && Object.hasOwn(languages, text)
}
