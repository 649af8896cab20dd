import { SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { useDigits } from '../../api/packets.ts'
import { useStatus, useWorkers } from '../../api/questions.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { FactList } from '../../kit/page/fact-list.tsx'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { useSpoken } from '../../text/language.ts'
import { Digits } from '../packets/joining/digits.tsx'
import { FilesKept } from './files-kept.tsx'
import { Keeping } from './keeping.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { Recovery } from './recovery.tsx'
import { Section } from './section.tsx'
import { WhoField } from './who-field.tsx'

/** Everything of this PC in one column, the most needed first. */
export function SettingsPage() {
  const { words } = useSpoken()
  const { settings, glance } = words
  const status = useStatus().data
  const workers = useWorkers().data ?? []
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <div className="settings">
      <PageHeader title={settings.title} />
      <Section title={glance.settings.here} line={glance.settings.hereLine}>
        <FactList
          facts={[
            [settings.org, status?.org?.name],
            [glance.settings.today, status?.clock.today],
            [settings.folder, status?.folder],
            [settings.replica, status?.replica],
          ]}
        />
      </Section>
      <Section title={glance.settings.keys} line={glance.settings.keysLine}>
        <Keys />
      </Section>
      <Keeping />
      <FilesKept />
      <Section title={glance.settings.people} line={settings.whoLine}>
        <WhoField w={320} aria-label={settings.whoAsk} placeholder={settings.whoAsk} />
        {workers.length > 0 && (
          <div className="setting-names">
            <span className="quiet">{glance.settings.worked}</span>
            {workers.map(name => (
              <AppLink key={name} href={`/history?by=${encodeURIComponent(name)}`}>
                {name}
              </AppLink>
            ))}
          </div>
        )}
      </Section>
      <Section title={glance.settings.look} line={glance.settings.lookLine}>
        <div className="setting-names">
          <LanguageSwitch />
          <SegmentedControl
            size="xs"
            aria-label={settings.appearance}
            value={colorScheme === 'dark' ? 'dark' : 'light'}
            data={[
              { value: 'light', label: words.say.light },
              { value: 'dark', label: words.say.dark },
            ]}
            onChange={value => setColorScheme(value === 'dark' ? 'dark' : 'light')}
          />
        </div>
      </Section>
      <Section title={glance.settings.about} line={words.productLine}>
        <FactList
          facts={[
            [glance.settings.program, words.product],
            [settings.version, status?.version],
          ]}
        />
        <div className="small-note">{glance.settings.offline}</div>
      </Section>
    </div>
  )
}

/** What is read out over the telephone, and where the keys lie. */
function Keys() {
  const { words } = useSpoken()
  const { glance } = words
  const digits = useDigits().data
  return (
    <>
      {digits !== undefined && (
        <div className="setting-digits">
          <div>
            <div className="small-note">{glance.settings.ownDigits}</div>
            <Digits fingerprint={digits.own} label={glance.settings.ownDigits} />
          </div>
          {digits.root !== null && digits.root !== digits.own && (
            <div>
              <div className="small-note">{glance.settings.rootDigits}</div>
              <Digits fingerprint={digits.root} label={glance.settings.rootDigits} />
            </div>
          )}
        </div>
      )}
      <Recovery />
    </>
  )
}
