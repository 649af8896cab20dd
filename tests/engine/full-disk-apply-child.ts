import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, readFile, rm, statfs, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { openEngine } from '#db/engine.ts'
import { uuidV7 } from '#db/shared/new-id.ts'
import { everyRowOf } from '#tests/fixtures/table-dump.ts'

/**
 * A process of its own on a small disk: copies a registry there and opens a packet again and again, each time with a
 * little more space left, until it is taken in. Prints what became of it each time.
 */
const [, , from = '', disk = '', path = '', step = ''] = process.argv
const folder = join(disk, 'registry')
const ballast = join(disk, 'ballast')
await cp(from, folder, { recursive: true })
const bugs: string[] = []
const engine = await openEngine({
  folder,
  clock: { now: () => new Date('2018-12-31T04:00:00Z') },
  newId: uuidV7(),
  log: (_level, message, details) =>
    bugs.push(`${message}: ${details instanceof Error ? details.stack : ''}`),
  access: 'write',
})
const ask = createRouterClient(engine.router)

async function leave(bytes: number): Promise<void> {
  await rm(ballast, { force: true })
  const { bavail, bsize } = await statfs(disk)
  await writeFile(ballast, new Uint8Array(Math.max(0, bavail * bsize - bytes)))
}

async function take() {
  const file = new File([await readFile(path)], basename(path))
  for await (const event of await ask.packets.applyPacket({ file, confirm: true }))
    if (event.type === 'done') {
      const { status, code, message } = event.result
      return { status, code, message: message.zh }
    }
  throw new Error('ended without a result')
}

async function isSound(): Promise<boolean> {
  for await (const event of await ask.system.verify()) if (event.type === 'done') return event.result.ok
  return false
}

const before = everyRowOf(folder)
const tries = []
for (let space = 0; tries.at(-1)?.status !== 'applied' && tries.length < 100; space += Number(step)) {
  await leave(space)
  const became = await take()
  const isAsBefore = everyRowOf(folder) === before && !existsSync(join(folder, 'inbox', basename(path)))
  tries.push({ space, ...became, isAsBefore })
}
await rm(ballast, { force: true })
const hash = createHash('sha256')
  .update(await readFile(path))
  .digest('hex')
const again = await take()
const { members } = await ask.registry.stats({})
console.log(JSON.stringify({ tries, again, members, isSound: await isSound(), hash, bugs }))
await engine.close()
