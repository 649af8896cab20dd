import { Stack } from '@mantine/core'
import { usePeers } from '../../../api/questions.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useSpoken } from '../../../text/language.ts'
import { calledIn } from './office-state.ts'

/** The latest packets in a few lines, for the home page. */
export function PeersBrief() {
  const { words } = useSpoken()
  return (
    <Answer of={usePeers()} lines={2}>
      {peers =>
        peers.length === 0 ? (
          <span className="quiet">{words.home.packetsNone}</span>
        ) : (
          <Stack gap={6}>
            {peers.slice(0, 8).map(peer => (
              <div key={peer.replica} style={{ display: 'flex', justifyContent: 'space-between', gap: 12 }}>
                <AppLink href="/packets">{calledIn(words, peer)}</AppLink>
                <span className="quiet">
                  {words.packet.sent} {words.packet.no(peer.sent)} · {words.packet.received}{' '}
                  {words.packet.no(peer.received)}
                </span>
              </div>
            ))}
          </Stack>
        )
      }
    </Answer>
  )
}
