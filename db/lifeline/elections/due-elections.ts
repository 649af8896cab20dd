import { addMonths, daysBetween, firstOfMonth, type IsoDay } from '#db/shared/day.ts'
import { inOrder } from '#db/shared/text.ts'
import { exemption } from '../exemption.ts'
import type { BranchFacts } from '../facts.ts'
import type { Pack } from '../packs/pack.ts'
import { type ElectedKind, electionDates, isElected } from './election-dates.ts'

/** An office prepares an election half a year ahead, and looks two years ahead. */
const monthsToPrepare = 6
const monthsInSight = 24

/** The newest election of an organization, and when the next one is due. */
export type Election = {
  readonly id: string
  readonly code: string | null
  readonly name: string
  readonly kind: ElectedKind
  readonly elected: IsoDay
  /** The term in years; null where it is not recorded and was presumed. */
  readonly years: number | null
  /** The years that its end is reckoned by. */
  readonly reckoned: number
  readonly due: IsoDay
  /** The last day of the longest delay that may be approved. */
  readonly cap: IsoDay
  /** Negative once it is overdue. */
  readonly daysLeft: number
}

/** Whoever is not judged by the rules (exemption.ts) is not reminded either. The first due first. */
export function electionsOf(facts: readonly BranchFacts[], pack: Pack, asOf: IsoDay): readonly Election[] {
  return facts
    .flatMap(org => {
      const due = nextElection(org, pack, asOf)
      return due === undefined ? [] : [{ id: org.orgId, code: org.code, name: org.name, ...due }]
    })
    .toSorted((a, b) => a.daysLeft - b.daysLeft || inOrder(a.id, b.id))
}

type Elects = Pick<BranchFacts, 'kind' | 'term' | 'branchType' | 'founded'>

/** When one organization has to elect next; undefined for one that is appointed, exempt, or has no election on record. */
export function nextElection(
  org: Elects,
  pack: Pack,
  asOf: IsoDay,
): Omit<Election, 'id' | 'code' | 'name'> | undefined {
  const { kind, term } = org
  if (term === null || !isElected(kind) || exemption(org, pack, asOf) !== undefined) return undefined
  const { until: due, cap } = electionDates(kind, term, pack.thresholds.W06)
  const { elected, years } = term
  const reckoned = years ?? pack.thresholds.W06.presumedYears
  return { kind, elected, years, reckoned, due, cap, daysLeft: daysBetween(asOf, due) }
}

export type ElectionsAhead = {
  readonly asOf: IsoDay
  /** The half year in which elections are prepared ends here; the two years that are looked at, here. */
  readonly soon: IsoDay
  readonly until: IsoDay
  readonly overdue: number
  readonly dueSoon: number
  readonly byMonth: readonly { readonly month: string; readonly n: number }[]
  readonly rows: readonly Election[]
}

/** Those overdue, and those of the two years to come. */
export function electionsAhead(elections: readonly Election[], asOf: IsoDay): ElectionsAhead {
  const [soon, until] = [addMonths(asOf, monthsToPrepare), addMonths(asOf, monthsInSight)]
  const rows = elections.filter(({ due }) => due <= until)
  return {
    asOf,
    soon,
    until,
    overdue: rows.filter(({ due }) => due < asOf).length,
    dueSoon: rows.filter(({ due }) => due >= asOf && due <= soon).length,
    byMonth: monthsFrom(asOf).map(month => ({
      month,
      n: rows.filter(({ due }) => due >= asOf && due.startsWith(month)).length,
    })),
    rows,
  }
}

function monthsFrom(asOf: IsoDay): readonly string[] {
  const first = firstOfMonth(asOf)
  return Array.from({ length: monthsInSight + 1 }, (_, n) => addMonths(first, n).slice(0, 7))
}
