import { type Severity, severities } from '#contract/vocabulary.ts'
import type { Scope } from '#db/registry/subtree.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Task } from '#db/sqlite/task.ts'
import type { Overview, OverviewCell, OverviewUnit } from '../overview.ts'
import { allRules } from '../rules/all-rules.ts'
import { marks, type ReviewColumns } from './review-columns.ts'
import { idsAt, placesOf, unitsOf } from './units.ts'

export type LargeOverviewInput = {
  readonly scope: Scope
  readonly columns: ReviewColumns
  /** Those that are shown directly below. */
  readonly children: readonly string[]
}

export type LargeOverview = Overview & Pick<ReviewColumns, 'unjudged'>

type Counted = {
  branches: number
  flaggedBranches: number
  flagged: number
  readonly cells: Map<number, { n: number; worst: number }>
}

/** As `overviewOf` counts a review that fits into memory. */
export const largeOverviewTask: Task<LargeOverviewInput, never, LargeOverview> = async (asked, tools) => {
  const { columns, children } = asked
  const reader = tools.reader()
  const shown = await placesOf(reader, columns, children)
  const units = unitsOf(columns)
  const unitOf = (place: number) => {
    const unit = units[place] ?? 0
    return shown.has(unit) ? unit : 0
  }
  const counted = new Map<number, Counted>()
  const at = (unit: number) => {
    const known = counted.get(unit)
    if (known !== undefined) return known
    const fresh: Counted = { branches: 0, flaggedBranches: 0, flagged: 0, cells: new Map() }
    counted.set(unit, fresh)
    return fresh
  }
  const totals = { branches: 0, exempt: 0, flagged: 0, suggested: 0 }
  for (let place = 0; place < columns.nos.length; place++) {
    const mark = columns.marks[place] ?? 0
    if ((mark & marks.suggested) !== 0) totals.suggested++
    if ((mark & marks.branch) === 0) continue
    const unit = at(unitOf(place))
    unit.branches++
    totals.branches++
    if ((mark & marks.exempt) !== 0) totals.exempt++
    if ((mark & marks.flagged) === 0) continue
    unit.flaggedBranches++
    totals.flagged++
  }
  const bySeverity = severities.map(() => 0)
  let last = -1
  for (let n = 0; n < columns.places.length; n++) {
    const place = columns.places[n] ?? 0
    const [rule, severity] = [columns.rules[n] ?? 0, columns.severities[n] ?? 0]
    const unit = at(unitOf(place))
    bySeverity[severity] = (bySeverity[severity] ?? 0) + 1
    // Findings of one organization stand together.
    if (place !== last) unit.flagged++
    last = place
    const cell = unit.cells.get(rule)
    if (cell === undefined) unit.cells.set(rule, { n: 1, worst: severity })
    else {
      cell.n++
      cell.worst = Math.min(cell.worst, severity)
    }
  }
  const ids = await idsAt(reader, columns, counted.keys())
  return {
    ...totals,
    unjudged: columns.unjudged,
    severities: Object.fromEntries(severities.map((name, n) => [name, bySeverity[n] ?? 0])) as Record<
      Severity,
      number
    >,
    units: [...counted].flatMap(([place, { cells, ...rest }]): OverviewUnit[] => {
      const id = ids.get(place)
      return id === undefined ? [] : [{ id, ...rest, cells: [...cells].map(cellOf) }]
    }),
  }
}

function cellOf([rule, { n, worst }]: [number, { n: number; worst: number }]): OverviewCell {
  const [id, severity] = [allRules[rule]?.id, severities[worst]]
  invariant(id !== undefined && severity !== undefined, 'a finding is of a rule and has a severity')
  return { rule: id, n, worst: severity }
}
