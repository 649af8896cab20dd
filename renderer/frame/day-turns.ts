import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useClient } from '../api/client.ts'
import { statusQuestion } from '../api/first-questions.ts'

/**
 * A window that stays open over midnight: what day it is, is asked each minute and when one comes back to the window.
 * Once it is another one, everything is asked anew, as what is due, and the days with which forms begin.
 */
export function useDayTurns(): void {
  const client = useClient()
  const queries = useQueryClient()
  const status = useQuery({
    ...statusQuestion(client),
    refetchInterval: 60_000,
    refetchOnWindowFocus: 'always',
  })
  const today = status.data?.clock.today
  const shown = useRef(today)
  useEffect(() => {
    const before = shown.current
    shown.current = today
    if (before !== undefined && today !== undefined && before !== today) void queries.invalidateQueries()
  }, [today, queries])
}
