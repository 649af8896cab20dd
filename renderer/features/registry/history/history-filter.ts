/** What of the history is asked for, as the address holds it: days by this PC's calendar. */
export type HistoryFilter = {
  readonly actor: string | undefined
  readonly what: string | undefined
  readonly from: string | undefined
  readonly to: string | undefined
}

/** The same as moments: from the first moment of the first day to before the day after the last. */
export function momentsOf({ from, to }: Pick<HistoryFilter, 'from' | 'to'>): {
  readonly from?: string
  readonly before?: string
} {
  return {
    ...(from !== undefined && { from: midnight(from, 0) }),
    ...(to !== undefined && { before: midnight(to, 1) }),
  }
}

function midnight(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later).toISOString()
}
