import { Alert, Stack, Text, Title } from '@mantine/core'
import { useLocation } from 'wouter'
import { useDigits, usePending } from '../../../api/packets.ts'
import { usePeers, useStats } from '../../../api/questions.ts'
import { useHandedFile } from '../../../kit/files/handed-file.tsx'
import { useSpoken } from '../../../text/language.ts'
import { HandOver } from '../offices/hand-over.tsx'
import { Digits } from './digits.tsx'
import { Steps } from './steps.tsx'

export type Approved = {
  readonly replica: string
  readonly name: string
  /** The organization's code, or its id where it has none. */
  readonly org: string
  readonly file: File
}

/** The approval was made: where it is put, and the digits that its receiver will compare. */
export function ApprovedHandOver({ approved }: { readonly approved: Approved }) {
  const { words } = useSpoken()
  const [, navigate] = useLocation()
  const { hand } = useHandedFile()
  const digits = useDigits()
  const others = useOthersOf(approved.replica)
  const holds = useStats({ org: approved.org }).data
  const done = () => {
    hand([])
    navigate('/packets')
  }
  return (
    <Stack gap="md">
      <Steps names={words.packet.approve.steps} at={3} />
      <section className="panel" style={{ padding: 16 }}>
        <Title order={2}>{words.packet.approve.made(approved.name)}</Title>
        <Text mb="sm" mih="1lh">
          {holds && words.packet.approve.carries(holds.branches, holds.members)}
        </Text>
        {others > 0 && (
          <Alert color="orange" mb="sm">
            {words.packet.approve.another(approved.name, others)}
          </Alert>
        )}
        <HandOver
          file={approved.file}
          to={approved.name}
          next={words.packet.approve.next(approved.name)}
          onDone={done}
        />
      </section>
      {digits.data?.root && (
        <section className="panel" style={{ padding: 16 }}>
          <Text mb="sm">{words.packet.approve.readOut}</Text>
          <Digits fingerprint={digits.data.root} label={words.packet.approve.digits} />
        </section>
      )}
    </Stack>
  )
}

/** How many other PCs of the same office are still in use: one that it hands over is to be revoked. */
function useOthersOf(replica: string): number {
  const peers = usePeers().data ?? []
  const pending = usePending().data ?? []
  const org = peers.find(peer => peer.replica === replica)?.org
  const isRevoked = new Set(pending.filter(one => one.revoked).map(one => one.replica))
  return peers.filter(peer => peer.org === org && peer.replica !== replica && !isRevoked.has(peer.replica))
    .length
}
