import type { z } from 'zod'
import type { bundleContract } from '#contract/bundle.ts'
import { readDigits } from '#db/bundle/exchange/digits.ts'
import {
  acceptEnrolment,
  approveEnrolment,
  inspectEnrolment,
  requestEnrolment,
  revokeReplica,
} from '#db/bundle/exchange/enrol.ts'
import { exportPacket } from '#db/bundle/exchange/export-packet.ts'
import { findPeer } from '#db/bundle/exchange/peer-store.ts'
import { readPeers } from '#db/bundle/exchange/peers.ts'
import { takePacket } from '#db/bundle/exchange/take-packet.ts'
import { readGivenBack } from '#db/bundle/reading/given-back.ts'
import { readPacketLog } from '#db/bundle/reading/packet-log.ts'
import { type Implementing, inTurn, longProcedure } from '#db/procedure.ts'
import { readConflicts, readingJournal, settleConflict } from '#db/registry/conflicts.ts'
import { readDisputes } from '#db/registry/disputes.ts'
import type { Session } from '#db/session.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { undoPacket } from './undo-packet.ts'

type Bundle = typeof bundleContract
type InputOf<K extends keyof Bundle> = z.output<Bundle[K]['~orpc']['inputSchema'] & {}>

export function bundleProcedures(os: Implementing, session: Session) {
  return {
    enrolRequest: os.bundle.enrolRequest.handler(({ input }) =>
      inTurn(session, () => requestEnrolment(session, input.name)),
    ),
    enrolInspect: os.bundle.enrolInspect.handler(({ input }) => inspectEnrolment(session, input.file)),
    enrolApprove: os.bundle.enrolApprove.handler(
      longProcedure(session, (input: InputOf<'enrolApprove'>, report) =>
        inTurn(session, () => approveEnrolment(session, input.file, input.org, input, report)),
      ),
    ),
    enrolAccept: os.bundle.enrolAccept.handler(
      longProcedure(session, (input: InputOf<'enrolAccept'>, report) =>
        inTurn(session, () => {
          const { by, dryRun, expect } = input
          return acceptEnrolment(session, input.file, { by, dryRun, expect }, report)
        }),
      ),
    ),
    enrolRevoke: os.bundle.enrolRevoke.handler(({ input }) =>
      inTurn(session, () => revokeReplica(session, input.replica, input.by, input.dryRun)),
    ),
    exportPacket: os.bundle.exportPacket.handler(
      longProcedure(session, (input: InputOf<'exportPacket'>, report) =>
        inTurn(session, async () =>
          exportPacket(session, await findPeer(session, input.to), report, { dryRun: input.dryRun }),
        ),
      ),
    ),
    inspectPacket: os.bundle.inspectPacket.handler(
      longProcedure(session, (input: InputOf<'inspectPacket'>, report) =>
        inTurn(session, () =>
          takePacket(session, input.file, { by: '', preview: true, again: false }, report),
        ),
      ),
    ),
    applyPacket: os.bundle.applyPacket.handler(
      longProcedure(session, (input: InputOf<'applyPacket'>, report) =>
        inTurn(session, () => {
          const { by, confirm, again, dryRun } = input
          return takePacket(session, input.file, { by, preview: !confirm || dryRun, again }, report)
        }),
      ),
    ),
    undoPacket: os.bundle.undoPacket.handler(({ input }) =>
      inTurn(session, () => undoPacket(session, input)),
    ),
    peers: os.bundle.peers.handler(() =>
      readPeers(session.readConnection(), session.identity()?.replica ?? ''),
    ),
    pending: os.bundle.pending.handler(async () => {
      const input = { ownReplica: session.identity()?.replica ?? '' }
      const request = { task: 'pending', input, file: registryFile(session.folder) } as const
      return [...(await session.threads.run({ request, report: async () => undefined }))]
    }),
    log: os.bundle.log.handler(({ input }) => readPacketLog(session.readConnection(), input.limit)),
    givenBack: os.bundle.givenBack.handler(({ input }) =>
      readGivenBack(session.readConnection(), input.limit),
    ),
    digits: os.bundle.digits.handler(() => readDigits(session)),
    conflicts: os.bundle.conflicts.handler(() => {
      const db = session.readConnection()
      return readConflicts(db, readingJournal(db))
    }),
    disputes: os.bundle.disputes.handler(() => {
      const db = session.readConnection()
      return readDisputes(db, readingJournal(db))
    }),
    resolveConflict: os.bundle.resolveConflict.handler(({ input }) =>
      inTurn(session, async () => {
        const { db, journal } = session.writing()
        const { by, dryRun, id, keep } = input
        const work = { label: { what: 'resolve', id }, actor: by, dryRun }
        const { changeSet } = await journal.write(work, set => settleConflict(db, journal, set, id, keep))
        return { changeSet }
      }),
    ),
  }
}
