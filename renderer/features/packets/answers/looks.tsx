import { Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { Look } from '#contract/packets/exchange.ts'
import { useClient } from '../../../api/client.ts'
import { useLooks } from '../../../api/exchange.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { useSpoken } from '../../../text/language.ts'
import { moment } from '../../../text/written.ts'
import { addressOfSubject } from './given-back.tsx'

/** So many are drawn at once. */
const page = 20

/** What two offices changed at once in different fields of one record: both hold, a person looks and puts it away. */
export function Looks() {
  const { words } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const [most, setMost] = useState(page)
  const looks = useLooks().data ?? []
  if (looks.length === 0) return null
  const putAway = async (ids: readonly number[]) => {
    try {
      await client.exchange.lookedAt({ ids: [...ids] })
      await changed()
      done(words.exchange.looks.noted, null)
    } catch (error) {
      failed(error)
    }
  }
  return (
    <section aria-label={words.exchange.looks.title}>
      <Group justify="space-between" mb={4}>
        <Title order={2}>{words.exchange.looks.title}</Title>
        {looks.length > 1 && (
          <Button size="compact-sm" variant="default" onClick={() => void putAway(looks.map(({ id }) => id))}>
            {words.exchange.looks.seenAll}
          </Button>
        )}
      </Group>
      <Text className="quiet text-column" mb="xs">
        {words.exchange.looks.line}
      </Text>
      <Stack gap="xs">
        {looks.slice(0, most).map(look => (
          <LookPanel key={look.id} look={look} onSeen={() => void putAway([look.id])} />
        ))}
        {looks.length > most && (
          <Button variant="default" onClick={() => setMost(most + page)}>
            {words.exchange.more(Math.min(page, looks.length - most))}
          </Button>
        )}
      </Stack>
    </section>
  )
}

function LookPanel({ look, onSeen }: { readonly look: Look; readonly onSeen: () => void }) {
  const { words, say } = useSpoken()
  const { ours, theirs } = look
  const subject = [...theirs.subjects, ...ours.subjects].find(({ id }) => id !== '')
  const name = subject?.name ?? theirs.subjects[0]?.name ?? say(theirs.kind)
  const sides = [
    { title: words.exchange.looks.ours, change: ours, by: look.oursBy },
    { title: words.exchange.looks.theirs, change: theirs, by: look.theirsBy },
  ]
  return (
    <div className="panel" style={{ padding: '8px 16px 10px' }}>
      <Group justify="space-between" mb={4}>
        <Text fw={600}>
          {subject === undefined ? (
            name
          ) : (
            <AppLink href={addressOfSubject({ kind: subject.entity, id: subject.id })}>{name}</AppLink>
          )}
          {theirs.title.zh !== '' && ` · ${say(theirs.title)}`}
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`${words.exchange.looks.seen} ${name}`}
          onClick={onSeen}
        >
          {words.exchange.looks.seen}
        </Button>
      </Group>
      <SimpleGrid cols={2} spacing="md">
        {sides.map(({ title, change, by }) => (
          <div key={title} style={{ overflowWrap: 'anywhere' }}>
            <Text size="xs" className="quiet">
              {title} · {words.exchange.looks.by(by.office, by.actor, moment(by.at))}
            </Text>
            {change.fields.map(field => (
              <div key={field.label.en}>
                {words.exchange.looks.change(say(field.label), say(field.was), say(field.now))}
              </div>
            ))}
          </div>
        ))}
      </SimpleGrid>
    </div>
  )
}
