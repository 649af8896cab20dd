import { type ReactNode, useLayoutEffect, useMemo, useRef } from 'react'
import { useLocation, useSearch } from 'wouter'
import { daySchema } from '#contract/vocabulary.ts'
import { ShownDayContext } from '../api/shown-day.ts'
import { changedAddress } from '../kit/address/address.ts'

type Kept = { readonly asOf: string | undefined; readonly structure: 'now' | undefined }

/**
 * Holds the day that the whole window is shown as of, and by which structure. The address says both, so that a page can
 * be reopened; where a link leads to an address without them, they go along.
 */
export function ShownDayHolder({ children }: { readonly children: ReactNode }) {
  const [path, navigate] = useLocation()
  const search = useSearch()
  const kept = useRef<Kept>({ asOf: undefined, structure: undefined })
  const params = new URLSearchParams(search)
  const givenDay = daySchema.safeParse(params.get('asOf') ?? undefined).data
  const givenStructure = params.get('structure') === 'now' ? 'now' : undefined
  const asOf = givenDay ?? kept.current.asOf
  const structure = asOf === undefined ? undefined : (givenStructure ?? kept.current.structure)
  useLayoutEffect(() => {
    kept.current = { asOf, structure }
    if (asOf !== givenDay || structure !== givenStructure)
      navigate(changedAddress(path, search, { asOf, structure }), { replace: true })
  }, [asOf, structure, givenDay, givenStructure, path, search, navigate])
  const shown = useMemo(() => {
    const choose = (next: Kept) => {
      kept.current = next
      navigate(changedAddress(path, search, next), { replace: true })
    }
    return {
      day: asOf,
      choose: (day: string | undefined) =>
        choose({ asOf: day, structure: day === undefined ? undefined : structure }),
      structure,
      chooseStructure: (next: 'now' | undefined) => choose({ asOf, structure: next }),
    }
  }, [asOf, structure, path, search, navigate])
  return <ShownDayContext value={shown}>{children}</ShownDayContext>
}
