import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import type { WireContract } from '#contract/port/wire.ts'
import { fetchingFiles } from './fetching-files.ts'

export type WireClient = ContractRouterClient<WireContract>

/** Everything the page can ask the engine for. */
export type Client = WireClient

/** A client of the loopback host that serves this page. */
export function connect(origin: string, token: string): Client {
  const client: WireClient = createORPCClient(
    new RPCLink({
      url: `${origin}/rpc`,
      headers: { authorization: `Bearer ${token}` },
      interceptors: [fetchingFiles(id => client.host.file({ id }))],
    }),
  )
  return client
}
