import type { Fields } from '#db/journal/change.ts'
import type { Problem } from '../problem.ts'
import { type Dated, shownDate } from '../values/office-date.ts'

/**
 * One write that an import would do, as plain data that can cross threads. Things that the import makes have names of
 * its own (`draftIds`), in ids and in fields; whoever writes draws the real ids.
 */
export type Draft =
  | { readonly act: 'create'; readonly entity: string; readonly id: string; readonly fields: Fields }
  | { readonly act: 'edit'; readonly entity: string; readonly id: string; readonly fields: Fields }

/** What becomes of one row. `created`: its main record is new. */
export type RowVerdict = 'created' | 'updated' | 'unchanged' | 'rejected'

export type RowPlan = {
  readonly row: number
  readonly verdict: RowVerdict
  readonly drafts: readonly Draft[]
  readonly problems: readonly Problem[]
  /** What would change of what is known already, in words. */
  readonly changes?: readonly RowChange[]
  /** The name of the organization that the row belongs to, as the registry writes it. */
  readonly place?: string
}

/** One value that would change: of which column of the roster, from what to what. Blank is what is not known. */
export type RowChange = { readonly field: string; readonly from: string; readonly to: string }

/** Begins the name of a thing that an import makes: a character that no cell of a sheet is read with. */
const draftMark = '\u0001'

export function draftIds(): () => string {
  let n = 0
  return () => `${draftMark}${++n}`
}

export function isDraftId(id: string): boolean {
  return id.charCodeAt(0) === 1
}

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
