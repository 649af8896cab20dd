import type { NewId } from '#db/shared/new-id.ts'
import { boundedWork } from './busy.ts'
import { type ReportBug, reportingBugs } from './call.ts'
import { handingFiles } from './handed-files.ts'
import type { EngineRouter } from './open-engine.ts'
import type { ListDrives } from './sticks/mounted-drive.ts'
import { removableDrives } from './sticks/removable-drives.ts'
import { stickProcedures } from './sticks/stick-procedures.ts'
import { workUnderWay } from './work-under-way.ts'

export type WireOptions = {
  readonly router: EngineRouter
  /** The registry's folder: its outbox lies there. */
  readonly folder: string
  readonly newId: NewId
  readonly reportBug: ReportBug
  /** Which sticks are there; this PC's own unless a test says otherwise. */
  readonly listDrives?: ListDrives
}

/** So much long work is under way at once. One thing is written at a time and three are read: the rest waits its turn. */
const mostWork = 32

/**
 * The engine's router made fit for a wire, whichever it is: HTTP here, a MessagePort in the desktop window. Give
 * `router` and `clientInterceptors` to that wire's RPCHandler, and wait for `ended` before the engine is closed. The
 * client's link needs the interceptor of fetching-files.ts.
 */
export function wireOf(options: WireOptions) {
  const { router, folder, newId, reportBug, listDrives = removableDrives(process.platform) } = options
  const files = handingFiles(newId)
  const work = workUnderWay()
  return {
    router: { ...router, host: { file: files.file, ...stickProcedures({ folder, listDrives }) } },
    clientInterceptors: [
      work.interceptor,
      boundedWork(mostWork),
      reportingBugs(reportBug),
      files.interceptor,
    ],
    ended: work.ended,
  }
}
