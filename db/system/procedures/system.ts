import { noteGone } from '#db/attachments/named-files.ts'
import { newestBackup } from '#db/files/newest-backup.ts'
import { type Implementing, inTurn, longProcedure } from '#db/procedure.ts'
import { orgById } from '#db/registry/find-org.ts'
import { readWorkers } from '#db/registry/workers.ts'
import type { Session } from '#db/session.ts'
import { version } from '#db/shared/version.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { clockState, trustClock } from '#db/system/clock-check.ts'
import { backUp, restore } from './backup-restore.ts'
import { isSample, leaveSample, trySample } from './sample.ts'

export function systemProcedures(os: Implementing, session: Session) {
  return {
    status: os.system.status.handler(async () => {
      const identity = session.identity()
      const always = {
        version,
        askedAs: identity?.state === 'waiting' ? identity.name : null,
        folder: session.folder,
        isSample: isSample(session),
        clock: clockState(session.clock, identity && session.readConnection()),
        lastBackup: newestBackup(session.folder)?.at ?? null,
      }
      if (identity === undefined) return { state: 'empty', replica: null, org: null, ...always }
      const { replica } = identity
      // The page asks this first: what it shows next is read while it is drawn.
      session.browsing.readAhead('now')
      if (identity.state === 'waiting') return { state: 'waiting', replica, org: null, ...always }
      const org = await orgById(session.reader(), identity.office)
      const brief = org && { id: org.id, code: org.code, name: org.name, tier: org.tier }
      return { state: 'ready', replica, org: brief ?? null, ...always }
    }),
    trustClock: os.system.trustClock.handler(({ input }) =>
      inTurn(session, async () => {
        trustClock(session.writing().db, input.lastWork)
        return { clock: clockState(session.clock, session.readConnection()) }
      }),
    ),
    workers: os.system.workers.handler(async () =>
      session.identity() === undefined ? [] : readWorkers(session.reader()),
    ),
    trySample: os.system.trySample.handler(
      longProcedure(session, (input: { readonly by: string }, report) =>
        trySample(session, input.by, report),
      ),
    ),
    leaveSample: os.system.leaveSample.handler(() => inTurn(session, () => leaveSample(session))),
    verify: os.system.verify.handler(
      longProcedure(session, async (_input: unknown, report) => {
        session.reader()
        const { ok, checks, lost } = await session.threads.run({
          request: { task: 'verify', input: {}, file: registryFile(session.folder) },
          report,
        })
        // What is lost or damaged is asked for with the next packet, where somebody holds the folder.
        if (session.canWrite && lost.length > 0) {
          const { db } = session.writing()
          db.transaction(() => {
            for (const sha256 of lost) noteGone(db, sha256)
          })()
        }
        return { ok, checks: [...checks] }
      }),
    ),
    backup: os.system.backup.handler(
      longProcedure(session, (_input: unknown, report) => backUp(session, report)),
    ),
    restore: os.system.restore.handler(
      longProcedure(session, (input: Parameters<typeof restore>[1], report) =>
        inTurn(session, () => restore(session, input, report)),
      ),
    ),
  }
}
