import type { OverviewUnit } from '#contract/lifeline/lifeline.ts'

/** The columns: the rules that found something, those of a newer program among them. Twenty would not fit a page. */
export function rulesOf(units: readonly OverviewUnit[]): readonly string[] {
  return [...new Set(units.flatMap(unit => unit.cells.map(({ rule }) => rule)))].sort()
}

/** From 1 to 5: up to a twentieth of the branches, a tenth, a quarter, a half, more. */
export function depthOf(n: number, branches: number): number {
  const share = n / Math.max(branches, n, 1)
  return 1 + [0.05, 0.1, 0.25, 0.5].filter(bound => share > bound).length
}
