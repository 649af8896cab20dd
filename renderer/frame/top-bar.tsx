import {
  ActionIcon,
  Button,
  Group,
  Kbd,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { IconMoon, IconSearch, IconSun, IconUser } from '@tabler/icons-react'
import { Link } from 'wouter'
import { useShownDay } from '../api/shown-day.ts'
import { DayPicker } from '../kit/forms/day-picker.tsx'
import { useWorkingName } from '../kit/this-pc.ts'
import { languages, useSpoken } from '../text/language.ts'

/** Whose registry this is, the search, who is working, the language and the light. */
export function TopBar({ orgName }: { readonly orgName: string }) {
  const { words, language, speak } = useSpoken()
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  const [name] = useWorkingName()
  const { day, choose } = useShownDay()
  const whoever = name === '' ? words.settings.whoUnset : name
  return (
    <div className="top">
      <Text fw={600} truncate title={orgName} className="top-office">
        {orgName}
      </Text>
      <Group gap="xs" wrap="nowrap" style={{ minWidth: 0 }}>
        <Button
          variant="default"
          fw={400}
          styles={{ label: { flex: 1 } }}
          leftSection={<IconSearch size={16} aria-hidden />}
          className="top-search"
          rightSection={
            <Kbd size="xs" style={{ whiteSpace: 'nowrap' }}>
              Ctrl K
            </Kbd>
          }
          aria-label={words.say.search}
          onClick={() => spotlight.open()}
        >
          <span className="quiet">{words.say.searchBar}</span>
        </Button>
        <DayPicker value={day} onChange={choose} />
        <Button
          component={Link}
          href="/settings"
          variant="subtle"
          color="gray"
          fw={400}
          px="xs"
          style={{ flexShrink: 0 }}
          leftSection={<IconUser size={16} aria-hidden />}
          title={whoever}
          aria-label={whoever}
        >
          <span className="top-name">{whoever}</span>
        </Button>
        <Button
          variant="subtle"
          color="gray"
          fw={400}
          px="xs"
          style={{ flexShrink: 0 }}
          onClick={() => speak(language === 'zh' ? 'en' : 'zh')}
        >
          <span lang={languages[language === 'zh' ? 'en' : 'zh'].htmlLang}>{words.otherLanguage}</span>
        </Button>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={words.say.darkSwitch}
          onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
        >
          {scheme === 'dark' ? <IconSun size={18} /> : <IconMoon size={18} />}
        </ActionIcon>
      </Group>
    </div>
  )
}
