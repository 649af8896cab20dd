import { Button, Group, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { useClient } from '../../api/client.ts'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { useSpoken } from '../../text/language.ts'

/** Says on every page that this is the sample, and leads out of it. */
export function SampleBanner() {
  const { words } = useSpoken()
  const client = useClient()
  const queries = useQueryClient()
  const { failed } = useNotices()
  const [, go] = useLocation()
  const leave = async () => {
    try {
      // What is still asked of the sample would be refused as soon as it is gone.
      await queries.cancelQueries()
      await client.system.leaveSample()
      await queries.resetQueries({ queryKey: ['status'] })
      queries.removeQueries({ type: 'inactive' })
      go('/')
    } catch (error) {
      failed(error)
    }
  }
  const ask = () =>
    modals.openConfirmModal({
      title: words.sample.leave,
      children: <Text>{words.sample.confirm}</Text>,
      labels: { confirm: words.sample.doLeave, cancel: words.say.cancel },
      onConfirm: () => void leave(),
    })
  return (
    <Group className="sample-banner" justify="space-between" wrap="nowrap" role="note">
      <Text size="sm">{words.sample.line}</Text>
      <Button size="compact-sm" variant="default" onClick={ask}>
        {words.sample.leave}
      </Button>
    </Group>
  )
}
