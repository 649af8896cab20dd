import { Alert, Stack, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Link } from 'wouter'
import type { z } from 'zod'
import type { historyEntrySchema } from '#contract/registry.ts'
import { useClient } from '../../../api/client.ts'
import { failureOf } from '../../../api/failure.ts'
import { AskForm, focusFirst } from '../../../kit/feedback/ask-first.tsx'
import { failureSentence } from '../../../kit/feedback/failure-sentence.ts'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'

type Entry = z.infer<typeof historyEntrySchema>

/** Takes a piece of work back once its sentence was read, its number of changes, and what was built on it since. */
export function useAskUndo() {
  const { words } = useSpoken()
  // Of the page: the question is drawn outside of it, where nobody knows which day is shown.
  const { undo } = useNotices()
  return (entry: Entry) => {
    const modalId = `undo-${entry.changeSet}`
    modals.open({
      modalId,
      title: words.say.undo,
      children: (
        <UndoQuestion
          entry={entry}
          onUndo={keep => void undo(entry.changeSet, keep)}
          onEnd={() => modals.close(modalId)}
        />
      ),
    })
  }
}

/** So many of the steps that build on it are named. */
const mostNamed = 5

type Props = {
  readonly entry: Entry
  readonly onUndo: (keep: boolean) => void
  readonly onEnd: () => void
}

function UndoQuestion({ entry: { changeSet, sentence, changes }, onUndo, onEnd }: Props) {
  const spoken = useSpoken()
  const { words, say } = spoken
  const look = useUndoLook(changeSet)
  const { blockedBy = [], kept = [], notes = [] } = look.data ?? {}
  const form = useRef<HTMLDivElement>(null)
  // A button that waits for the look can hold no focus.
  useEffect(() => {
    if (!look.isPending) focusFirst(form.current)
  }, [look.isPending])
  const isBuiltOn = blockedBy.length > 0
  return (
    <div ref={form}>
      <AskForm
        does={isBuiltOn && kept !== null ? words.say.undoRest : words.say.undo}
        isReady={look.error === null && kept !== null}
        isBusy={look.isPending}
        onEnd={onEnd}
        onDo={() => {
          onEnd()
          onUndo(isBuiltOn)
        }}
      >
        <Text>{words.history.confirm(say(sentence), count(changes))}</Text>
        {isBuiltOn && (
          <Stack gap={4}>
            <Text>{words.history[kept === null ? 'builtOnWhole' : 'builtOn'](blockedBy.length)}</Text>
            <ul className="many-rows">
              {blockedBy.slice(0, mostNamed).map(step => (
                <li key={step.changeSet}>
                  <Link href={`/history/${step.changeSet}`} className="app-link" onClick={onEnd}>
                    {withWholeDays(say(step.sentence))}
                  </Link>
                </li>
              ))}
              {blockedBy.length > mostNamed && <li>{words.history.more(blockedBy.length - mostNamed)}</li>}
            </ul>
            {kept?.map(one => (
              <Text key={one.zh}>{withWholeDays(say(one))}</Text>
            ))}
          </Stack>
        )}
        {notes.map(one => (
          <Text key={one.zh}>{withWholeDays(say(one))}</Text>
        ))}
        {look.error !== null && <Alert color="red">{failureSentence(failureOf(look.error), spoken)}</Alert>}
      </AskForm>
    </div>
  )
}

/** What stands in the way of an undo: the later steps that build on it, and what would stay where these are left as they are. */
function useUndoLook(changeSet: number) {
  const client = useClient()
  return useQuery({
    queryKey: ['undo-look', changeSet],
    queryFn: ({ signal }) => client.registry.undoLook({ changeSet }, { signal }),
    retry: false,
    gcTime: 0,
    staleTime: 0,
  })
}
