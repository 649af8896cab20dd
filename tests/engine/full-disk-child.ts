import { existsSync, readdirSync } from 'node:fs'
import { cp, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ORPCError } from '@orpc/client'
import { createRouterClient } from '@orpc/server'
import { openEngine } from '#db/engine.ts'
import { uuidV7 } from '#db/shared/new-id.ts'
import { registryFile } from '#db/sqlite/connection.ts'

/**
 * A process of its own on a small disk: copies a registry there, takes in a roster that the disk cannot hold, then a
 * small one, and prints what became of each and what `verify` says after it.
 */
const [, , from = '', disk = '', large = '', little = ''] = process.argv
await cp(from, disk, { recursive: true })
const bugs: string[] = []
const options = {
  folder: disk,
  clock: { now: () => new Date('2018-12-31T04:00:00Z') },
  newId: uuidV7(),
  log: (_level: string, message: string) => bugs.push(message),
  access: 'write',
} as const
const engine = await openEngine(options)
const ask = createRouterClient(engine.router)

async function take(path: string): Promise<string> {
  const file = new File([await readFile(path)], basename(path))
  try {
    for await (const event of await ask.rosters.importFile({ file, as: 'members' }))
      if (event.type === 'done') return `created ${event.result.created}`
    return 'ended'
  } catch (error) {
    if (!(error instanceof ORPCError)) return String(error)
    return error.code === 'REFUSED' ? `refused: ${error.data.code}` : error.code
  }
}

async function state() {
  let ok = false
  for await (const event of await ask.system.verify()) if (event.type === 'done') ok = event.result.ok
  return { ok, members: (await ask.registry.stats({})).members }
}

const before = await state()
const first = { outcome: await take(large), ...(await state()) }
const second = { outcome: await take(little), ...(await state()) }

async function attach(): Promise<string> {
  try {
    for await (const event of await ask.attachments.put({ file: new File(['%PDF-1.4'], '证明.pdf') }))
      if (event.type === 'done') return 'attached'
    return 'ended'
  } catch (error) {
    return error instanceof ORPCError && error.code === 'REFUSED'
      ? `refused: ${error.data.code}`
      : String(error)
  }
}
const attached = {
  outcome: await attach(),
  left: existsSync(join(disk, 'files')) ? readdirSync(join(disk, 'files')) : [],
}
await engine.close()
const reopened = await openEngine(options)
const again = createRouterClient(reopened.router)
const { members } = await again.registry.stats({})
await reopened.close()
const { size } = await stat(registryFile(disk))
console.log(JSON.stringify({ before, first, second, attached, members, size, bugs }))
