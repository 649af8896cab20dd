import { Title } from '@mantine/core'
import type { Place } from '#contract/looking.ts'
import { org } from '#db/records/org.ts'
import { useGlance } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { Answer } from '../../kit/feedback/answer.tsx'
import { type Fact, FactList } from '../../kit/page/fact-list.tsx'
import { TermEnd } from '../../kit/pictures/term-bar.tsx'
import { useSpoken } from '../../text/language.ts'
import { wordOf } from '../../text/word-of.ts'
import { count } from '../../text/written.ts'
import { MaskedNumber } from './masked-number.tsx'

/** The organization to which somebody belongs, in a few lines: whom to ask about him, and how it stands there. */
export function BranchBrief({ place }: { readonly place: Place }) {
  const { language, words } = useSpoken()
  const { glance } = words
  const { day } = useShownDay()
  return (
    <section className="panel person-panel">
      <Title order={2}>
        <AppLink href={addressOf('/orgs', { org: place.id })} title={place.name}>
          {place.shortName ?? place.name}
        </AppLink>
      </Title>
      <Answer of={useGlance(place.id, day)}>
        {({ own, asOf }) => {
          const { secretary, term } = own
          const facts: readonly Fact[] = [
            [
              glance.secretary,
              secretary === null ? (
                glance.noSecretary
              ) : (
                <AppLink key="secretary" href={`/people/${secretary.person}`}>
                  {secretary.name}
                </AppLink>
              ),
            ],
            [
              words.person.phone,
              secretary?.phoneMasked && (
                <MaskedNumber
                  key={secretary.person}
                  person={secretary.person}
                  name={secretary.name}
                  field="phone"
                  masked={secretary.phoneMasked}
                />
              ),
            ],
            [
              glance.termEnds,
              term?.due ? (
                <TermEnd key="due" term={term} today={asOf} />
              ) : own.isElected ? (
                glance.termUnknown
              ) : (
                glance.termNone
              ),
            ],
            [glance.met.head, own.lastMeeting],
            [
              words.org.memberCount,
              <AppLink key="members" href={addressOf('/people', { org: place.id })}>
                {words.person.count(count(own.members))}
              </AppLink>,
            ],
            [wordOf(org, 'kind', language), words.vocabulary.kind[own.kind]],
          ]
          return <FactList facts={facts} />
        }}
      </Answer>
    </section>
  )
}
