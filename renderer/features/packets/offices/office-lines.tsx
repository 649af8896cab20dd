import { Text } from '@mantine/core'
import { SeverityTag } from '../../../kit/page/severity-tag.tsx'
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
            <SeverityTag severity="orange">{say(warning)}</SeverityTag>
          </div>
        ))}
    </>
  )
}
