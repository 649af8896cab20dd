import { Button, Text } from '@mantine/core'
import { useClient } from '../../../api/client.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { SeverityTag } from '../../../kit/page/severity-tag.tsx'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { useSpoken } from '../../../text/language.ts'
import { officeState, type Peer, type Pending, waitingState } from './office-state.ts'

/** How things stand with an office, what waits for it, and what is to be known of it. */
export function OfficeLines({
  peer,
  pending,
}: {
  readonly peer: Peer
  readonly pending: Pending | undefined
}) {
  const { words, say } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const putAway = async () => {
    try {
      await client.exchange.clearWarnings({ org: peer.replica })
      await changed()
      done(words.exchange.reported.lookedInto(peer.name), null)
    } catch (error) {
      failed(error)
    }
  }
  const isRevoked = pending?.revoked === true
  return (
    <>
      {officeState(words, peer, pending).map(line => (
        <Text key={line} size="sm" className="quiet">
          {line}
        </Text>
      ))}
      {pending !== undefined && !isRevoked && <Text size="sm">{waitingState(words, pending)}</Text>}
      {!isRevoked &&
        peer.warnings.map(warning => (
          <div key={warning.en} style={{ marginTop: 4 }}>
            <SeverityTag severity="orange" isSentence>
              {withWholeDays(say(warning))}
            </SeverityTag>
          </div>
        ))}
      {!isRevoked && peer.canPutAway && (
        <Button size="compact-xs" variant="subtle" mt={4} onClick={() => void putAway()}>
          {words.exchange.reported.lookInto}
        </Button>
      )}
    </>
  )
}
