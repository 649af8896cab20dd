import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useClient } from './client.ts'

/** What became of a record on its way to the office above, and what is open about it. */
export function useRecordState(id: string, enabled = true) {
  const client = useClient()
  return useQuery({
    queryKey: ['record-state', id],
    queryFn: () => client.exchange.ofRecord({ id }),
    enabled,
  })
}

export function useConflictMarks() {
  const client = useClient()
  return useQuery({ queryKey: ['conflict-marks'], queryFn: () => client.exchange.conflictMarks() })
}

/** Whom open conflicts are about: asked once for all lists that mark them. */
export function useMarked(): ReadonlySet<string> {
  const marks = useConflictMarks().data
  return useMemo(() => new Set(marks?.map(({ id }) => id)), [marks])
}

/** Records of which two offices changed different fields at once. */
export function useLooks() {
  const client = useClient()
  return useQuery({ queryKey: ['looks'], queryFn: () => client.exchange.looks() })
}

/** Who has reported, of the offices below. */
export function useReporting() {
  const client = useClient()
  return useQuery({ queryKey: ['reporting'], queryFn: () => client.exchange.reporting() })
}

/** Whose word this PC speaks by. */
export function useTrusted() {
  const client = useClient()
  return useQuery({ queryKey: ['trusted'], queryFn: () => client.exchange.trusted() })
}

/** Whether nobody above can restore this PC's keys, and when a recovery file of them was made. */
export function useRecovery() {
  const client = useClient()
  return useQuery({ queryKey: ['recovery'], queryFn: () => client.exchange.recovery() })
}
