import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'

/** Questions about a file at hand; what the registry holds does not change their answer for whoever looks at it. */
const ofFiles: ReadonlySet<unknown> = new Set(['recognise', 'preview', 'packet'])

/**
 * To be called after anything was changed: what is on the screen is asked for anew, and what is not on it is forgotten,
 * so that no page begins by showing what was so before.
 */
export function useChanged(): () => Promise<void> {
  const queries = useQueryClient()
  return useCallback(async () => {
    queries.removeQueries({ type: 'inactive', predicate: query => !ofFiles.has(query.queryKey[0]) })
    await queries.invalidateQueries({ predicate: query => !ofFiles.has(query.queryKey[0]) })
  }, [queries])
}
