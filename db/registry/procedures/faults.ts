import type { Implementing } from '#db/procedure.ts'
import type { Session } from '#db/session.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { dayOf, orgOrOwn } from './registry.ts'

/** Data to put right: mistakes that only show across records. */
export function faultProcedures(os: Implementing, session: Session) {
  return {
    list: os.faults.list.handler(async ({ input, signal }) => {
      const root = (await orgOrOwn(session, input.org)).id
      const asOf = dayOf(session, input.asOf)
      const { check, limit, offset } = input
      const { checks, rows, total } = await session.threads.run({
        request: {
          task: 'faults',
          input: { root, asOf, check, limit, offset },
          file: registryFile(session.folder),
        },
        report: async () => signal?.throwIfAborted(),
        stopped: signal,
      })
      return { asOf, total, checks: [...checks], rows: [...rows] }
    }),
  }
}
