import { SegmentedControl } from '@mantine/core'
import { isLanguage, languages, useSpoken } from '../../text/language.ts'

export function LanguageSwitch() {
  const { language, words, speak } = useSpoken()
  return (
    <SegmentedControl
      size="xs"
      aria-label={words.settings.language}
      value={language}
      data={Object.entries(languages).map(([value, { languageName, htmlLang }]) => ({
        value,
        label: <span lang={htmlLang}>{languageName}</span>,
      }))}
      onChange={value => {
        if (isLanguage(value)) speak(value)
      }}
    />
  )
}
