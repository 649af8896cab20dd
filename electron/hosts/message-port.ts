import { type MessagePortHandler, RPCHandler } from '@orpc/server/message-port'
import { filesInParts } from './files-in-parts.ts'
import { sweepUploads } from './uploads.ts'
import { type WireOptions, wireOf } from './wire.ts'

/** Node's port, Electron's, or a browser's: whatever oRPC can speak over. */
type Spoken = Parameters<MessagePortHandler<Record<never, never>>['upgrade']>[0]
export type ServedPort = Spoken & { readonly start: () => void; readonly close: () => void }

export type PortHost = {
  /** Answers a page's calls at the other end of this port until it is closed there. */
  readonly serve: (port: ServedPort) => void
  /** Closes every port, which ends the work under way, and waits until it has left nothing behind. */
  readonly close: () => Promise<void>
}

/** Puts the engine's router on MessagePorts, one for each load of the desktop window's page. */
export async function openPortHost(options: WireOptions): Promise<PortHost> {
  await sweepUploads(options.folder)
  const wire = wireOf(options)
  const parts = filesInParts(options)
  const handler = new RPCHandler(
    { ...wire.router, parts: parts.router },
    { clientInterceptors: [...wire.clientInterceptors, parts.interceptor] },
  )
  const open = new Set<ServedPort>()
  return {
    serve: port => {
      open.add(port)
      handler.upgrade(port)
      port.start()
    },
    close: async () => {
      for (const port of open) port.close()
      open.clear()
      await wire.ended()
      await parts.close()
    },
  }
}
