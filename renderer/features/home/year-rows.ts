type Row = { readonly what: string; readonly now: number; readonly before: number }

export type YearLine<R extends Row> = R & {
  /** Undefined where last year nothing of the kind was written down: that says nothing about the change. */
  readonly change: number | undefined
  readonly nowShare: number
  readonly beforeShare: number
}

/** The kinds of which there was anything, each with its change and as shares of the larger of the two years. */
export function yearLines<R extends Row>(rows: readonly R[]): readonly YearLine<R>[] {
  return rows
    .filter(({ now, before }) => now + before > 0)
    .map(row => {
      const most = Math.max(row.now, row.before)
      return {
        ...row,
        change: row.before === 0 ? undefined : row.now - row.before,
        nowShare: row.now / most,
        beforeShare: row.before / most,
      }
    })
}
