import type { Unit } from '#contract/glance.ts'
import type { OverviewUnit } from '#contract/lifeline.ts'
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

/** The day on which a term ends: the election's day, so many years on (29 February ends on the 28th). */
export function termEnd(elected: string, years: number): string {
  const [year = 0, month = 1, day = 1] = elected.split('-').map(Number)
  const last = new Date(Date.UTC(year + years, month, 0)).getUTCDate()
  const end = new Date(Date.UTC(year + years, month - 1, Math.min(day, last)))
  return end.toISOString().slice(0, 10)
}
