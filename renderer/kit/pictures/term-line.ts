import { daysFrom, shareOf } from './days.ts'

export type Term = {
  readonly elected: string
  /** Null for whoever has no term. */
  readonly due: string | null
  readonly cap: string | null
}

/** A deadline within so many days is told as such. */
export const soon = 180

/** How a term stands on a day. Overdue is orange, past the longest delay red, as the rules call it. */
export type TermState =
  | { readonly kind: 'none' }
  | { readonly kind: 'running' | 'soon'; readonly days: number; readonly share: number }
  | { readonly kind: 'overdue' | 'past-cap'; readonly days: number; readonly share: number }

/** How far a term has run: the share of the way from the election to its last day. */
export function termState(term: Term | null, today: string): TermState {
  if (term === null || term.due === null) return { kind: 'none' }
  const left = daysFrom(today, term.due)
  if (left >= 0)
    return {
      kind: left <= soon ? 'soon' : 'running',
      days: left,
      share: shareOf(today, term.elected, term.due),
    }
  const isPast = term.cap !== null && today > term.cap
  return { kind: isPast ? 'past-cap' : 'overdue', days: -left, share: 1 }
}
