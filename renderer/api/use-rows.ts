import { hashKey, useQueries, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type Ask, rowsQuestion } from './first-questions.ts'
import type { Watch } from './long-work.ts'
import { page, pagesInSight } from './pages-in-sight.ts'

/** Rows that are scrolled past within this time are not asked for; in milliseconds. */
const pause = 40

/** So many rows come at once where all are wanted. */
const pageOfAll = 1000

/**
 * A list of any length: how many rows there are, and those in sight as they come. While another filter is looked up,
 * the list before it stays as it is; answers that nobody waits for any more are dropped.
 */
export function useRows<Filter extends object, Row>(name: string, filter: Filter, ask: Ask<Filter, Row>) {
  const query = (of: Filter, at: number) => rowsQuestion(name, of, at, ask)
  const [shown, setShown] = useState(filter)
  const [sight, setSight] = useState<readonly [number, number]>([0, page])
  const wanted = useQuery(query(filter, 0))
  const first = useQuery({ ...query(shown, 0), enabled: wanted.data === undefined })
  if (wanted.data !== undefined && hashKey([filter]) !== hashKey([shown])) {
    setShown(filter)
    setSight([0, page])
  }
  const total = first.data?.total
  const pages = pagesInSight(...sight, total ?? 0)
  const answers = useQueries({
    queries: pages.map(at => ({ ...query(shown, at), enabled: total !== undefined })),
  })
  const rowAt = (index: number): Row | undefined => {
    const at = Math.floor(index / page)
    const rows = at === 0 ? first.data?.rows : answers[pages.indexOf(at)]?.data?.rows
    return rows?.[index % page]
  }
  const seen = useRef<readonly [number, number]>(sight)
  const timer = useRef(0)
  useEffect(
    () => () => {
      window.clearTimeout(timer.current)
      timer.current = 0
    },
    [],
  )
  const onSight = useCallback((from: number, to: number) => {
    seen.current = [from, to]
    if (timer.current !== 0) return
    timer.current = window.setTimeout(() => {
      timer.current = 0
      setSight(seen.current)
    }, pause)
  }, [])
  /** The first rows in order, so many of them or all: for paper, files and the clipboard. */
  const load = async (most: number, watch?: Watch): Promise<readonly Row[]> => {
    const rows: Row[] = []
    for (let offset = 0; offset < most; offset += pageOfAll) {
      const limit = Math.min(pageOfAll, most - offset)
      const signal = watch?.signal ?? new AbortController().signal
      const more = (await ask(shown, { offset, limit }, signal)).rows
      rows.push(...more)
      watch?.tell(rows.length)
      if (more.length < limit) break
    }
    return rows
  }
  const { error, refetch } = wanted
  return {
    load,
    first: { data: error === null ? first.data : undefined, error, refetch },
    total,
    /** What the rows are of, in whatever order: those that are chosen stay so when a head is pressed. */
    list: hashKey([{ ...shown, sort: undefined, down: undefined }]),
    rowAt,
    onSight,
    /** These are the rows of the filter before: those that are wanted have not come yet. */
    isComing: wanted.data === undefined,
  }
}
