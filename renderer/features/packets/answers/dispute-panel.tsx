import { Badge, Button, Checkbox, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import type { Dispute } from '#contract/packets/packets.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { useSpoken } from '../../../text/language.ts'
import { moment } from '../../../text/written.ts'
import { disputeTitle, headLines } from './dispute-text.ts'
import { addressOfSubject } from './given-back.tsx'

type Props = {
  readonly dispute: Dispute
  readonly isPicked: boolean
  /** Offers to settle it along with others. */
  readonly onPick?: () => void
  readonly onKeep: (id: string, version: string) => Promise<void>
}

/** One conflict: every head with its author, which one holds now and why, and a button for each: whoever leaves it as it is has settled it too. */
export function DisputePanel({ dispute, isPicked, onPick, onKeep }: Props) {
  const { words } = useSpoken()
  const { about, heads, more, id, holds, why, register } = dispute
  const title = disputeTitle(words, dispute)
  const name = about?.name ?? words.packet.dispute.unknown
  const isRemoval = register === '*'
  return (
    <section className="panel" style={{ padding: '10px 16px 14px' }} aria-label={`${name} ${title}`}>
      <Group gap="xs" mb={6} wrap="nowrap">
        {onPick && (
          <Checkbox
            size="xs"
            aria-label={words.exchange.choose(`${name} ${title}`)}
            checked={isPicked}
            onChange={onPick}
          />
        )}
        <Text fw={600}>
          {about === null ? name : <AppLink href={addressOfSubject(about)}>{about.name}</AppLink>} · {title}
        </Text>
      </Group>
      <SimpleGrid cols={Math.min(heads.length, 3)} spacing="sm">
        {heads.map(head => {
          const lines = headLines(words, dispute, head)
          const isHolding = head.version === holds
          const { dispute: say } = words.packet
          const keep = isRemoval
            ? words.exchange[head.removed ? 'giveUp' : 'restore']
            : say[isHolding ? 'keepNow' : 'keep']
          return (
            <Group
              key={head.version}
              justify="space-between"
              align="flex-start"
              wrap="nowrap"
              className="panel"
              p="8px 12px"
            >
              <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
                {lines.map(line => (
                  <div key={line}>{line}</div>
                ))}
                <Text size="xs" className="quiet">
                  {head.org} · {head.actor === '' ? words.packet.dispute.someone : head.actor} ·{' '}
                  {moment(head.at)}
                </Text>
                {isHolding && (
                  <Text size="xs" className="quiet">
                    {words.packet.dispute.pair(words.packet.dispute.holds, words.exchange.why[why])}
                  </Text>
                )}
              </div>
              <Stack gap={4} align="flex-end" style={{ flex: 'none' }}>
                {isHolding && !isRemoval && (
                  <Badge variant="light" tt="none">
                    {say.holds}
                  </Badge>
                )}
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={say[isHolding && !isRemoval ? 'keepNowOf' : 'keepOf'](lines.join(' '))}
                  onClick={() => void onKeep(id, head.version)}
                >
                  {keep}
                </Button>
              </Stack>
            </Group>
          )
        })}
      </SimpleGrid>
      {more > 0 && (
        <Text size="sm" className="quiet" mt={6}>
          {words.exchange.parts.moreHeads(more)}
        </Text>
      )}
    </section>
  )
}
