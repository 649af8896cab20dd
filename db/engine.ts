import { implementing } from './procedure.ts'
import { browseProcedures } from './procedures/browse.ts'
import { bundleProcedures } from './procedures/bundle.ts'
import { exchangeProcedures } from './procedures/exchange.ts'
import { lifelineProcedures } from './procedures/lifeline.ts'
import { registryProcedures } from './procedures/registry.ts'
import { systemProcedures } from './procedures/system.ts'
import { Session, type SessionOptions } from './session.ts'

export type { Log } from './session.ts'
export type EngineOptions = SessionOptions

/** Opens a registry's folder. Refuses one that another process holds, or that a newer program wrote. */
export async function openEngine(options: EngineOptions) {
  const session = await Session.open(options)
  const os = implementing(session)
  const router = os.router({
    registry: registryProcedures(os, session),
    browse: browseProcedures(os, session),
    exchange: exchangeProcedures(os, session),
    lifeline: lifelineProcedures(os, session),
    bundle: bundleProcedures(os, session),
    system: systemProcedures(os, session),
  })
  return { router, close: () => session.close() }
}

/** Everything the program can do, over one opened folder; hosts put its router on a wire. */
export type Engine = Awaited<ReturnType<typeof openEngine>>
