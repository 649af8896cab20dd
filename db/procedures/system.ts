import { type Implementing, inTurn, longProcedure } from '#db/procedure.ts'
import { orgById } from '#db/registry/find-org.ts'
import type { Session } from '#db/session.ts'
import { version } from '#db/shared/version.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { backUp, restore } from './backup-restore.ts'

export function systemProcedures(os: Implementing, session: Session) {
  return {
    status: os.system.status.handler(async () => {
      const identity = session.identity()
      if (identity === undefined) return { state: 'empty', replica: null, org: null, version }
      const { replica } = identity
      // The page asks this first: what it shows next is read while it is drawn.
      session.readAhead('now')
      if (identity.state === 'waiting') return { state: 'waiting', replica, org: null, version }
      const org = await orgById(session.reader(), identity.office)
      const brief = org && { id: org.id, code: org.code, name: org.name, tier: org.tier }
      return { state: 'ready', replica, org: brief ?? null, version }
    }),
    verify: os.system.verify.handler(
      longProcedure(session, async (_input: unknown, report) => {
        session.reader()
        const { ok, checks } = await session.threads.run({
          request: { task: 'verify', input: {}, file: registryFile(session.folder) },
          report,
        })
        return { ok, checks: [...checks] }
      }),
    ),
    backup: os.system.backup.handler(
      longProcedure(session, (_input: unknown, report) => backUp(session, report)),
    ),
    restore: os.system.restore.handler(
      longProcedure(session, (input: { readonly file: File }, report) =>
        inTurn(session, () => restore(session, input.file, report)),
      ),
    ),
  }
}
