import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useClient } from '../../../api/client.ts'
import { useHeld } from '../../../api/packets.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'

/** What a revoked key wrote that its revocation did not accept: a person takes it or gives it back. Says nothing where there is none. */
export function Held() {
  const { words, say } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [deciding, setDeciding] = useState<string>()
  const found = useHeld().data ?? []
  if (found.length === 0) return null
  const decide = async (replica: string, take: boolean) => {
    setDeciding(`${replica} ${take}`)
    try {
      const { changeSet } = await client.packets.decideHeld({ replica, take, by })
      await changed()
      done(words.packet.held[take ? 'taken' : 'givenBack'], changeSet)
    } catch (error) {
      failed(error)
    } finally {
      setDeciding(undefined)
    }
  }
  return (
    <section className="panel" style={{ padding: '10px 16px 14px' }} aria-label={words.packet.held.title}>
      <Title order={2} mb={6}>
        {words.packet.held.title}
      </Title>
      <Stack gap="xs">
        {found.map(({ replica, sentence, canDecide }) => (
          <Group key={replica} justify="space-between" wrap="nowrap" align="flex-start">
            <Text>{withWholeDays(say(sentence))}</Text>
            {canDecide && (
              <Group gap="xs" wrap="nowrap">
                {[true, false].map(take => (
                  <Button
                    key={String(take)}
                    variant="default"
                    loading={deciding === `${replica} ${take}`}
                    disabled={deciding !== undefined}
                    onClick={() => decide(replica, take)}
                  >
                    {words.packet.held[take ? 'take' : 'giveBack']}
                  </Button>
                ))}
              </Group>
            )}
          </Group>
        ))}
      </Stack>
    </section>
  )
}
