import { useQueries, useQueryClient } from '@tanstack/react-query'
import type { Recognised } from '#contract/rosters.ts'
import { useClient } from '../../../api/client.ts'
import { useLongWork } from '../../../kit/feedback/long-work.tsx'
import { useSpoken } from '../../../text/language.ts'
import type { Queue } from './queue.ts'

export type Looking = {
  readonly data: Recognised | undefined
  readonly error: Error | null
  readonly refetch: () => unknown
}

/** What each file of the queue is taken for, looked into one after the other. */
export function useRecognised(queue: Queue): {
  readonly of: (id: number) => Looking
  readonly isReading: boolean
} {
  const { words } = useSpoken()
  const client = useClient()
  const queries = useQueryClient()
  const work = useLongWork()
  const keyOf = ({ id, said: { as, sheet } }: Queue[number]) => ['recognise', id, as ?? null, sheet ?? null]
  const firstOpen = queue.findIndex(queued => {
    const state = queries.getQueryState(keyOf(queued))
    return state === undefined || (state.data === undefined && state.error === null)
  })
  const answers = useQueries({
    queries: queue.map((queued, i) => ({
      queryKey: keyOf(queued),
      enabled: queued.result === undefined && (firstOpen === -1 || i <= firstOpen),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: Number.POSITIVE_INFINITY,
      queryFn: ({ signal: left }: { readonly signal: AbortSignal }) =>
        work(words.rosters.reading(queued.file.name), signal =>
          client.rosters.recognise(
            { file: queued.file, as: queued.said.as, sheet: queued.said.sheet },
            { signal: AbortSignal.any([signal, left]) },
          ),
        ),
    })),
  })
  const byId = new Map(queue.map(({ id }, i) => [id, answers[i]]))
  return {
    of: id => {
      const answer = byId.get(id)
      return {
        data: answer?.data,
        error: answer?.error ?? null,
        refetch: () => answer?.refetch(),
      }
    },
    isReading: queue.some(
      ({ result }, i) => result === undefined && answers[i]?.data === undefined && answers[i]?.error == null,
    ),
  }
}
