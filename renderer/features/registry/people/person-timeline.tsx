import {
  IconBriefcase,
  IconCalendarEvent,
  IconHome,
  IconPencil,
  IconStar,
  IconUserCheck,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Place } from '#contract/looking.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { RowVerbs } from '../../../kit/forms/row-verbs.tsx'
import { useSpoken } from '../../../text/language.ts'
import { wordFor } from '../../../text/written.ts'
import { isNow, type PersonEvent } from './person-events.ts'

const signs = {
  home: IconHome,
  post: IconBriefcase,
  state: IconUserCheck,
  change: IconPencil,
  joined: IconStar,
  leaves: IconCalendarEvent,
} as const

type Props = { readonly events: readonly PersonEvent[]; readonly today: string }

/** A life in the League in one line, the newest at the top; what lies ahead and what holds now are marked. */
export function PersonTimeline({ events, today }: Props) {
  const { words } = useSpoken()
  return (
    <ol className="life">
      {events.map(event => {
        const Sign = signs[event.kind]
        const isAhead = event.day !== null && event.day > today
        return (
          <li key={event.id} data-kind={event.kind} data-now={isNow(event, today)} data-ahead={isAhead}>
            <span className="life-sign" title={words.glance.kinds[event.kind]}>
              <Sign size={14} aria-hidden />
            </span>
            <span className="life-day">{event.day ?? words.glance.dayUnknown}</span>
            <div className="life-what">
              <What event={event} />
              <Note event={event} isAhead={isAhead} />
            </div>
          </li>
        )
      })}
    </ol>
  )
}

function What({ event }: { readonly event: PersonEvent }): ReactNode {
  const { words, say } = useSpoken()
  switch (event.kind) {
    case 'home':
      return event.org === null ? words.person.left : <OrgLink place={event.org} />
    case 'post':
      return (
        <>
          {event.title} <OrgLink place={event.org} />{' '}
          {/* Posts that are over stand in no other list, and may be corrected here. */}
          <RowVerbs id={event.id} title={`${event.org.shortName ?? event.org.name} ${event.title}`} />
        </>
      )
    case 'state':
      return `${wordFor(words.vocabulary.status, event.status)} · ${wordFor(words.vocabulary.report, event.report)}`
    case 'change':
      return say(event.sentence)
    case 'joined':
    case 'leaves':
      return words.glance.kinds[event.kind]
  }
}

/** What kind of thing it is, how long it held, and who wrote it down. */
function Note({ event, isAhead }: { readonly event: PersonEvent; readonly isAhead: boolean }): ReactNode {
  const { words } = useSpoken()
  const { kinds, toNow, until, by, ahead } = words.glance
  const parts =
    event.kind === 'joined' || event.kind === 'leaves'
      ? []
      : event.kind === 'change'
        ? [
            kinds.change,
            ...(event.actor === '' ? [] : [by(event.actor)]),
            ...(event.isUndone ? [words.history.isUndone] : []),
          ]
        : [kinds[event.kind], event.until === null ? toNow : until(event.until)]
  const whole = isAhead ? [...parts, ahead] : parts
  return whole.length > 0 && <div className="small-note">{whole.join(' · ')}</div>
}

function OrgLink({ place }: { readonly place: Place }) {
  return (
    <AppLink href={addressOf('/orgs', { org: place.id })} title={place.name}>
      {place.shortName ?? place.name}
    </AppLink>
  )
}
