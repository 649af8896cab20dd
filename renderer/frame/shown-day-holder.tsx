import { type ReactNode, useLayoutEffect, useMemo, useRef } from 'react'
import { useLocation, useSearch } from 'wouter'
import { daySchema } from '#contract/vocabulary.ts'
import { ShownDayContext } from '../api/shown-day.ts'
import { changedAddress } from '../kit/address/address.ts'

/**
 * Holds the day that the whole window is shown as of. The address says it, so that a page can be reopened; where a link
 * leads to an address without one, it goes along.
 */
export function ShownDayHolder({ children }: { readonly children: ReactNode }) {
  const [path, navigate] = useLocation()
  const search = useSearch()
  const kept = useRef<string | undefined>(undefined)
  const given = daySchema.safeParse(new URLSearchParams(search).get('asOf') ?? undefined).data
  useLayoutEffect(() => {
    if (given !== undefined) kept.current = given
    else if (kept.current !== undefined)
      navigate(changedAddress(path, search, { asOf: kept.current }), { replace: true })
  }, [given, path, search, navigate])
  const day = given ?? kept.current
  const shown = useMemo(
    () => ({
      day,
      choose: (next: string | undefined) => {
        kept.current = next
        navigate(changedAddress(path, search, { asOf: next }), { replace: true })
      },
    }),
    [day, path, search, navigate],
  )
  return <ShownDayContext value={shown}>{children}</ShownDayContext>
}
