import type { z } from 'zod'
import type { packetsContract } from '#contract/packets/packets.ts'
import { exportPacket } from '#db/packets/offers/export-packet.ts'
import { noteHanded } from '#db/packets/offers/handed.ts'
import { findPeer } from '#db/packets/offers/peer-store.ts'
import { readPeers } from '#db/packets/offers/peers.ts'
import { decideHeld, readHeld } from '#db/packets/opening/aside/held.ts'
import { readAside, takeAside } from '#db/packets/opening/aside/laid-aside.ts'
import { putAsideAway } from '#db/packets/opening/aside/put-away.ts'
import { takePacket } from '#db/packets/opening/take-packet.ts'
import { readGivenBack } from '#db/packets/status/given-back.ts'
import { readPacketLog } from '#db/packets/status/packet-log.ts'
import type { PendingChanges } from '#db/packets/status/pending-task.ts'
import { readDigits } from '#db/packets/trust/digits.ts'
import { acceptEnrolment, approveEnrolment, inspectEnrolment, knownAs } from '#db/packets/trust/enrol.ts'
import { correctRequest, leaveRequest } from '#db/packets/trust/leave-request.ts'
import { readCertifiedBy, revokeReplica } from '#db/packets/trust/revoke.ts'
import { type Implementing, inTurn, longProcedure } from '#db/procedure.ts'
import {
  readConflicts,
  readingJournal,
  refuseLockedConflict,
  settleConflict,
} from '#db/registry/conflicts/conflicts.ts'
import { readDisputes } from '#db/registry/conflicts/disputes.ts'
import type { Session } from '#db/session.ts'
import { type Connection, openWithTemporaryTables, registryFile } from '#db/sqlite/connection.ts'
import { KeptAnswers } from '#db/sqlite/kept.ts'
import { undoPacket } from './undo-packet.ts'

type Bundle = typeof packetsContract
type InputOf<K extends keyof Bundle> = z.output<Bundle[K]['~orpc']['inputSchema'] & {}>

export function packetProcedures(os: Implementing, session: Session) {
  // Home asks at every visit, and looks through what lies below each office.
  const pending = new KeptAnswers<readonly PendingChanges[]>(() => session.readConnection(), 1)
  return {
    enrolRequest: os.packets.enrolRequest.handler(({ input }) =>
      inTurn(session, () => correctRequest(session, input.name)),
    ),
    enrolLeave: os.packets.enrolLeave.handler(() => inTurn(session, () => leaveRequest(session))),
    enrolInspect: os.packets.enrolInspect.handler(async ({ input }) => {
      const found = await inspectEnrolment(session, input.file)
      const isAsked = found.kind === 'request' && session.exists()
      const known = isAsked ? withTemporaryTables(session, db => knownAs(db, found.replica)) : null
      return { ...found, known }
    }),
    enrolApprove: os.packets.enrolApprove.handler(
      longProcedure(session, (input: InputOf<'enrolApprove'>, report) =>
        inTurn(session, () => approveEnrolment(session, input.file, input.org, input, report)),
      ),
    ),
    enrolAccept: os.packets.enrolAccept.handler(
      longProcedure(session, (input: InputOf<'enrolAccept'>, report) =>
        inTurn(session, () => {
          const { by, dryRun, expect } = input
          return acceptEnrolment(session, input.file, { by, dryRun, expect }, report)
        }),
      ),
    ),
    enrolRevoke: os.packets.enrolRevoke.handler(({ input }) =>
      inTurn(session, () => revokeReplica(session, input.replica, input)),
    ),
    certifiedBy: os.packets.certifiedBy.handler(({ input }) =>
      inTurn(session, async () => readCertifiedBy(session, input.replica)),
    ),
    exportPacket: os.packets.exportPacket.handler(
      longProcedure(session, (input: InputOf<'exportPacket'>, report) =>
        inTurn(session, async () => exportPacket(session, await findPeer(session, input.to), report, input)),
      ),
    ),
    handed: os.packets.handed.handler(({ input }) => inTurn(session, async () => noteHanded(session, input))),
    inspectPacket: os.packets.inspectPacket.handler(
      longProcedure(session, (input: InputOf<'inspectPacket'>, report) =>
        inTurn(session, () =>
          takePacket(session, input.file, { by: '', preview: true, again: false }, report),
        ),
      ),
    ),
    applyPacket: os.packets.applyPacket.handler(
      longProcedure(session, (input: InputOf<'applyPacket'>, report) =>
        inTurn(session, () => {
          const { by, confirm, again, dryRun } = input
          return takePacket(session, input.file, { by, preview: !confirm || dryRun, again }, report)
        }),
      ),
    ),
    undoPacket: os.packets.undoPacket.handler(({ input }) =>
      inTurn(session, () => undoPacket(session, input)),
    ),
    peers: os.packets.peers.handler(() =>
      readPeers(session.readConnection(), session.identity()?.replica ?? ''),
    ),
    pending: os.packets.pending.handler(async () => {
      const ownReplica = session.identity()?.replica ?? ''
      const request = { task: 'pending', input: { ownReplica }, file: registryFile(session.folder) } as const
      const report = async () => undefined
      return [...(await pending.ask(ownReplica, () => session.threads.run({ request, report })))]
    }),
    log: os.packets.log.handler(({ input }) => readPacketLog(session.readConnection(), input.limit)),
    givenBack: os.packets.givenBack.handler(({ input }) =>
      readGivenBack(session.readConnection(), input.limit),
    ),
    aside: os.packets.aside.handler(() =>
      withTemporaryTables(session, db => readAside(db, readingJournal(db))),
    ),
    held: os.packets.held.handler(() => {
      const identity = session.identity()
      const office = identity?.state === 'ready' ? identity.office : undefined
      return withTemporaryTables(session, db => readHeld(db, readingJournal(db), office))
    }),
    decideHeld: os.packets.decideHeld.handler(({ input }) =>
      inTurn(session, () => decideHeld(session, input)),
    ),
    takeAside: os.packets.takeAside.handler(
      longProcedure(session, (input: InputOf<'takeAside'>, report) =>
        inTurn(session, () => {
          const { id, by, dryRun, again } = input
          return takeAside(session, id, { by, preview: dryRun, again }, report)
        }),
      ),
    ),
    putAsideAway: os.packets.putAsideAway.handler(({ input }) =>
      inTurn(session, async () => putAsideAway(session, input)),
    ),
    digits: os.packets.digits.handler(() => readDigits(session)),
    conflicts: os.packets.conflicts.handler(() => {
      const db = session.readConnection()
      return readConflicts(db, readingJournal(db))
    }),
    disputes: os.packets.disputes.handler(() => {
      const db = session.readConnection()
      return readDisputes(db, readingJournal(db))
    }),
    resolveConflict: os.packets.resolveConflict.handler(({ input }) =>
      inTurn(session, async () => {
        const { db, journal } = session.writing()
        const { by, dryRun, id, keep } = input
        await refuseLockedConflict(session.reader(), id)
        const work = { label: { what: 'resolve', id }, actor: by, dryRun }
        const { changeSet } = await journal.write(work, set => settleConflict(db, journal, set, id, keep))
        return { changeSet }
      }),
    ),
  }
}

/** Who stands where is found out with temporary tables. */
function withTemporaryTables<T>(session: Session, read: (db: Connection) => T): T {
  session.readConnection()
  const db = openWithTemporaryTables(registryFile(session.folder))
  try {
    return read(db)
  } finally {
    db.close()
  }
}
