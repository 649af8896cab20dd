import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useClient } from '../../api/client.ts'
import { failureOf } from '../../api/failure.ts'
import { Stopped } from '../../api/long-work.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useSpoken } from '../../text/language.ts'
import { withWholeDays } from '../page/whole-days.tsx'
import { useWorkingName } from '../this-pc.ts'
import { failureSentence } from './failure-sentence.ts'
import { useLongWork } from './long-work.tsx'

/** The change sets that are being taken back: who presses twice means it once. */
const undoing = new Set<number>()

/** The notices of what stood in the way of an undo: once something was taken back, they may be true no longer. */
const blocked = new Set<string>()

type Said = Parameters<ReturnType<typeof useSpoken>['say']>[0]

/** Short notices at the corner: what was done, with Undo where it can be taken back, and what did not work. */
export function useNotices() {
  const spoken = useSpoken()
  const { words, say } = spoken
  const client = useClient()
  const [by] = useWorkingName()
  const changed = useChanged()
  const work = useLongWork()
  const { day, choose } = useShownDay()

  const failed = (error: unknown) => {
    if (error instanceof Stopped) {
      notifications.show({ message: words.say.stopped })
      return
    }
    notifications.show({
      title: words.failure.title,
      message: failureSentence(failureOf(error), spoken),
      color: 'red',
      autoClose: 12_000,
    })
  }

  /** Says that nothing is changed while another day than today is shown, and offers the way back. */
  const isPast = (day: string, back: () => void) => {
    const id = 'past'
    notifications.hide(id)
    notifications.show({
      id,
      autoClose: 12_000,
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{withWholeDays(words.past.noWriting(day))}</Text>
          <Button
            size="compact-sm"
            variant="default"
            style={{ flexShrink: 0 }}
            onClick={() => {
              notifications.hide(id)
              back()
            }}
          >
            {words.past.back}
          </Button>
        </Group>
      ),
    })
  }

  /** What stands in the way of an undo, and the way round it: what is built on stays, the rest goes. */
  const tellBlocked = (changeSet: number, blockedBy: readonly { readonly sentence: Said }[]) => {
    const id = `blocked-${changeSet}`
    blocked.add(id)
    const first = blockedBy.slice(0, 3).map(block => say(block.sentence))
    notifications.show({
      id,
      color: 'red',
      autoClose: 20_000,
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{words.say.undoBlocked(first, blockedBy.length)}</Text>
          <Button
            size="compact-sm"
            variant="default"
            style={{ flexShrink: 0 }}
            onClick={() => {
              notifications.hide(id)
              void undo(changeSet, true)
            }}
          >
            {words.say.undoRest}
          </Button>
        </Group>
      ),
    })
  }

  /** Takes a change set back and says what came of it; answers whether it is taken back. */
  const undo = async (changeSet: number, keep = false): Promise<boolean> => {
    if (day !== undefined) {
      isPast(day, () => choose(undefined))
      return false
    }
    if (undoing.has(changeSet)) return false
    undoing.add(changeSet)
    try {
      const { undone, blockedBy, kept } = await work(words.history.undoing, signal =>
        client.registry.undo({ changeSet, keep, by }, { signal }),
      )
      await changed()
      if (undone) {
        for (const id of blocked) notifications.hide(id)
        blocked.clear()
      }
      if (undone)
        notifications.show({
          message: [words.say.undone, ...kept.map(say)].join(spoken.language === 'en' ? ' ' : ''),
          ...(kept.length > 0 && { autoClose: 20_000 }),
        })
      else tellBlocked(changeSet, blockedBy)
      return undone
    } catch (error) {
      failed(error)
      return false
    } finally {
      undoing.delete(changeSet)
    }
  }

  const done = (message: string, changeSet: number | null) => {
    const id = `done-${changeSet ?? message}`
    notifications.show({
      id,
      autoClose: 15_000,
      color: 'teal',
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{withWholeDays(message)}</Text>
          {changeSet !== null && (
            <Button
              size="compact-sm"
              variant="default"
              style={{ flexShrink: 0 }}
              onClick={() => {
                notifications.hide(id)
                void undo(changeSet)
              }}
            >
              {words.say.undo}
            </Button>
          )}
        </Group>
      ),
    })
  }
  return { done, failed, undo, isPast }
}
