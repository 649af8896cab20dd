import { addDays, type IsoDay } from '#db/shared/day.ts'

/**
 * How somebody stands with a task: done in time or late, past its day, near it, or simply not due yet; `unsaid` where
 * there are records and none says how much, `unknown` where this program cannot count it. No more is made of it: no points, no order of who is first.
 */
export type Lamp = 'done' | 'late' | 'overdue' | 'soon' | 'open' | 'unsaid' | 'unknown'

/** So many days before its day a task is near. */
export const daysAhead = 30

/** `inTime` is what was done by the day on which it was due. */
export function lampOf(
  { target, due }: { readonly target: number; readonly due: string },
  {
    value,
    records,
    inTime,
  }: { readonly value: number | null; readonly records: number; readonly inTime: number | null },
  today: IsoDay,
): Lamp {
  if (value === null) return records > 0 ? 'unsaid' : 'unknown'
  if (value >= target) return (inTime ?? value) >= target ? 'done' : 'late'
  if (due < today) return 'overdue'
  return due <= addDays(today, daysAhead) ? 'soon' : 'open'
}
