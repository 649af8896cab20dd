import { Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import type { z } from 'zod'
import type { historyEntrySchema } from '#contract/registry.ts'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'

/** Takes a piece of work back once its sentence and its number of changes were read. */
export function useAskUndo() {
  const { words, say } = useSpoken()
  const { undo } = useNotices()
  return ({ changeSet, sentence, changes }: z.infer<typeof historyEntrySchema>) =>
    modals.openConfirmModal({
      title: words.say.undo,
      children: <Text>{words.history.confirm(say(sentence), count(changes))}</Text>,
      labels: { confirm: words.say.undo, cancel: words.say.cancel },
      onConfirm: () => void undo(changeSet),
    })
}
