import type { Unit } from '#contract/lifeline/glance.ts'
import type { OverviewUnit } from '#contract/lifeline/lifeline.ts'
import { type Severity, severities } from '#contract/vocabulary.ts'

/** A unit with what was found of it and under it. */
export type UnitLine = Unit & {
  /** Of a branch its findings, of others the organizations under it that have any; the worst of them all. */
  readonly found: { readonly n: number; readonly worst: Severity } | undefined
}

/** Joins the units with the review of the same organization; of whom the review says nothing, nothing was found. */
export function unitLines(
  units: readonly Unit[],
  reviewed: readonly Pick<OverviewUnit, 'org' | 'isOwn' | 'flagged' | 'cells'>[],
): readonly UnitLine[] {
  const byId = new Map(reviewed.filter(({ isOwn }) => !isOwn).map(unit => [unit.org.id, unit]))
  return units.map(unit => {
    const { cells = [], flagged = 0 } = byId.get(unit.id) ?? {}
    const worst = severities.find(severity => cells.some(cell => cell.worst === severity))
    const n = unit.kind === 'branch' ? cells.reduce((sum, cell) => sum + cell.n, 0) : flagged
    return { ...unit, found: worst === undefined ? undefined : { n, worst } }
  })
}

/** By severity, and of the same severity what has been so the longest; of what began nobody knows when comes last. */
export function worstFirst(one: Found, other: Found): number {
  const rank = ({ severity }: Found) => severities.indexOf(severity)
  return rank(one) - rank(other) || (one.since ?? '9').localeCompare(other.since ?? '9')
}
type Found = { readonly severity: Severity; readonly since: string | null }
