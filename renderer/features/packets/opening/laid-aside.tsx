import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useClient } from '../../../api/client.ts'
import { useLaidAside } from '../../../api/packets.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { useLongWork } from '../../../kit/feedback/long-work.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'

/** What came from below and nobody proves: a person takes it in or leaves it. Says nothing where there is none. */
export function LaidAside() {
  const { words, say } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const work = useLongWork()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [taking, setTaking] = useState<string>()
  const found = useLaidAside().data ?? []
  if (found.length === 0) return null
  const take = async (id: string) => {
    setTaking(id)
    try {
      const result = await work(words.packet.applying, signal =>
        client.packets.takeAside({ id, by, again: true }, { signal }),
      )
      await changed()
      done(words.packet.aside.taken, result.changeSet)
    } catch (error) {
      failed(error)
    } finally {
      setTaking(undefined)
    }
  }
  return (
    <section className="panel" style={{ padding: '10px 16px 14px' }} aria-label={words.packet.aside.title}>
      <Title order={2}>{words.packet.aside.title}</Title>
      <Text className="quiet" mb={6}>
        {words.packet.aside.line}
      </Text>
      <Stack gap="xs">
        {found.map(({ id, sentence, revokes }) => (
          <Group key={id} justify="space-between" wrap="nowrap" align="flex-start">
            <Text>{say(sentence)}</Text>
            {revokes === null && (
              <Button
                variant="default"
                loading={taking === id}
                disabled={taking !== undefined}
                onClick={() => take(id)}
              >
                {words.packet.aside.take}
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </section>
  )
}
