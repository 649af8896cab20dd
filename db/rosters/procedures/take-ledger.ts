import { type Implementing, inTurn } from '#db/procedure.ts'
import { standpointOf } from '#db/registry/procedures/records.ts'
import { carryOutLedger } from '#db/rosters/ledger/carry-out-ledger.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import { bytesOfFile } from '#db/sheets/source-file.ts'
import { reader, registryFile } from '#db/sqlite/connection.ts'

/** 整治台账 taken back in after it was filled in elsewhere: read in a thread, then done line by line in one change set. */
export function ledgerProcedures(os: Implementing, session: Session) {
  return {
    takeLedger: os.cases.takeLedger.handler(({ input: { file, by, dryRun }, signal }) =>
      inTurn(session, async () => {
        const { journal, db } = session.writing()
        const bytes = await bytesOfFile(file)
        const ledger = await session.threads.run({
          request: {
            task: 'read-ledger',
            input: { bytes, fileName: file.name, today: today(session.clock) },
            file: registryFile(session.folder),
          },
          handOver: [bytes.buffer],
          report: async () => signal?.throwIfAborted(),
          stopped: signal,
        })
        const standpoint = await standpointOf(session, reader(db), {})
        const { newId } = session
        const taken = await carryOutLedger(ledger, {
          journal,
          standpoint,
          file: file.name,
          by,
          dryRun,
          newId,
        })
        return { file: file.name, ...taken }
      }),
    ),
  }
}
