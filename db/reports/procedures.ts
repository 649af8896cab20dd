import { carryOut } from '#db/plans/carry-out.ts'
import { type Implementing, inTurn } from '#db/procedure.ts'
import { standpointOf } from '#db/registry/procedures/records.ts'
import { orgOrOwn } from '#db/registry/procedures/registry.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { KeptAnswers } from '#db/sqlite/kept.ts'
import type { Activity } from './activity.ts'
import type { Answered } from './answers.ts'
import { dayOfYear } from './ask.ts'
import { isShort, quartersOver, readCadreCoverage } from './cadre-coverage.ts'
import { planTypes } from './plan-types.ts'

/** So many years, offices or types are gone between without counting anew. */
const answersKept = 6

/** The figures of reports, asked in a thread that only reads; and the types of work that they are counted from. */
export function reportProcedures(os: Implementing, session: Session) {
  const answers = new KeptAnswers<readonly Answered[]>(() => session.readConnection(), answersKept)
  const asking = async (input: { readonly year: number; readonly org?: string | undefined }) => {
    const org = await orgOrOwn(session, input.org)
    const place = { code: org.code, name: org.short_name ?? org.name }
    return { place, asking: { root: org.id, year: input.year, today: today(session.clock) } }
  }
  return {
    figures: os.reports.figures.handler(async ({ input }) => {
      const { place, asking: asked } = await asking(input)
      const wanted = { ...asked, type: input.type }
      const figures = await answers.ask(JSON.stringify(wanted), () =>
        session.threads.run({
          request: { task: 'figures', input: wanted, file: registryFile(session.folder) },
          report: async () => undefined,
        }),
      )
      return { year: input.year, org: place, figures: [...figures] }
    }),
    figure: os.reports.figure.handler(async ({ input, signal }) => {
      const { place, asking: asked } = await asking(input)
      const { key, among, blank, limit, offset } = input
      const opened = await session.threads.run({
        request: {
          task: 'figure',
          input: { ...asked, key, among, blank, limit, offset },
          file: registryFile(session.folder),
        },
        report: async () => signal?.throwIfAborted(),
        stopped: signal,
      })
      const { missing, rows, ...figure } = opened
      return { ...figure, year: input.year, org: place, missing: [...missing], rows: [...rows] }
    }),
    cadres: os.reports.cadres.handler(async ({ input }) => {
      const { place, asking: asked } = await asking(input)
      const { year, part, limit, offset } = input
      const asOf = dayOfYear(year, asked.today)
      const all = await readCadreCoverage(session.reader(), { root: asked.root, year, asOf })
      const over = quartersOver(year, asOf)
      const wanted = all.filter(
        row => part === 'all' || (part === 'untrained' ? row.trainings === 0 : isShort(row, over)),
      )
      return {
        year,
        org: place,
        cadres: all.length,
        trained: all.filter(({ trainings }) => trainings > 0).length,
        bound: all.filter(row => row.asked !== null).length,
        short: all.filter(row => isShort(row, over)).length,
        total: wanted.length,
        rows: wanted.slice(offset, offset + limit),
      }
    }),
    adoptTypes: os.reports.adoptTypes.handler(({ input }) =>
      inTurn(session, () => adoptTypes(session, input)),
    ),
  }
}

/** A year of work by month, type and office, for its pictures. */
export function activityProcedures(os: Implementing, session: Session) {
  const years = new KeptAnswers<Activity>(() => session.readConnection(), answersKept)
  return {
    year: os.activity.year.handler(async ({ input }) => {
      const org = await orgOrOwn(session, input.org)
      const asked = { root: org.id, year: input.year, today: today(session.clock) }
      const found = await years.ask(JSON.stringify(asked), () =>
        session.threads.run({
          request: { task: 'activity', input: asked, file: registryFile(session.folder) },
          report: async () => undefined,
        }),
      )
      const { silentBranches } = found
      return {
        ...found,
        types: found.types.map(one => ({ ...one, sessions: [...one.sessions] })),
        units: found.units.map(one => ({ ...one, sessions: [...one.sessions] })),
        silentTypes: [...found.silentTypes],
        silentBranches: { ...silentBranches, rows: [...silentBranches.rows] },
      }
    }),
  }
}

type Adopting = { readonly by: string; readonly dryRun: boolean }

/** Makes those of the usual types of work that there are none of yet; the writer's turn has to be held. */
export async function adoptTypes(session: Session, { by, dryRun }: Adopting) {
  const { journal } = session.writing()
  const plan = await planTypes(await standpointOf(session, session.reader(), {}))
  const done = await carryOut(journal, plan, { by, dryRun, newId: session.newId })
  return { ...done, sentences: [...done.sentences], warnings: [...done.warnings] }
}
