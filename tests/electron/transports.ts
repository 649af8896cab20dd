import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import { onTestFinished } from 'vitest'
import { uuidV7 } from '#db/shared/new-id.ts'
import { openBrowserHost } from '#electron/hosts/browser.ts'
import { type Client, clientInProcess, type ReportBug } from '#electron/hosts/call.ts'
import { openPortHost } from '#electron/hosts/message-port.ts'
import type { EngineRouter } from '#electron/hosts/open-engine.ts'
import type { WireClient } from '#renderer/host/connect.ts'
import { fetchingFiles } from '#renderer/host/fetching-files.ts'
import { clientOverPort } from '#renderer/host/over-port.ts'
import { MessageChannelMain } from '#tests/fakes/message-port.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'

export type Reached = {
  readonly client: Client
  /** Ends the host's side, once the work under way has left nothing behind. */
  readonly close: () => Promise<void>
}

export type Transport = {
  readonly name: string
  readonly reach: (router: EngineRouter, reportBug: ReportBug) => Promise<Reached>
}

/** Is told what goes over a port in either direction, and that it has arrived. */
export type Listening = {
  readonly sent: (message: unknown) => void
  readonly received: (message: unknown) => void
}

const newId = uuidV7()

const inProcess: Transport = {
  name: 'in process',
  reach: async (router, reportBug) => ({
    client: clientInProcess(router, reportBug),
    close: async () => undefined,
  }),
}

const loopback: Transport = {
  name: 'loopback HTTP',
  reach: async (router, reportBug) => {
    const host = await openBrowserHost({
      router,
      folder: await tempFolder(),
      port: 0,
      pageFolder: '/nowhere',
      newId,
      reportBug,
    })
    onTestFinished(host.close)
    const [origin, token] = host.address.split('/#token=') as [string, string]
    const client: WireClient = createORPCClient(
      new RPCLink({
        url: `${origin}/rpc`,
        headers: { authorization: `Bearer ${token}` },
        interceptors: [fetchingFiles(id => client.host.file({ id }))],
      }),
    )
    return { client, close: host.close }
  },
}

/** Over ports that carry what Electron's carry, and refuse what they refuse. */
const messagePort = {
  name: 'MessagePort',
  reach: async (router: EngineRouter, reportBug: ReportBug, listening?: Listening) => {
    const host = await openPortHost({ router, folder: await tempFolder(), newId, reportBug })
    onTestFinished(host.close)
    const { port1, port2 } = new MessageChannelMain()
    if (listening !== undefined) {
      for (const port of [port1, port2]) {
        const post = port.postMessage.bind(port)
        port.postMessage = message => {
          listening.sent(message)
          post(message)
        }
        port.on('message', ({ data }) => listening.received(data))
      }
    }
    host.serve(port1 as never)
    return { client: clientOverPort(port2 as never) as Client, close: host.close }
  },
} satisfies Transport

export const wires = [loopback, messagePort] as const
export const transports = [inProcess, ...wires] as const
