import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { RecordState as State } from '#contract/packets/exchange.ts'
import { useRecordState } from '../../../api/exchange.ts'
import { useShownDay } from '../../../api/shown-day.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useByHand } from '../../../kit/forms/by-hand.tsx'
import { SeverityTag } from '../../../kit/page/severity-tag.tsx'
import { useSpoken } from '../../../text/language.ts'
import { moment } from '../../../text/written.ts'
import type { Words } from '../../../text/zh-CN.ts'

const colours = { unsent: 'blue', sent: 'gray', received: 'teal', aside: 'orange', returned: 'red' } as const

/** At the record itself: what became of it on its way up, why it was given back, and whether a conflict is open. */
export function RecordState({ id }: { readonly id: string }) {
  const { words, say } = useSpoken()
  const { day } = useShownDay()
  const state = useRecordState(id, day === undefined).data
  if (state === undefined || day !== undefined) return null
  const isQuiet = state.state === 'none' && state.conflicts === 0
  if (isQuiet) return null
  return (
    <Stack gap={4} className="record-state">
      <Group gap="xs">
        {state.state !== 'none' && (
          <>
            <Badge variant="light" color={colours[state.state]} tt="none" fw={500}>
              {words.exchange.state[state.state]}
            </Badge>
            <Text size="sm" className="quiet">
              {stateSentence(words, state)}
            </Text>
          </>
        )}
        {state.conflicts > 0 && (
          <>
            <SeverityTag severity="orange">{words.exchange.conflictHere(state.conflicts)}</SeverityTag>
            <AppLink href="/packets?tab=conflicts">{words.exchange.decide}</AppLink>
          </>
        )}
      </Group>
      {state.returned.map(back => (
        <Text key={back.id} size="sm">
          {moment(back.at)} {words.exchange.backBy(back.office, back.actor)}
          {words.packet.semicolon}
          {words.packet.returned.reason} {say(back.reason)}
        </Text>
      ))}
    </Stack>
  )
}

function stateSentence(words: Words, { state, office, number }: State): string {
  const say = words.exchange.stateLine
  switch (state) {
    case 'none':
      return ''
    case 'returned':
      return say.returned
    case 'sent':
      return say.sent(office ?? '', number ?? 0)
    default:
      return say[state](office ?? '')
  }
}

type InPlace = { readonly id: string; readonly otherwise: ReactNode }

/** In place of a record's page where it was given back whole: what it was called, why, and the way to correct it. */
export function ReturnedOr({ id, otherwise }: InPlace) {
  const { words, say } = useSpoken()
  const byHand = useByHand()
  return (
    <Answer of={useRecordState(id)}>
      {state =>
        state.isOut ? (
          <section className="panel" style={{ padding: '16px 20px' }}>
            <Stack gap="sm" align="flex-start">
              <Title order={1}>{words.exchange.outTitle(state.name ?? '')}</Title>
              {state.returned.map(back => (
                <SeverityTag key={back.id} severity="red">
                  {moment(back.at)} {words.exchange.backBy(back.office, back.actor)}
                  {words.packet.semicolon}
                  {words.packet.returned.reason} {say(back.reason)}
                </SeverityTag>
              ))}
              <Text className="text-column">{words.exchange.outLine}</Text>
              <Button onClick={() => byHand.edit(id)}>{words.exchange.correct}</Button>
            </Stack>
          </section>
        ) : (
          otherwise
        )
      }
    </Answer>
  )
}
