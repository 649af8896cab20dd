import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { call } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { expect, onTestFinished, test } from 'vitest'
import type { WireContract } from '#contract/port/wire.ts'
import { uuidV7 } from '#db/shared/new-id.ts'
import { finish } from '#electron/hosts/call.ts'
import { handingFiles } from '#electron/hosts/handed-files.ts'
import { wireOf } from '#electron/hosts/wire.ts'
import { fetchingFiles } from '#renderer/host/fetching-files.ts'
import { standInEngine, type Twists } from './stand-in-engine.ts'

type Client = ContractRouterClient<WireContract>

/** A client at the other end of a MessagePort, as the desktop window will be one. */
function overMessagePort(twists?: Twists) {
  const engine = standInEngine(twists)
  const wire = wireOf({ router: engine.router, folder: '/nowhere', newId: uuidV7(), reportBug: () => 'ref' })
  const { port1, port2 } = new MessageChannel()
  new RPCHandler(wire.router, { clientInterceptors: wire.clientInterceptors }).upgrade(port1)
  const client: Client = createORPCClient(
    new RPCLink({ port: port2, interceptors: [fetchingFiles(id => client.host.file({ id }))] }),
  )
  port1.start()
  port2.start()
  onTestFinished(() => port1.close())
  return { client, wire }
}

const watch = { signal: new AbortController().signal, onProgress: () => undefined }

test('over a MessagePort too a file goes up, and the file of the last event comes down whole', async () => {
  const { client, wire } = overMessagePort()
  const file = new File(['姓名\n张伟\n'], '团员名册.csv')
  const taken = await finish(client.rosters.importFile({ file, as: 'members', wantRefused: true }), watch)
  expect(taken.file).toBe('团员名册.csv')
  expect(await taken.refused?.text()).toBe('refused rows')
  await wire.ended()
})

test('over a MessagePort too a bug is a reference and a refusal its data', async () => {
  const bug = async () => {
    throw new TypeError('x is not a function')
  }
  const { client } = overMessagePort({ verify: bug })
  await expect(finish(client.system.verify(), watch)).rejects.toMatchObject({
    code: 'INTERNAL_SERVER_ERROR',
    data: { reference: 'ref' },
  })
  await expect(client.registry.stats({ org: '没有' })).rejects.toMatchObject({
    code: 'REFUSED',
    data: { code: 'org-unknown' },
  })
})

test('files that nobody fetches give way to newer ones by what they take, and those of one answer stay together', async () => {
  const files = handingFiles(uuidV7())
  const handedOver = async (...sizes: readonly number[]): Promise<readonly string[]> => {
    const answer = async function* () {
      yield { type: 'done', files: sizes.map(size => new File([new Uint8Array(size)], '名册.xlsx')) }
    }
    const ids: string[] = []
    const events = await files.interceptor({ next: async () => answer() })
    for await (const event of events as AsyncIterable<unknown>) {
      ids.push(...[...JSON.stringify(event).matchAll(/"handed-file":"([^"]+)"/g)].map(([, id]) => id ?? ''))
    }
    return ids
  }
  const sizeOf = async (id: string) => (await call(files.file, { id }).catch(() => undefined))?.size
  const megabyte = 1024 * 1024
  const [small = ''] = await handedOver(megabyte)
  const [large = ''] = await handedOver(6 * megabyte)
  expect(await sizeOf(small)).toBe(megabyte)
  const [first = '', second = ''] = await handedOver(5 * megabyte, 6 * megabyte)
  expect([await sizeOf(large), await sizeOf(first), await sizeOf(second)]).toEqual([
    undefined,
    5 * megabyte,
    6 * megabyte,
  ])
})
