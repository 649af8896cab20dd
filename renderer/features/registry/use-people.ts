import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { PeopleFilter, PersonRow } from '#contract/browse.ts'
import { useClient } from '../../api/client.ts'

/** So many rows come at once. */
const page = 100

/** The pages of a list that hold the rows in sight. */
export function pagesInSight(from: number, to: number): number[] {
  const first = Math.floor(from / page)
  const last = Math.floor(Math.max(to - 1, from) / page)
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

/** A list of people of any length: how many there are, and the rows in sight as they come. */
export function usePeople(filter: PeopleFilter) {
  const client = useClient()
  const [sight, setSight] = useState<readonly [number, number]>([0, page])
  const ask = (at: number) => ({
    queryKey: ['people', filter, at],
    queryFn: () => client.browse.people({ ...filter, offset: at * page, limit: page }),
  })
  const first = useQuery({ ...ask(0), placeholderData: keepPreviousData })
  const pages = pagesInSight(...sight)
  const answers = useQueries({ queries: pages.map(ask) })
  const rowAt = (index: number): PersonRow | undefined => {
    const at = Math.floor(index / page)
    const rows = at === 0 ? first.data?.rows : answers[pages.indexOf(at)]?.data?.rows
    return rows?.[index % page]
  }
  const onSight = useCallback((from: number, to: number) => setSight([from, to]), [])
  return { first, rowAt, onSight }
}
