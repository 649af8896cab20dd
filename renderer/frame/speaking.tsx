import { DatesProvider } from '@mantine/dates'
import { useLocalStorage } from '@mantine/hooks'
import { type ReactNode, useEffect } from 'react'
import { isLanguage, type Language, languages, SpokenContext } from '../text/language.ts'

/** Gives the page its language: Chinese until someone chooses otherwise. */
export function Speaking({ children }: { readonly children: ReactNode }) {
  const [stored, setStored] = useLocalStorage<string>({
    key: 'lifeline.language',
    defaultValue: 'zh',
    getInitialValueInEffect: false,
  })
  const language: Language = isLanguage(stored) ? stored : 'zh'
  const words = languages[language]
  useEffect(() => {
    document.documentElement.lang = words.htmlLang
    document.title = words.product
  }, [words])
  const spoken = {
    language,
    words,
    say: (sentence: { readonly zh: string; readonly en: string }) => sentence[language],
    speak: (next: Language) => setStored(next),
  }
  return (
    <SpokenContext value={spoken}>
      <DatesProvider // Red is for what needs action: weekends are days like others.
        settings={{ locale: language === 'zh' ? 'zh-cn' : 'en', firstDayOfWeek: 1, weekendDays: [] }}
      >
        {children}
      </DatesProvider>
    </SpokenContext>
  )
}
