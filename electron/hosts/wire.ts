import type { NewId } from '#db/shared/new-id.ts'
import { type ReportBug, reportingBugs } from './call.ts'
import { handingFiles } from './handed-files.ts'
import type { EngineRouter } from './open-engine.ts'
import { workUnderWay } from './work-under-way.ts'

type Options = { readonly router: EngineRouter; readonly newId: NewId; readonly reportBug: ReportBug }

/**
 * The engine's router made fit for a wire, whichever it is: HTTP here, a MessagePort in the desktop window. Give
 * `router` and `clientInterceptors` to that wire's RPCHandler, and wait for `ended` before the engine is closed. The
 * client's link needs the interceptor of fetching-files.ts.
 */
export function wireOf({ router, newId, reportBug }: Options) {
  const files = handingFiles(router, newId)
  const work = workUnderWay()
  return {
    router: files.router,
    clientInterceptors: [work.interceptor, reportingBugs(reportBug), files.interceptor],
    ended: work.ended,
  }
}
