import { createContext, useContext } from 'react'

/** The day that the whole window is shown as of. */
export type ShownDay = {
  /** Undefined while it is today's: then everything can be worked with; a past day can only be looked at. */
  readonly day: string | undefined
  readonly choose: (day: string | undefined) => void
}

export const ShownDayContext = createContext<ShownDay>({ day: undefined, choose: () => undefined })

/** The day that is shown, where that is not today; what asks for lists and counts asks for them as of it. */
export function useShownDay(): ShownDay {
  return useContext(ShownDayContext)
}
