import { awards } from '#db/lifeline/honours/bars.ts'
import type { Implementing } from '#db/procedure.ts'
import { dayOf, orgOrOwn } from '#db/registry/procedures/registry.ts'
import type { Session } from '#db/session.ts'
import { registryFile } from '#db/sqlite/connection.ts'

/** Who may be put up for an honour, judged in a thread that only reads. */
export function honourProcedures(os: Implementing, session: Session) {
  return {
    awards: os.honours.awards.handler(() => awards.map(({ key, words, source }) => ({ key, words, source }))),
    check: os.honours.check.handler(async ({ input, signal }) => {
      const { id: root } = await orgOrOwn(session, input.org)
      const asOf = dayOf(session, input.asOf)
      const { award, eligible, offset, limit } = input
      const found = await session.threads.run({
        request: { task: 'honours', input: { award, root, asOf }, file: registryFile(session.folder) },
        report: async () => signal?.throwIfAborted(),
        stopped: signal,
      })
      const wanted = eligible ? found.filter(({ missed }) => missed === 0) : found
      return {
        asOf,
        all: found.length,
        ready: found.filter(({ missed, unknown }) => missed + unknown === 0).length,
        total: wanted.length,
        rows: wanted.slice(offset, offset + limit).map(one => ({ ...one, bars: [...one.bars] })),
      }
    }),
  }
}
