import { createContext, useContext, useMemo } from 'react'

/** The day that the whole window is shown as of. */
export type ShownDay = {
  /** Undefined while it is today's: then everything can be worked with; a past day can only be looked at. */
  readonly day: string | undefined
  readonly choose: (day: string | undefined) => void
  /** `now`: the people of that day in the organizations of today. */
  readonly structure: 'now' | undefined
  readonly chooseStructure: (structure: 'now' | undefined) => void
}

const today: ShownDay = {
  day: undefined,
  choose: () => undefined,
  structure: undefined,
  chooseStructure: () => undefined,
}

export const ShownDayContext = createContext<ShownDay>(today)

/** The day that is shown, where that is not today; what asks for lists and counts asks for them as of it. */
export function useShownDay(): ShownDay {
  return useContext(ShownDayContext)
}

/** As of which day lists and counts are asked for, and by which structure where that is not the one of the day. */
export type Days = { readonly asOf: string | undefined; readonly structure?: 'now' }

/** The same object as long as nothing else is shown. */
export function useDays(asOf: string | undefined): Days {
  const { structure } = useShownDay()
  return useMemo(
    () => (asOf === undefined || structure === undefined ? { asOf } : { asOf, structure }),
    [asOf, structure],
  )
}
