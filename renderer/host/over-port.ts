import { createORPCClient, mapEventIterator } from '@orpc/client'
import { onMessagePortClose, RPCLink, type SupportedMessagePort } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { isEventStream } from '#contract/base.ts'
import type { PortContract } from '#contract/port/port.ts'
import type { Client } from './connect.ts'
import { fetchingFiles } from './fetching-files.ts'
import { filesInParts } from './files-in-parts.ts'

export type ClientPort = SupportedMessagePort & { readonly start: () => void }

/** The engine is gone: its end of the port is closed, and nothing that is asked will be answered. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super('the engine does not answer any more', { cause })
    this.name = 'Unreachable'
  }
}

/** A client of the engine at the other end of a MessagePort. */
export function clientOverPort(port: ClientPort): Client {
  const client: ContractRouterClient<PortContract> = createORPCClient(
    new RPCLink({
      port,
      interceptors: [
        whileOpen(port),
        fetchingFiles(id => client.host.file({ id })),
        filesInParts({
          begin: () => client.parts.begin(),
          add: input => client.parts.add(input),
          read: input => client.parts.read(input),
          forget: input => client.parts.forget(input),
        }),
      ],
    }),
  )
  port.start()
  return client
}

type Call = { readonly next: () => Promise<unknown> }

/**
 * oRPC 1.16 leaves what is asked of a closed port without an answer for ever, and breaks a stream that is cut with
 * words about its own queue. Both are one thing to the page: an interceptor that says so.
 */
function whileOpen(port: ClientPort): (call: Call) => Promise<unknown> {
  let isClosed = false
  const { promise: closed, reject } = Promise.withResolvers<never>()
  // Somebody may wait for it or nobody.
  closed.catch(() => undefined)
  onMessagePortClose(port, () => {
    isClosed = true
    reject(new Unreachable())
  })
  const told = (error: unknown) =>
    isClosed && !(error instanceof Unreachable) ? new Unreachable(error) : error
  return async call => {
    if (isClosed) throw new Unreachable()
    try {
      const output = await Promise.race([call.next(), closed])
      if (!isEventStream(output)) return output
      return mapEventIterator(output, { value: async event => event, error: async error => told(error) })
    } catch (error) {
      throw told(error)
    }
  }
}
