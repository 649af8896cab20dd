import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type TestContext, test } from 'vitest'
import { writeDurably } from '#db/files/durable-file.ts'
import { packetLimits } from '#db/packets/format/packet-limits.ts'
import { sweepWorkFolders } from '#db/packets/format/work-folder.ts'
import { writePacket } from '#db/packets/format/write-packet.ts'
import { Cancelled } from '#db/shared/long-work.ts'
import { sha256 } from './forged-packet.ts'
import { clock, draft, offices, refusalOf } from './offices.ts'
import { needs } from './outside-tools.ts'
import { tempFolder } from './temp-folder.ts'

const { street, community } = await offices()
const child = fileURLToPath(new URL('./writing-child.ts', import.meta.url))

function runChild(shell: readonly string[], prologue: string, folder: string, ...args: readonly string[]) {
  const command = `${prologue} exec "${process.execPath}" "${child}" "${folder}" ${args.join(' ')}`
  return spawnSync(shell[0] ?? 'sh', [...shell.slice(1), command], { encoding: 'utf8' })
}

/** Runs the child on a small disk of its own, or answers undefined, saying why, where none can be mounted. */
function runOnDisk(options: string, folder: string, context: TestContext) {
  needs(context, 'unshare', 'mount')
  const mount = `mount -t tmpfs -o ${options} tmpfs "${folder}" &&`
  const ran = runChild(['unshare', '-rm', 'sh', '-c'], mount, folder, '10000')
  if (ran.stdout !== '') return JSON.parse(ran.stdout)
  console.log(`not run: "${context.task.name}" needs to mount a small disk (${ran.stderr.trim()})`)
  return context.skip()
}

test('a full disk is refused with a sentence, and nothing is left on it', async context => {
  const { outcome, left } = runOnDisk('size=256k', await tempFolder(), context)
  expect(outcome.code).toBe('disk-full')
  expect(outcome.text.zh).toContain('碧岭街道_六联社区_000007_20191231.llb 没有写成：磁盘已满')
  expect(left).toEqual([])
})

test('a write-protected disk is refused with a sentence', async context => {
  const { outcome, left } = runOnDisk('size=256k,ro', await tempFolder(), context)
  expect(outcome.code).toBe('folder-read-only')
  expect(outcome.text.en).toContain('Switch off the stick')
  expect(left).toEqual([])
})

test('a file that the disk cannot hold for its size is refused, and nothing is left of it', async context => {
  needs(context, 'sh')
  const folder = await tempFolder()
  const ran = runChild(['sh', '-c'], 'ulimit -f 200;', folder, '10000')
  const { outcome, left } = JSON.parse(ran.stdout)
  expect(outcome.code).toBe('file-too-large-for-disk')
  expect(left).toEqual([])
})

test('a process killed in the middle leaves no packet, only a partial file that the next export replaces', async context => {
  needs(context, 'sh')
  for (const killAt of ['0', '4000', '9999']) {
    const folder = await tempFolder()
    const killed = runChild(['sh', '-c'], '', folder, '10000', killAt)
    expect(killed.signal).toBe('SIGKILL')
    const left = await readdir(folder)
    expect(left).toEqual(['.碧岭街道_六联社区_000007_20191231.llb.partial'])
    const again = runChild(['sh', '-c'], '', folder, '100')
    expect(JSON.parse(again.stdout).left).toEqual(['碧岭街道_六联社区_000007_20191231.llb'])
  }
})

test('a folder that is missing, or vanishes while a packet is written, is refused', async () => {
  const parent = await tempFolder()
  const folder = join(parent, 'stick')
  expect((await refusalOf(writePacket(draft(street, community), folder, clock))).code).toBe('folder-gone')
  await mkdir(folder)
  async function* changes() {
    yield '{}'
    await rm(folder, { recursive: true })
    yield '{}'
  }
  const pulled = writePacket(draft(street, community, { changes: changes() }), folder, clock)
  expect((await refusalOf(pulled)).code).toBe('folder-gone')
  expect(await readdir(parent)).toEqual([])
})

test('a source of changes that fails or is cancelled leaves nothing behind and is closed', async () => {
  const folder = await tempFolder()
  const outcomes: string[] = []
  async function* changes() {
    try {
      for (let n = 0; n < 100_000; n++) {
        if (n === 70_000) throw new Error('cancelled')
        yield '{"a":1}'
      }
    } finally {
      outcomes.push('closed')
    }
  }
  const writing = writePacket(draft(street, community, { changes: changes() }), folder, clock)
  await expect(writing).rejects.toThrow('cancelled')
  expect(outcomes).toEqual(['closed'])
  expect(await readdir(folder)).toEqual([])
})

test('what nobody waits for any more stops in a large attachment and on reading back, and leaves nothing behind', async () => {
  const [folder, store] = [await tempFolder(), await tempFolder()]
  const path = join(store, '录像.mp4')
  const content = randomBytes(20 * 2 ** 20)
  await writeFile(path, content)
  const files = [{ path, sha256: sha256(content) }]
  const partial = async () => {
    const name = (await readdir(folder)).find(entry => entry.endsWith('.partial'))
    return name === undefined ? 0 : (await stat(join(folder, name))).size
  }
  for (const bytes of [1, content.length]) {
    const stop = new AbortController()
    const writing = writePacket(
      { ...draft(street, community), files, stopped: stop.signal },
      folder,
      clock,
    ).catch(error => error)
    while ((await partial()) < bytes) await new Promise(setImmediate)
    stop.abort()
    expect(await writing).toBeInstanceOf(Cancelled)
    expect(await readdir(folder)).toEqual([])
  }
})

test('when the disk fails, the source of changes has been closed by the time it is told', async () => {
  const folder = join(await tempFolder(), 'gone')
  let isOpen = false
  function* changes() {
    isOpen = true
    try {
      for (;;) yield randomBytes(100).toString('hex')
    } finally {
      isOpen = false
    }
  }
  const limits = { ...packetLimits, sealedBytes: 1000 }
  const missing = writePacket(draft(street, community, { changes: changes() }), folder, clock)
  expect((await refusalOf(missing)).code).toBe('folder-gone')
  expect(isOpen).toBe(false)
  await mkdir(folder)
  const tooLarge = writePacket(draft(street, community, { changes: changes() }), folder, clock, limits)
  expect((await refusalOf(tooLarge)).code).toBe('packet-too-large')
  expect(isOpen).toBe(false)
  expect(await readdir(folder)).toEqual([])
})

test('an attachment that is missing or was changed is named, and no packet is written', async () => {
  const [folder, store] = [await tempFolder(), await tempFolder()]
  const path = join(store, '照片.jpg')
  const file = { path, sha256: sha256(Buffer.from('as it was')) }
  const outcome = () => refusalOf(writePacket(draft(street, community, { files: [file] }), folder, clock))
  const missing = await outcome()
  expect(missing.code).toBe('packet-attachment')
  expect(missing.text.zh).toContain('照片.jpg')
  await writeFile(path, 'changed')
  expect((await outcome()).text.en).toContain('was changed')
  expect(await readdir(folder)).toEqual([])
})

test('what could not be opened again is not written: too many changes, too long a one, too many files', async () => {
  const folder = await tempFolder()
  const changes = ['{"id":"w-1","kind":"put"}', '{"id":"w-2","kind":"remove"}']
  const file = (text: string) => ({ path: 'nowhere', sha256: sha256(Buffer.from(text)) })
  for (const [limits, files] of [
    [{ changesBytes: 30 }, []],
    [{ changeLength: 26 }, []],
    [{ manifestBytes: 500 }, []],
    [{ files: 1 }, [file('a'), file('b')]],
  ] as const) {
    const writing = writePacket(draft(street, community, { changes, files }), folder, clock, {
      ...packetLimits,
      ...limits,
    })
    expect((await refusalOf(writing)).code).toBe('packet-too-large')
  }
  expect(await readdir(folder)).toEqual([])
})

test('a file written whole replaces an earlier one; one that fails leaves the earlier one', async () => {
  const folder = await tempFolder()
  const file = join(folder, 'keys.json')
  await writeDurably(file, [Buffer.from('one')])
  const written = await writeDurably(file, [Buffer.from('tw'), Buffer.from('o')])
  expect(written).toEqual({ file, bytes: 3, sha256: sha256(Buffer.from('two')) })
  async function* failing() {
    yield Buffer.from('three')
    throw new Error('stop')
  }
  await expect(writeDurably(file, failing())).rejects.toThrow('stop')
  expect(await readdir(folder)).toEqual(['keys.json'])
})

test('work folders that a crash left behind are swept, and nothing else is', async () => {
  const folder = await tempFolder()
  await mkdir(join(folder, '.opening-abc123'))
  await writeFile(join(folder, '.opening-abc123', 'packet.zip'), 'x')
  await writeFile(join(folder, 'registry.db'), 'x')
  await sweepWorkFolders(folder)
  expect(await readdir(folder)).toEqual(['registry.db'])
})
