import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useParams } from 'wouter'
import type { Place } from '#contract/looking.ts'
import { usePerson } from '../../api/questions.ts'
import { addressOf } from '../../kit/address.ts'
import { Answer } from '../../kit/answer.tsx'
import { AppLink } from '../../kit/app-link.tsx'
import { type Fact, FactList } from '../../kit/fact-list.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { useSpoken } from '../../text/language.ts'
import { wordFor } from '../../text/words-for.ts'
import type { Words } from '../../text/zh-CN.ts'
import { DisclosuresTable } from './disclosures-table.tsx'
import { HistoryTable } from './history-table.tsx'
import { MaskedNumber } from './masked-number.tsx'
import { Spans } from './spans.tsx'

type Detail = NonNullable<ReturnType<typeof usePerson>['data']>

/** One person: the facts, then homes, posts and standings over time. */
export function PersonPage() {
  const { id = '' } = useParams<{ id: string }>()
  const { words } = useSpoken()
  const { person, vocabulary } = words
  return (
    <Answer of={usePerson(id)} lines={8}>
      {detail => (
        <Stack gap="md" maw={1000}>
          <PageHeader title={detail.name} note={person.masked} />
          <div className="panel" style={{ padding: '8px 16px' }}>
            <FactList
              facts={[
                [person.sex, detail.sex === null ? null : wordFor(vocabulary.sex, detail.sex)],
                [person.birth, detail.birth],
                [
                  person.idNumber,
                  detail.idMasked && (
                    <MaskedNumber person={id} name={detail.name} field="id" masked={detail.idMasked} />
                  ),
                ],
                [
                  person.phone,
                  detail.phoneMasked && (
                    <MaskedNumber person={id} name={detail.name} field="phone" masked={detail.phoneMasked} />
                  ),
                ],
                ...standingFacts(detail, words),
                [person.joined, detail.joined],
                [person.memberNo, detail.memberNo],
                [person.nation, detail.nation],
                [person.political, detail.political],
                [person.education, detail.education],
                [person.occupation, detail.occupation],
                [person.workplace, detail.workplace],
              ]}
            />
          </div>
          <Part title={person.homes}>
            <Spans
              spans={detail.homes.map(home => ({
                id: home.id,
                what: home.org === null ? person.left : <OrgLink place={home.org} />,
                since: home.sinceKnown ? home.since : person.sinceUnknown,
                until: home.until,
              }))}
            />
          </Part>
          <Part title={person.posts}>
            <Spans
              spans={detail.posts.map(post => ({
                id: post.id,
                what: (
                  <>
                    {post.title} <OrgLink place={post.org} />
                  </>
                ),
                since: post.since,
                until: post.until,
              }))}
            />
          </Part>
          <Part title={person.standings}>
            <Spans
              spans={detail.standings.map(standing => ({
                id: standing.id,
                what: `${vocabulary.status[standing.status]} · ${vocabulary.report[standing.report]}`,
                since: standing.since,
                until: standing.until,
              }))}
            />
          </Part>
          <Part title={words.history.title}>
            <HistoryTable of={id} />
          </Part>
          <Part title={words.disclose.log}>
            <DisclosuresTable person={id} />
          </Part>
        </Stack>
      )}
    </Answer>
  )
}

/** Of a member: how the membership stands now; a state that was never noted is the usual one. */
function standingFacts(detail: Detail, { person, vocabulary }: Words): Fact[] {
  const isMember = detail.homes.some(home => home.until === null && home.org !== null)
  if (!isMember) return []
  const now = detail.standings.find(standing => standing.until === null)
  return [
    [person.status, vocabulary.status[now?.status ?? 'normal']],
    [person.report, vocabulary.report[now?.report ?? 'approved']],
  ]
}

function OrgLink({ place }: { readonly place: Place }) {
  return <AppLink href={addressOf('/orgs', { org: place.id })}>{place.name}</AppLink>
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <Title order={2} mb={4}>
        {title}
      </Title>
      <Text component="div">{children}</Text>
    </section>
  )
}
