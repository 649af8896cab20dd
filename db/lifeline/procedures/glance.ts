import type { Unit } from '#contract/lifeline/glance.ts'
import { electionDates, isElected } from '#db/lifeline/elections/election-dates.ts'
import { termFacts } from '#db/lifeline/gathering/gather-terms.ts'
import type { Pack } from '#db/lifeline/packs/pack.ts'
import { packFor } from '#db/lifeline/packs/pack-in-force.ts'
import { explained } from '#db/lifeline/scanning/why-task.ts'
import type { Implementing } from '#db/procedure.ts'
import { thingNamed } from '#db/registry/finding/thing-named.ts'
import { readHistoryWindow } from '#db/registry/history/history.ts'
import { readRecordsPast } from '#db/registry/history/records-past.ts'
import { readToldChanges } from '#db/registry/history/told-changes.ts'
import { readMeetingDays } from '#db/registry/looking/last-meetings.ts'
import type { UnitRow } from '#db/registry/looking/units.ts'
import { dayOf, daysOf, orgOrOwn } from '#db/registry/procedures/registry.ts'
import type { Session } from '#db/session.ts'
import { addDays, addYears } from '#db/shared/day.ts'
import { registryFile } from '#db/sqlite/connection.ts'

/** With no more branches than this an organization is looked at sooner than a thread would begin. */
const fewBranches = 500

/** What pages show at a glance: the registry's own record, with the days that the rules work out of it. */
export function glanceProcedures(os: Implementing, session: Session) {
  return {
    org: os.glance.org.handler(async ({ input }) => {
      const { id } = await orgOrOwn(session, input.org)
      const { asOf, structure } = daysOf(session, input)
      const from = addDays(addYears(asOf, -1), 1)
      const { own, below } = await session.browse('units', { root: id, asOf, structure })
      const pack = await packFor(session.reader(), asOf)
      const meetings = await readMeetingDays(session.reader(), id, from, asOf)
      return { asOf, from, own: unitOf(own, pack), meetings, below: below.map(row => unitOf(row, pack)) }
    }),
    year: os.glance.year.handler(async ({ input }) => {
      const asOf = dayOf(session, input.asOf)
      return { asOf, rows: await session.browse('year', { asOf }) }
    }),
    why: os.glance.why.handler(async ({ input, signal }) => {
      const { id } = await orgOrOwn(session, input.org)
      const asOf = dayOf(session, input.asOf)
      const question = { root: id, asOf, ...(input.rule !== undefined && { rule: input.rule }) }
      const { branches } = await session.browse('node', { root: id, asOf })
      const findings =
        branches <= fewBranches
          ? await explained(session.reader(), question)
          : await session.threads.run({
              request: { task: 'why', input: question, file: registryFile(session.folder) },
              report: async () => signal?.throwIfAborted(),
              stopped: signal,
            })
      const told = findings.map(({ evidence, marks, ...finding }) => ({
        ...finding,
        evidence: [...evidence],
        marks: [...marks],
      }))
      return { asOf, org: id, findings: told }
    }),
    history: os.glance.history.handler(({ input }) => {
      const { actor, what, from, before, offset, limit } = input
      return readHistoryWindow(session.reader(), { actor, what, from, before }, { offset, limit })
    }),
    changes: os.glance.changes.handler(({ input }) => {
      const { changeSet, offset, limit } = input
      return readToldChanges(session.reader(), changeSet, { offset, limit })
    }),
    record: os.glance.record.handler(async ({ input }) => {
      const reader = session.reader()
      const { offset, limit } = input
      return readRecordsPast(reader, await thingNamed(reader, input.of), { offset, limit })
    }),
    ages: os.glance.ages.handler(async ({ input }) => {
      const { id } = await orgOrOwn(session, input.org)
      const { asOf, structure } = daysOf(session, input)
      return { asOf, rows: await session.browse('ages', { root: id, asOf, structure }) }
    }),
  }
}

function unitOf({ election, ...row }: UnitRow, pack: Pack): Unit {
  return {
    ...row,
    isElected: isElected(row.kind),
    term: election === null ? null : termOf(row.kind, election, pack),
  }
}

function termOf(kind: UnitRow['kind'], election: NonNullable<UnitRow['election']>, pack: Pack): Unit['term'] {
  const facts = termFacts(election.elected, election.precision, election.years)
  if (facts === undefined) return null
  const { elected, years } = facts
  const days = isElected(kind) ? electionDates(kind, facts, pack.thresholds.W06) : { due: null, cap: null }
  return { elected, known: election.known, years, ...days }
}
