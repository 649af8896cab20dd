import { Alert, List, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { PacketResult } from '#contract/bundle.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'

/** What a packet is and does, in sentences. */
export function PacketPreview({ result }: { readonly result: PacketResult }) {
  const { words, say } = useSpoken()
  const numbers = [
    [words.packet.added, result.added],
    [words.packet.changed, result.changed],
    [words.packet.removed, result.removed],
    [words.packet.conflicts, result.conflicts],
  ] as const
  const isBad = result.status === 'refused'
  // The heading says already that a packet is looked at, or taken in.
  const isTold = result.status !== 'preview' && result.status !== 'applied' && say(result.message) !== ''
  return (
    <Stack gap="sm">
      <Title order={2}>
        {result.from === null
          ? words.packet.status[result.status]
          : `${words.packet.from(result.from.name, result.number ?? 0)} · ${words.packet.status[result.status]}`}
      </Title>
      {isTold && <Alert color={isBad ? 'red' : 'gray'}>{say(result.message)}</Alert>}
      {result.warnings.map(warning => (
        <Alert key={warning.en} color="orange">
          {say(warning)}
        </Alert>
      ))}
      {!isBad && (
        <SimpleGrid cols={4} maw={720}>
          {numbers.map(([label, n]) => (
            <div key={label} className="panel number-tile">
              <div className="quiet">{label}</div>
              <div className="number">{count(n)}</div>
            </div>
          ))}
        </SimpleGrid>
      )}
      {result.sentences.length > 0 && (
        <div className="panel" style={{ padding: '8px 16px', maxHeight: 420, overflow: 'auto' }}>
          <Text fw={600}>{words.packet.preview}</Text>
          <List size="sm">
            {result.sentences.map(sentence => (
              <List.Item key={sentence.zh}>{say(sentence)}</List.Item>
            ))}
          </List>
        </div>
      )}
      {result.returned.length > 0 && (
        <Alert color="orange" title={words.packet.returnedRows(result.returned.length)}>
          <List size="sm">
            {result.returned.slice(0, 50).map(row => (
              <List.Item key={`${row.entity}${row.id}${row.code}`}>{say(row.message)}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      {result.alsoApplied.length > 0 && (
        <Text>{words.packet.alsoApplied(result.alsoApplied.map(words.packet.no).join(' '))}</Text>
      )}
    </Stack>
  )
}
