import type { Writing } from '#db/plans/plan.ts'
import { type Dated, shownDate } from '#db/records/types/office-date.ts'
import type { Problem } from '../problem.ts'

/** What becomes of one row. `created`: its main record is new. */
export type RowVerdict = 'created' | 'updated' | 'unchanged' | 'rejected'

export type RowPlan = {
  readonly row: number
  readonly verdict: RowVerdict
  readonly drafts: readonly Writing[]
  readonly problems: readonly Problem[]
  /** What would change of what is known already, in words. */
  readonly changes?: readonly RowChange[]
  /** The organization that the row belongs to, as the registry has it. */
  readonly place?: { readonly id: string; readonly name: string }
}

/** One value that would change: of which column of the roster, from what to what. Blank is what is not known. */
export type RowChange = { readonly field: string; readonly from: string; readonly to: string }

/** The given fields that say something and differ from what is there; a blank says nothing and never erases. */
export function differing(
  given: Readonly<Record<string, string | number | null | undefined>>,
  present: Readonly<Record<string, unknown>>,
): Record<string, string | number> {
  const changed: Record<string, string | number> = {}
  for (const field of Object.keys(given)) {
    const value = given[field]
    if (value === undefined || value === null || value === '') continue
    if (present[field] !== value) changed[field] = value
  }
  return changed
}

/**
 * Whether a date of a roster says something new: a month without a day never overwrites a full date within that
 * month, nor a year alone what is known within that year (domain.md, "How rosters are read").
 */
export function saysNewDay(
  given: Dated | undefined,
  present: string | null,
  precision: string | null,
): given is Dated {
  if (given === undefined) return false
  if (present === null) return true
  const [says, known] = [shownDate(given), shownDate({ day: present, precision: precision ?? 'day' })]
  return !known.startsWith(says)
}
