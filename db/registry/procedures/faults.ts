import type { Fault } from '#contract/faults.ts'
import type { Implementing } from '#db/procedure.ts'
import type { Faults } from '#db/registry/faults/faults-task.ts'
import type { Session } from '#db/session.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { KeptWindows } from '#db/sqlite/kept.ts'
import { dayOf, orgOrOwn } from './registry.ts'

/** What was looked at last, of a few organizations and checks. */
const blocksKept = 8

/** Data to put right: mistakes that only show across records. */
export function faultProcedures(os: Implementing, session: Session) {
  const kept = new KeptWindows<Fault, Faults>(() => session.readConnection(), blocksKept)
  return {
    list: os.faults.list.handler(async ({ input }) => {
      const root = (await orgOrOwn(session, input.org)).id
      const asOf = dayOf(session, input.asOf)
      const asked = { root, asOf, check: input.check }
      const { checks, rows, total } = await kept.ask(JSON.stringify(asked), input, window =>
        session.threads.run({
          request: { task: 'faults', input: { ...asked, ...window }, file: registryFile(session.folder) },
          report: async () => undefined,
        }),
      )
      return { asOf, total, checks: [...checks], rows }
    }),
  }
}
