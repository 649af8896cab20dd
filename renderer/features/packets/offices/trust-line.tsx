import { Alert, Button, Group, Text } from '@mantine/core'
import { useClient } from '../../../api/client.ts'
import { useTrusted } from '../../../api/exchange.ts'
import { useStatus } from '../../../api/questions.ts'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { saveFile } from '../../../kit/files/save-file.ts'
import { useSpoken } from '../../../text/language.ts'

/** In one sentence whom this PC is certified by and where trust begins; where that is lost, the way back. */
export function TrustLine() {
  const { words } = useSpoken()
  const say = words.exchange.trusted
  const client = useClient()
  const { done, failed } = useNotices()
  const name = useStatus().data?.org?.name ?? ''
  const trusted = useTrusted().data
  if (trusted === undefined) return null
  const { state, chain, root, digits } = trusted
  if (state === 'root') return <Text className="quiet">{say.root(digits ?? '')}</Text>
  if (state === 'certified')
    return <Text className="quiet">{say.certified(chain[0] ?? '', root ?? '', digits ?? '')}</Text>
  const ask = async () => {
    try {
      const { file } = await client.packets.enrolRequest({ name })
      saveFile(file)
      done(say.asked(file.name), null)
    } catch (error) {
      failed(error)
    }
  }
  return (
    <Alert color="orange">
      <Group justify="space-between" wrap="nowrap">
        {say.lost}
        <Button variant="default" style={{ flex: 'none' }} onClick={() => void ask()}>
          {say.ask}
        </Button>
      </Group>
    </Alert>
  )
}
