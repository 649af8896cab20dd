import type { DueElection } from '#contract/lifeline.ts'
import type { Scope } from '#db/registry/subtree.ts'
import { addMonths, daysBetween, type IsoDay } from '#db/shared/day.ts'
import type { Task } from '#db/sqlite/task.ts'
import { electionDates, isElected } from './election-dates.ts'
import { exemption } from './exemption.ts'
import type { BranchFacts } from './facts.ts'
import { gatherFacts } from './gather-facts.ts'
import { inOneSnapshot } from './one-snapshot.ts'
import { defaultPack, type Pack } from './pack.ts'

/** An office prepares an election half a year ahead. */
const months = 6

export type DueElections = {
  readonly asOf: IsoDay
  readonly until: IsoDay
  readonly rows: readonly DueElection[]
}

/** The elections of the scope that come due within half a year, in a thread that only reads. */
export const dueElectionsTask: Task<Scope, never, DueElections> = async (scope, tools) => {
  const facts = await inOneSnapshot(tools.reader(), snapshot => gatherFacts(snapshot, scope))
  return dueElections(facts, defaultPack, scope.asOf)
}

/** Whoever is not judged by the rules (exemption.ts) is not reminded either. The soonest first. */
export function dueElections(facts: readonly BranchFacts[], pack: Pack, asOf: IsoDay): DueElections {
  const until = addMonths(asOf, months)
  const rows = facts
    .flatMap(org => {
      if (org.term === null || !isElected(org.kind) || exemption(org, pack, asOf) !== undefined) return []
      const { due } = electionDates(org.kind, org.term, pack.thresholds.W06)
      if (due < asOf || due > until) return []
      const { orgId: id, code, name } = org
      return [{ id, code, name, elected: org.term.elected, due, daysLeft: daysBetween(asOf, due) }]
    })
    .toSorted((a, b) => a.daysLeft - b.daysLeft || (a.id < b.id ? -1 : 1))
  return { asOf, until, rows }
}
