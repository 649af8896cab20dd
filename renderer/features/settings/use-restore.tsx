import { Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { notifications } from '@mantine/notifications'
import { useClient } from '../../api/client.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useLongWork } from '../../kit/feedback/long-work.tsx'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'

/** Puts a chosen backup in the registry's place, after the question was answered. */
export function useRestore(question: (name: string) => string): (file: File | null) => void {
  const { words, say } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const work = useLongWork()
  const { done, failed } = useNotices()
  const restore = async (file: File) => {
    try {
      const { rows, warnings } = await work(words.settings.restoring, signal =>
        client.system.restore({ file }, { signal }),
      )
      await changed()
      done(words.settings.restored(count(rows)), null)
      for (const warning of warnings) notifications.show({ message: say(warning), autoClose: 12_000 })
    } catch (error) {
      failed(error)
    }
  }
  return file => {
    if (file === null) return
    modals.openConfirmModal({
      title: words.settings.restore,
      children: <Text>{question(file.name)}</Text>,
      labels: { confirm: words.settings.restoreConfirm, cancel: words.say.cancel },
      onConfirm: () => void restore(file),
    })
  }
}
