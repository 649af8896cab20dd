import { type Changed, type ChangeGroup, type Changes, changeGroups } from '#contract/orgs.ts'
import { monthsAfter } from '../../../kit/pictures/days.ts'

/** One line of what changed, with the list that it comes from. */
export type ChangeLine = Changed & { readonly key: string; readonly group: ChangeGroup }

/** The lists as one, in the order of their groups; one group alone where it is asked for. */
export function changeLines(changes: Changes, only: ChangeGroup | undefined): readonly ChangeLine[] {
  return changeGroups
    .filter(group => only === undefined || group === only)
    .flatMap(group =>
      changes[group].map((line, at) => ({ ...line, group, key: `${group} ${line.id} ${line.day} ${at}` })),
    )
}

/**
 * How many members an organization brought or took away. Renamed, or moved inside, it did neither, and a nought beside
 * it would be read as a branch without members.
 */
export function takenAlong({ members }: Pick<Changed, 'members'>): number | null {
  return members === 0 ? null : members
}

type Span = { readonly from: string; readonly to: string }

/** Spans that are asked for every year, each after its first day up to its last: a year begins after the last one ends. */
export function usualSpans(
  today: string,
): readonly (Span & { readonly key: 'thisYear' | 'lastYear' | 'quarter' })[] {
  if (today === '') return []
  const year = Number(today.slice(0, 4))
  const endOf = (ended: number) => `${String(ended).padStart(4, '0')}-12-31`
  return [
    { key: 'thisYear', from: endOf(year - 1), to: today },
    { key: 'lastYear', from: endOf(year - 2), to: endOf(year - 1) },
    { key: 'quarter', from: monthsAfter(today, -3), to: today },
  ]
}

const isDay = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text)

/** The span that the address asks for as it was written, maybe the later day first; this year's where it says none. */
export function writtenSpan(from: string | undefined, to: string | undefined, today: string): Span {
  const [usual] = usualSpans(today)
  return { from: isDay(from) ? from : (usual?.from ?? today), to: isDay(to) ? to : (usual?.to ?? today) }
}

/** The same with the earlier day first. */
export function inTime(span: Span): Span {
  return span.from <= span.to ? span : { from: span.to, to: span.from }
}
