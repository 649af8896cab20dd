import { Button, Center, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useClient } from '../../api/client.ts'
import { useStatus } from '../../api/questions.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { EarlyDrop } from '../../kit/files/file-drop.tsx'
import { useSpoken } from '../../text/language.ts'
import { moment } from '../../text/written.ts'

type Props = { readonly today: string; readonly lastWork: string; readonly isAhead: boolean }

/** A date that lies before the latest work, or many years after it: nothing that depends on today is shown before somebody said what is right. */
export function ClockQuestion({ today, lastWork, isAhead }: Props) {
  const { words } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { failed } = useNotices()
  const status = useStatus()
  const [isBusy, setBusy] = useState(false)
  const trust = async () => {
    setBusy(true)
    try {
      await client.system.trustClock({ lastWork })
      await changed()
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Center mih="100vh" p="xl">
      <main className="panel" style={{ padding: 24, maxWidth: 620 }}>
        <Stack gap="sm">
          <Title order={1}>{words.clock.title(today)}</Title>
          <Text>{words.clock[isAhead ? 'ahead' : 'line'](moment(lastWork))}</Text>
          <Text className="quiet">{words.clock.why}</Text>
          <Group justify="flex-end" mt="sm">
            <Button variant="default" loading={isBusy} onClick={() => void trust()}>
              {words.clock.isRight(today)}
            </Button>
            <Button loading={status.isFetching && !isBusy} onClick={() => void status.refetch()}>
              {words.clock.corrected}
            </Button>
          </Group>
        </Stack>
      </main>
      <EarlyDrop line={words.clock.dropEarly} />
    </Center>
  )
}
