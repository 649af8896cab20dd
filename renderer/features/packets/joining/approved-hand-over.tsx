import { Stack, Text, Title } from '@mantine/core'
import { useLocation } from 'wouter'
import { useDigits } from '../../../api/packets.ts'
import { useHandedFile } from '../../../kit/files/handed-file.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'
import { HandOver } from '../offices/hand-over.tsx'
import { Digits } from './digits.tsx'
import { Steps } from './steps.tsx'

export type Approved = { readonly name: string; readonly changes: number; readonly file: File }

/** The approval was made: where it is put, and the digits that its receiver will compare. */
export function ApprovedHandOver({ approved }: { readonly approved: Approved }) {
  const { words } = useSpoken()
  const [, navigate] = useLocation()
  const { hand } = useHandedFile()
  const digits = useDigits()
  const done = () => {
    hand([])
    navigate('/packets')
  }
  return (
    <Stack gap="md">
      <Steps names={words.packet.approve.steps} at={3} />
      <section className="panel" style={{ padding: 16 }}>
        <Title order={2}>{words.packet.approve.made(approved.name)}</Title>
        <Text mb="sm">{words.packet.approve.carries(count(approved.changes))}</Text>
        <HandOver file={approved.file} to={approved.name} onDone={done} />
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
