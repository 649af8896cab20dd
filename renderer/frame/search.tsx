import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { Spotlight, spotlight } from '@mantine/spotlight'
import { IconSearch, IconSitemap, IconUser } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { failureOf } from '../api/failure.ts'
import { useFound, useReadings } from '../api/questions.ts'
import { addressOf } from '../kit/address/address.ts'
import { failureSentence } from '../kit/feedback/failure-sentence.ts'
import { useByHand } from '../kit/forms/by-hand.tsx'
import { foundBy } from '../kit/page/found-by.ts'
import { isComposing } from '../kit/page/is-composing.ts'
import { pages } from '../pages.ts'
import { useSpoken } from '../text/language.ts'
import { isCalled } from './is-called.ts'

/** Ctrl+K: finds organizations, members, pages and commands. Asks nothing while a word is being composed. */
export function Search() {
  const spoken = useSpoken()
  const { words, language, speak } = spoken
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  const [, navigate] = useLocation()
  const byHand = useByHand()
  const [typed, setTyped] = useState('')
  const [wanted, setWanted] = useState('')
  const found = useFound(wanted.trim())
  const close = (address: string) => {
    spotlight.close()
    navigate(address)
  }
  const titled = pages.flatMap(({ at, title }) => {
    const name = title?.(words)
    return name === undefined ? [] : [{ at, name }]
  })
  const commands: readonly (readonly [string, () => void])[] = [
    [words.byHand.member, () => byHand.add('person')],
    [words.byHand.meeting, () => byHand.add('meeting')],
    [words.byHand.appoint, () => byHand.add('post')],
    [words.byHand.registerElection, () => byHand.add('term')],
    [words.byHand.orgBelow, () => byHand.add('org')],
    [words.say.packForOffice, () => navigate('/packets')],
    [words.settings.doBackup, () => navigate('/settings')],
    [words.settings.doVerify, () => navigate('/settings')],
    [words.say.darkSwitch, () => setColorScheme(scheme === 'dark' ? 'light' : 'dark')],
    [words.say.speakOther, () => speak(language === 'zh' ? 'en' : 'zh')],
  ]
  const labels = [...titled.map(({ name }) => name), ...commands.map(([label]) => label)]
  const readings = useReadings(labels, language === 'zh' && /^[a-z\s]+$/i.test(wanted)).data ?? []
  const isMeant = (label: string) => isCalled(label, readings[labels.indexOf(label)], wanted)
  const shownPages = titled.filter(({ name }) => isMeant(name))
  const shownCommands = commands.filter(([label]) => isMeant(label))
  const { orgs = [], people = [], first } = wanted === '' ? {} : (found.data ?? {})
  const isSettled = wanted.trim() === '' || !(found.isPending || found.isPlaceholderData)
  const list = useRef<HTMLDivElement>(null)
  // Whoever types on and presses Enter before it was found means the first that will be.
  const [wantsFirst, setWantsFirst] = useState(false)
  const shown = [...orgs, ...people].map(({ id }) => id).join() + shownPages.length + shownCommands.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: once more whenever something else is shown
  useEffect(() => {
    if (typed === '' || !isSettled) return
    const first = list.current?.querySelector<HTMLElement>('[data-action]')
    list.current?.querySelector('[data-selected]')?.removeAttribute('data-selected')
    first?.setAttribute('data-selected', 'true')
    if (wantsFirst) first?.click()
    setWantsFirst(false)
  }, [isSettled, shown, wantsFirst])
  const noneSaid = found.error
    ? failureSentence(failureOf(found.error), spoken)
    : isSettled
      ? words.say.nothingFound
      : words.say.working
  const orgsFound = orgs.length > 0 && (
    <Spotlight.ActionsGroup key="orgs" label={words.say.orgs}>
      {orgs.map(org => (
        <Spotlight.Action
          key={org.id}
          label={org.name}
          description={[foundBy(org, words), org.path.join(' / ')].filter(Boolean).join('  ')}
          leftSection={<IconSitemap size={18} aria-hidden />}
          onClick={() => close(addressOf('/orgs', { org: org.id }))}
        />
      ))}
    </Spotlight.ActionsGroup>
  )
  const peopleFound = people.length > 0 && (
    <Spotlight.ActionsGroup key="people" label={words.say.people}>
      {people.map(person => (
        <Spotlight.Action
          key={person.id}
          label={person.name}
          description={[
            person.isReturned && words.packet.givenBackMark,
            person.post && `${person.post.orgName} ${person.post.title}`,
            person.post?.orgName === person.org ? undefined : person.org,
            person.idMasked,
          ]
            .filter(Boolean)
            .join('  ')}
          leftSection={<IconUser size={18} aria-hidden />}
          // Whoever lies elsewhere has no page here, but the post has.
          onClick={() =>
            close(
              person.isHere
                ? `/people/${person.id}`
                : addressOf('/orgs', { org: person.post?.org, tab: 'cadres' }),
            )
          }
        />
      ))}
    </Spotlight.ActionsGroup>
  )
  return (
    <Spotlight.Root
      query={typed}
      onQueryChange={setTyped}
      shortcut="mod + K"
      // Also from within a field: who types a name may look another one up.
      tagsToIgnore={[]}
      triggerOnContentEditable
      scrollable
      maxHeight={480}
      // Who knows what he wants types on at once: no letter is lost while it fades in.
      transitionProps={{ duration: 0 }}
      onSpotlightClose={() => setWanted('')}
    >
      {/* The search itself has its own ear for compositions, and does not hand them on. */}
      <div
        onCompositionEnd={({ target }) => {
          if (target instanceof HTMLInputElement) setWanted(target.value)
        }}
        onKeyDownCapture={event => {
          if (event.key !== 'Enter' || isSettled || isComposing(event.nativeEvent)) return
          event.preventDefault()
          event.stopPropagation()
          setWantsFirst(true)
        }}
      >
        <Spotlight.Search
          placeholder={words.say.searchHint}
          aria-label={words.say.searchHint}
          leftSection={<IconSearch size={18} aria-hidden />}
          onInput={event => {
            setWantsFirst(false)
            if (!isComposing(event.nativeEvent)) setWanted(event.currentTarget.value)
          }}
        />
      </div>
      <Spotlight.ActionsList ref={list} aria-busy={!isSettled}>
        {first === 'people' ? [peopleFound, orgsFound] : [orgsFound, peopleFound]}
        {shownPages.length > 0 && (
          <Spotlight.ActionsGroup label={words.say.pages}>
            {shownPages.map(({ at, name }) => (
              <Spotlight.Action key={at} label={name} onClick={() => close(at)} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {shownCommands.length > 0 && (
          <Spotlight.ActionsGroup label={words.say.commands}>
            {shownCommands.map(([label, act]) => (
              <Spotlight.Action
                key={label}
                label={label}
                onClick={() => {
                  spotlight.close()
                  act()
                }}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {orgs.length + people.length + shownPages.length + shownCommands.length === 0 && (
          <Spotlight.Empty>{noneSaid}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
