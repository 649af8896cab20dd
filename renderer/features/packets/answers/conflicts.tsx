import { Badge, Button, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import type { Dispute } from '#contract/packets.ts'
import { useClient } from '../../../api/client.ts'
import { useDisputes } from '../../../api/packets.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { moment } from '../../../text/moment.ts'
import { disputeTitle, headLines } from './dispute-text.ts'
import { addressOfSubject } from './given-back.tsx'

/** What two offices wrote differently: which one holds now, and a way to choose the other. */
export function Conflicts() {
  const { words } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const keep = async (id: string, version: string) => {
    try {
      const { changeSet } = await client.packets.resolveConflict({ id, keep: version, by })
      await changed()
      done(words.packet.dispute.kept, changeSet)
    } catch (error) {
      failed(error)
    }
  }
  return (
    <Answer of={useDisputes()} lines={2}>
      {disputes =>
        disputes.length === 0 ? (
          <div className="panel">
            <Empty line={words.packet.dispute.none} />
          </div>
        ) : (
          <Stack gap="sm">
            <Text className="quiet">{words.packet.dispute.line}</Text>
            {disputes.map(dispute => (
              <DisputePanel key={dispute.id} dispute={dispute} onKeep={keep} />
            ))}
          </Stack>
        )
      }
    </Answer>
  )
}

type PanelProps = {
  readonly dispute: Dispute
  readonly onKeep: (id: string, version: string) => Promise<void>
}

function DisputePanel({ dispute, onKeep }: PanelProps) {
  const { words } = useSpoken()
  const { about, heads, id, holds } = dispute
  const title = disputeTitle(words, dispute)
  return (
    <section
      className="panel"
      style={{ padding: '10px 16px 14px' }}
      aria-label={`${about?.name ?? ''} ${title}`}
    >
      <Text fw={600} mb={6}>
        {about === null ? (
          words.packet.dispute.unknown
        ) : (
          <AppLink href={addressOfSubject(about)}>{about.name}</AppLink>
        )}{' '}
        · {title}
      </Text>
      <SimpleGrid cols={Math.min(heads.length, 3)} spacing="sm">
        {heads.map(head => {
          const lines = headLines(words, dispute, head)
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
              </div>
              {head.version === holds ? (
                <Badge variant="light" tt="none" style={{ flex: 'none' }}>
                  {words.packet.dispute.holds}
                </Badge>
              ) : (
                <Button
                  size="compact-sm"
                  variant="default"
                  style={{ flex: 'none' }}
                  aria-label={words.packet.dispute.keepOf(lines.join(' '))}
                  onClick={() => void onKeep(id, head.version)}
                >
                  {words.packet.dispute.keep}
                </Button>
              )}
            </Group>
          )
        })}
      </SimpleGrid>
    </section>
  )
}
