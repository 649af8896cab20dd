import { useQuery } from '@tanstack/react-query'
import { useClient } from '../../api/client.ts'
import { useLongWork } from '../../kit/long-work.tsx'
import { useWorkingName } from '../../kit/working-name.ts'
import { useSpoken } from '../../text/language.ts'
import type { Chosen } from './chosen.ts'

/** What an import would do. It is worked out anew whenever it is looked at: the registry may have changed. */
export function usePreview(id: number, chosen: Chosen) {
  const { words, language } = useSpoken()
  const client = useClient()
  const work = useLongWork()
  const [by] = useWorkingName()
  // What is only confirmed changes nothing of what would happen.
  const { file, confirmed: _, ...said } = chosen
  return useQuery({
    queryKey: ['preview', id, language, said],
    gcTime: 0,
    queryFn: ({ signal: left }) =>
      work(words.rosters.checking(file.name), signal =>
        client.rosters.importFile(
          { ...chosen, by, lang: language, dryRun: true, wantRefused: true },
          { signal: AbortSignal.any([signal, left]) },
        ),
      ),
  })
}
