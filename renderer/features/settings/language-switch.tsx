import { SegmentedControl } from '@mantine/core'
import { isLanguage, languages, useSpoken } from '../../text/language.ts'

export function LanguageSwitch() {
  const { language, words, speak } = useSpoken()
  return (
    <SegmentedControl
      size="xs"
      aria-label={words.settings.language}
      value={language}
      data={Object.entries(languages).map(([value, { languageName: label }]) => ({ value, label }))}
      onChange={value => {
        if (isLanguage(value)) speak(value)
      }}
    />
  )
}
