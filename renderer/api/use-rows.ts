import { hashKey, useQueries, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type Ask, rowsQuestion } from './first-questions.ts'
import type { Watch } from './long-work.ts'
import { page, pagesInSight } from './pages-in-sight.ts'

/** Rows that are scrolled past within this time are not asked for; in milliseconds. */
const pause = 40

/** So many rows come at once where all are wanted. */
const pageOfAll = 1000

/** The rows of a list, wherever they are: all of them here, or asked for as they come into sight. */
export type Rows<Row> = {
  readonly count: number
  /** Undefined while the row has not come yet. */
  readonly at: (index: number) => Row | undefined
  readonly onSight?: (from: number, to: number) => void
  /** What the rows are of, in whatever order: with other filters it is another list, and nothing of it is chosen yet. */
  readonly of: string
  /** The first rows in order, so many or all: for paper, clipboard, file, and to choose from. */
  readonly load: (most: number, watch?: Watch) => Promise<readonly Row[]>
  /** These are the rows of the filter before: whatever is handed on waits for those that are coming. */
  readonly isComing: boolean
}

/** A list of which all rows are here. */
export function rowsOf<Row>(all: readonly Row[], of = '', isComing = false): Rows<Row> {
  return {
    ...{ count: all.length, at: index => all[index], of, isComing },
    load: async most => all.slice(0, most),
  }
}

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
  const rows: Rows<Row> = {
    ...{ count: total ?? 0, at: rowAt, onSight, load },
    // Those that are chosen stay so when a head is pressed.
    of: hashKey([{ ...shown, sort: undefined, down: undefined }]),
    isComing: wanted.data === undefined,
  }
  const { error, refetch } = wanted
  return { first: { data: error === null ? first.data : undefined, error, refetch }, total, rows }
}
