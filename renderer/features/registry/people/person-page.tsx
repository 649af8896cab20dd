import { Button, Group, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link, useParams } from 'wouter'
import { person as member } from '#db/records/person.ts'
import { fileIn } from '#db/records/types/files.ts'
import { useFilesOf } from '../../../api/attached.ts'
import { failureOf } from '../../../api/failure.ts'
import { useDisclosures, useHistory, usePerson, usePlaces, useStatus } from '../../../api/questions.ts'
import { useShownDay } from '../../../api/shown-day.ts'
import { addressOf, pastAddress } from '../../../kit/address/address.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { OrgPath } from '../../../kit/address/org-path.tsx'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { AttachedFiles } from '../../../kit/files/attached-files.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { type Fact, FactList } from '../../../kit/page/fact-list.tsx'
import { RecordHeader } from '../../../kit/page/record-header.tsx'
import { useSpoken } from '../../../text/language.ts'
import { upperFirst, wordOf } from '../../../text/word-of.ts'
import { moment, wordFor } from '../../../text/written.ts'
import { RecordState, ReturnedOr } from '../../packets/answers/record-state.tsx'
import { BranchBrief } from '../branch-brief.tsx'
import { DisclosuresTable } from '../history/disclosures-table.tsx'
import { MaskedNumber } from '../masked-number.tsx'
import { OpenTransfer } from './open-transfer.tsx'
import { personEvents } from './person-events.ts'
import { PersonLists } from './person-lists.tsx'
import { asOfDay, type PersonNow, personNow } from './person-now.ts'
import { PersonTimeline } from './person-timeline.tsx'
import { PersonVerbs } from './person-verbs.tsx'

function isUnknown(error: Error | null): boolean {
  const failure = error === null ? undefined : failureOf(error)
  return failure?.kind === 'refused' && failure.code === 'person-unknown'
}

type Detail = NonNullable<ReturnType<typeof usePerson>['data']>

/** One person: who and where in the header, the facts at the left, a life in the League at the right. */
export function PersonPage() {
  const { id = '' } = useParams<{ id: string }>()
  const { words } = useSpoken()
  const { day } = useShownDay()
  const [person, history, status, disclosures] = [
    usePerson(id),
    useHistory(id),
    useStatus(),
    useDisclosures(id),
  ]
  const all = [person, history, status, disclosures]
  const whole = {
    data:
      person.data && history.data && status.data && disclosures.data
        ? {
            detail: day === undefined ? person.data : asOfDay(person.data, day),
            // What was written down later was not known on the day.
            history: history.data.filter(({ at }) => day === undefined || moment(at).slice(0, 10) <= day),
            today: day ?? status.data.clock.today,
            disclosed: disclosures.data.length,
          }
        : undefined,
    error: all.find(({ error }) => error !== null)?.error ?? null,
    refetch: () => Promise.all(all.map(({ refetch }) => refetch())),
  }
  // What was given back to this office has no page of its own: why, and the way to correct it, stand in its place.
  if (isUnknown(person.error))
    return (
      <ReturnedOr
        id={id}
        otherwise={
          person.data === undefined ? <Answer of={whole}>{() => null}</Answer> : <Gone {...person.data} />
        }
      />
    )
  return (
    <Answer of={whole} lines={8}>
      {({ detail, history: entries, today, disclosed }) => {
        const now = personNow(detail, today)
        const place = now.home ?? now.posts[0]?.org
        return (
          <div className="person">
            <Head detail={detail} now={now} />
            <OpenTransfer person={detail.id} asOf={day} today={today} />
            <RecordState id={detail.id} />
            <div className="person-beside">
              <div className="person-facts">
                <Facts detail={detail} />
                <Files id={detail.id} />
                {place !== undefined && <BranchBrief place={place} />}
                <PersonLists id={detail.id} name={detail.name} asOf={day} />
                {disclosed > 0 && (
                  <section className="panel person-panel">
                    <Title order={2}>{words.disclose.log}</Title>
                    <DisclosuresTable person={detail.id} />
                  </section>
                )}
              </div>
              <section className="panel person-panel person-life">
                <Title order={2}>{words.glance.timeline}</Title>
                <PersonTimeline events={personEvents(detail, entries)} today={today} />
              </section>
            </div>
          </div>
        )
      }}
    </Answer>
  )
}

/** In place of somebody who was here until he was removed or merged, in this window or another one. */
function Gone({ name }: Pick<Detail, 'name'>) {
  const { words } = useSpoken()
  return (
    <Empty isPage title={words.person.goneTitle(name)} line={words.person.goneLine}>
      <Group>
        <AppLink href="/trash">{words.trash.title}</AppLink>
        <AppLink href="/people">{words.nav.people}</AppLink>
      </Group>
    </Empty>
  )
}

function Head({ detail, now }: { readonly detail: Detail; readonly now: PersonNow }) {
  const { words } = useSpoken()
  const { glance, vocabulary } = words
  const { day } = useShownDay()
  const place = now.home ?? now.posts[0]?.org
  const path = usePlaces(place === undefined ? undefined : [place.id], day).data?.[0]?.path ?? []
  return (
    <>
      <OrgPath path={path.slice(0, -1)} />
      <RecordHeader
        title={detail.name}
        verbs={
          day !== undefined ? (
            <Button component={Link} href={pastAddress(detail.id)} size="compact-md" variant="default">
              {words.byHand.past}
            </Button>
          ) : (
            <PersonVerbs
              id={detail.id}
              name={detail.name}
              hasLeft={detail.homes[0]?.org === null}
              isMerged={detail.isMerged}
              state={detail.standings.find(({ until }) => until === null)}
            />
          )
        }
        tags={
          now.state === undefined
            ? []
            : [wordFor(vocabulary.status, now.state.status), wordFor(vocabulary.report, now.state.report)]
        }
        line={
          <>
            {now.home !== null && (
              <AppLink href={addressOf('/orgs', { org: now.home.id })}>{now.home.name}</AppLink>
            )}
            {now.home === null && now.posts.length === 0 && <span className="quiet">{glance.nowhere}</span>}
            {now.posts.map(post => (
              <span key={post.id} title={post.org.name}>
                {post.title}
                {post.org.id !== now.home?.id && (
                  <>
                    {' '}
                    <AppLink href={addressOf('/orgs', { org: post.org.id })}>
                      {post.org.shortName ?? post.org.name}
                    </AppLink>
                  </>
                )}
              </span>
            ))}
            {now.age !== undefined && <span>{glance.age(now.age)}</span>}
            {now.leagueYears !== undefined && <span>{glance.leagueYears(now.leagueYears)}</span>}
          </>
        }
      />
    </>
  )
}

/** His photos and scans; nothing where there are none. */
function Files({ id }: { readonly id: string }) {
  const { language } = useSpoken()
  const files = useFilesOf(id).data ?? []
  if (files.length === 0) return null
  return (
    <section className="panel person-panel">
      <Title order={2}>{upperFirst(member.fields.files.words[language])}</Title>
      <AttachedFiles files={files.flatMap(({ item }) => fileIn(item) ?? [])} />
    </section>
  )
}

/** What is known in two columns, and what is not in one line. */
function Facts({ detail }: { readonly detail: Detail }) {
  const { language, words, say } = useSpoken()
  const { person, vocabulary } = words
  const called = (field: keyof typeof member.fields) => wordOf(member, field, language)
  const number = (field: 'id' | 'phone', masked: string | null): ReactNode =>
    masked === null ? null : (
      <MaskedNumber person={detail.id} name={detail.name} field={field} masked={masked} />
    )
  const facts: readonly Fact[] = [
    [person.idNumber, number('id', detail.idMasked)],
    [person.phone, number('phone', detail.phoneMasked)],
    [called('sex'), detail.sex === null ? null : wordFor(vocabulary.sex, detail.sex)],
    [called('birth'), detail.birth],
    [called('joined'), detail.joined],
    [called('member_no'), detail.memberNo],
    [called('nation'), detail.nation],
    [called('political'), detail.political],
    [called('education'), detail.education],
    [called('occupation'), detail.occupation],
    [called('workplace'), detail.workplace],
    ...detail.more
      .filter(({ field }) => field !== 'files')
      .map(({ words: name, value }): Fact => [upperFirst(say(name)), value === null ? null : say(value)]),
  ]
  const unknown = facts.filter(([, value]) => value === null).map(([name]) => name)
  return (
    <section className="panel person-panel" aria-label={words.glance.facts}>
      <FactList facts={facts.filter(([, value]) => value !== null)} />
      {unknown.length > 0 && <p className="quiet person-unknown">{words.glance.notKnown(unknown)}</p>}
    </section>
  )
}
