import { Alert, List, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { PacketResult } from '#contract/packets/packets.ts'
import { usePeers } from '../../../api/questions.ts'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'
import { missingBefore } from './packet-facts.ts'
import { PacketParts } from './packet-parts.tsx'

type Props = {
  readonly result: PacketResult
  /** It lies in the inbox by now. */
  readonly isWaiting: boolean
}

/** What a packet is and does, in sentences. */
export function PacketPreview({ result, isWaiting }: Props) {
  const { words, say } = useSpoken()
  const { status, from, number, code } = result
  const isDone = status === 'applied'
  const returned = result.reasons.reduce((sum, { n }) => sum + n, 0)
  // By organization where it was looked at like that; what is of none stands before it.
  const sentences = result.parts.length > 0 ? result.notes : result.sentences
  const isShown = status === 'preview' || isDone
  const numbers = [
    [words.packet.added, result.added],
    [words.packet.changed, result.changed],
    [words.packet.removed, result.removed],
    [words.packet.conflicts, result.conflicts],
  ] as const
  return (
    <Stack gap="sm">
      <Title order={2}>
        {from === null
          ? words.packet.status[status]
          : `${words.packet.from(from.name, number ?? 0)} · ${words.packet.status[status]}`}
      </Title>
      <Told result={result} isWaiting={isWaiting} />
      {code === 'packet-many-leave' && (
        <Alert color="red" title={words.packet.manyTitle}>
          {withWholeDays(say(result.message))}
        </Alert>
      )}
      {result.warnings.map(warning => (
        <Alert key={warning.en} color="orange">
          {withWholeDays(say(warning))}
        </Alert>
      ))}
      {isShown && (
        <SimpleGrid cols={4} maw={720}>
          {numbers.map(([label, n]) => (
            <div key={label} className="panel number-tile">
              <div className="quiet">{label}</div>
              <div className="number">{count(n)}</div>
            </div>
          ))}
        </SimpleGrid>
      )}
      {sentences.length > 0 && (
        <div className="panel" style={{ padding: '8px 16px', maxHeight: 420, overflow: 'auto' }}>
          {status === 'preview' && (
            <>
              <Text fw={600}>{words.packet.preview}</Text>
              <Text className="quiet">{words.packet.previewLine}</Text>
            </>
          )}
          <List size="sm">
            {sentences.map(sentence => (
              <List.Item key={sentence.zh}>{withWholeDays(say(sentence))}</List.Item>
            ))}
          </List>
        </div>
      )}
      {result.parts.length > 0 && <PacketParts parts={result.parts} />}
      {returned > 0 && (
        <Alert color="orange" title={words.packet[isDone ? 'returnedDone' : 'returnedRows'](count(returned))}>
          <List size="sm">
            {result.reasons.map(({ n, message }) => (
              <List.Item key={message.zh}>{words.packet.times(count(n), say(message))}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      {result.alsoApplied.length > 0 && (
        <Text>{words.packet.alsoApplied(result.alsoApplied.map(words.packet.no).join(' '))}</Text>
      )}
      {isDone && <Text>{words.packet.answerNext}</Text>}
    </Stack>
  )
}

/** Why a packet is not taken in, calmly where that is no fault, and what to do. */
function Told({ result, isWaiting }: Props) {
  const { words, say } = useSpoken()
  const peers = usePeers()
  switch (result.status) {
    case 'refused':
      return <Alert color="red">{withWholeDays(say(result.message))}</Alert>
    case 'duplicate':
      return (
        <Alert color="gray">
          <div>{withWholeDays(say(result.message))}</div>
          <div>{words.packet.duplicateNext}</div>
        </Alert>
      )
    case 'waiting': {
      const peer = peers.data?.find(one => one.replica === result.from?.replica)
      const isEarlier = result.code === 'packet-waiting'
      const missing = isEarlier ? missingBefore(peer?.received ?? 0, result.number ?? 0) : undefined
      return (
        <Alert color="orange" {...(missing && { title: words.packet.missing(missing.from, missing.to) })}>
          <div>{isWaiting && isEarlier ? words.packet.waitingKept : say(result.message)}</div>
          {isEarlier && <div>{words.packet.missingNext}</div>}
        </Alert>
      )
    }
    case 'preview':
    case 'applied':
      return null
  }
}
