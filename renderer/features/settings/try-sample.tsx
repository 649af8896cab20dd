import { Button, Group, Stack, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import type { Progress } from '#contract/base.ts'
import { useClient } from '../../api/client.ts'
import { finish } from '../../api/long-work.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { WorkBar } from '../../kit/feedback/work-bar.tsx'
import { useWorkingName } from '../../kit/this-pc.ts'
import { useSpoken } from '../../text/language.ts'

/** The sample district: what it is, and a bar while it is loaded. */
export function TrySample() {
  const { words } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { failed } = useNotices()
  const [by] = useWorkingName()
  const [progress, setProgress] = useState<Progress>()
  const [isLoading, setLoading] = useState(false)
  const ending = useRef<AbortController>(undefined)
  const load = async () => {
    const now = new AbortController()
    ending.current = now
    setLoading(true)
    setProgress(undefined)
    try {
      await finish(client.system.trySample({ by }, { signal: now.signal }), now.signal, setProgress)
      await changed()
    } catch (error) {
      failed(error)
      setLoading(false)
    }
  }
  return (
    <div className="panel" style={{ padding: 20 }}>
      <Stack gap="sm">
        <Text>{words.start.sampleWhat}</Text>
        <Text className="quiet">{words.start.sampleAway}</Text>
        {isLoading ? (
          <div>
            <WorkBar
              title={words.start.sampleLoading}
              progress={progress}
              onStop={() => ending.current?.abort()}
            />
          </div>
        ) : (
          <Group justify="flex-end">
            <Button onClick={() => void load()}>{words.start.doSample}</Button>
          </Group>
        )}
      </Stack>
    </div>
  )
}
