import { once } from 'node:events'
import { existsSync, openAsBlob, readdirSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { expect, onTestFinished, test, vi } from 'vitest'
import { nodeFlags } from '#build/node-flags.ts'
import { portMessage } from '#contract/port/port-message.ts'
import { openEngine } from '#db/engine.ts'
import { uuidV7 } from '#db/shared/new-id.ts'
import { openWriter, registryFile } from '#db/sqlite/connection.ts'
import { markOf, schemaNumber } from '#db/sqlite/migrate.ts'
import { noteHolder, readHolder } from '#electron/hosts/holder.ts'
import { app, ipcMain } from '#tests/fakes/electron.ts'
import { runningProcesses } from '#tests/fakes/utility-process.ts'
import { world } from '#tests/fakes/world.ts'
import { resultOf } from '#tests/fixtures/engine.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'
import { askForPort, clientOf, startedDesktop } from './started-desktop.ts'

const district = { name: '共青团青山区委员会', tier: 'district', by: '李晓' } as const

test('the window opens over a new folder, and its page asks and writes through a port', async () => {
  const { window, folder, bugs } = await startedDesktop()
  const client = await clientOf(await window())
  expect(await client.system.status()).toMatchObject({ state: 'empty' })
  await client.registry.init(district)
  expect(await client.system.status()).toMatchObject({ state: 'ready', org: { name: district.name } })
  expect(existsSync(join(folder, 'registry.db'))).toBe(true)
  expect(bugs).toEqual([])
})

test('a file of 160 MB goes to the engine in parts: neither takes as much memory, and nothing stays behind', async () => {
  const { window, folder } = await startedDesktop()
  const client = await clientOf(await window())
  await client.registry.init(district)
  const place = await tempFolder()
  const large = join(place, 'backup.db')
  await writeFile(large, '')
  await truncate(large, 160 * 2 ** 20)
  const [engine] = runningProcesses()
  const most = async (pid: number | string) =>
    Number(/^VmHWM:\s*(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  const before = [await most(engine?.pid ?? 0), await most('self')]
  const file = new File([await openAsBlob(large)], 'backup.db')
  await expect(
    (async () => {
      for await (const _ of await client.system.restore({ file }));
    })(),
  ).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'backup-damaged' } })
  const after = [await most(engine?.pid ?? 0), await most('self')]
  // Far less than the file; what is left for collection meanwhile differs from run to run.
  for (const [at, mb] of after.entries()) expect(mb - (before[at] ?? 0)).toBeLessThan(130)
  await expect.poll(() => readdirSync(join(folder, 'uploads'))).toEqual([])
})

test('the engine is started with the flags that every other way has', async () => {
  const { window } = await startedDesktop()
  await window()
  const [engine] = runningProcesses()
  const words = (await readFile(`/proc/${engine?.pid}/cmdline`, 'utf8')).split('\0')
  expect(words).toEqual(expect.arrayContaining(nodeFlags))
})

test('each load of the page gets a port of its own', async () => {
  const { window } = await startedDesktop()
  const opened = await window()
  const [first, second] = [await clientOf(opened), await clientOf(opened)]
  expect(await Promise.all([first.system.status(), second.system.status()])).toHaveLength(2)
})

test('only the program’s own page, in the window’s own frame, is handed a port', async () => {
  const { window } = await startedDesktop()
  const opened = await window()
  const others = [
    { url: 'https://evil.example/' },
    { url: 'app://registry-evil.example/' },
    { url: 'app://registry/', parent: {} },
    { url: 'https://registry/' },
  ]
  for (const from of others) expect(await askForPort(opened, from), JSON.stringify(from)).toEqual([])
  // Another window's page, of the same address.
  const { webContents } = opened
  ipcMain.emit(portMessage, {
    sender: { mainFrame: webContents.mainFrame },
    senderFrame: webContents.mainFrame,
  })
  expect(webContents.mainFrame.handed).toBe(0)
  opened.webContents.mainFrame.url = 'file:///tmp/index.html'
  expect(await askForPort(opened)).toEqual([])
  opened.webContents.mainFrame.url = 'app://registry/orgs'
  expect(await askForPort(opened)).toHaveLength(1)
})

test('closing the window closes the engine, and the folder is free', async () => {
  const { window, folder } = await startedDesktop()
  const opened = await window()
  const [engine] = runningProcesses()
  expect(readHolder(folder)).toMatchObject({ way: 'window', process: engine?.pid })
  const quit = once(app, 'quit')
  opened.close()
  await quit
  expect(world.exitCode).toBe(0)
  expect(runningProcesses()).toEqual([])
  expect(readHolder(folder)).toBeUndefined()
  const again = await openEngine(engineOptions(folder))
  await again.close()
})

test('an engine that does not end in time is ended', async () => {
  const { window } = await startedDesktop({ patience: 50 })
  const opened = await window()
  const [child] = runningProcesses()
  process.kill(child?.pid ?? 0, 'SIGSTOP')
  const quit = once(app, 'quit')
  opened.close()
  await quit
  expect(world.exitCode).toBe(0)
})

test('a window with unfinished work asks, and stays or leaves as it is told', async () => {
  const { window } = await startedDesktop()
  const opened = await window()
  opened.webContents.isBusy = true
  world.answers = ['留下']
  opened.close()
  expect(world.told).toEqual(['还有没做完的工作'])
  expect(opened.isDestroyed()).toBe(false)
  world.answers = ['离开']
  const quit = once(app, 'quit')
  opened.close()
  await quit
  expect(world.exitCode).toBe(0)
})

test('after the engine has crashed it is started again, and the page is loaded anew', async () => {
  const { window, bugs } = await startedDesktop()
  const opened = await window()
  const client = await clientOf(opened)
  await client.registry.init(district)
  const pending = client.system.verify()
  world.answers = ['重新启动']
  const loaded = vi.waitUntil(() => opened.webContents.loads === 2, { timeout: 60_000 })
  runningProcesses()[0]?.kill()
  await expect(pending.then(async events => Array.fromAsync(events))).rejects.toMatchObject({
    name: 'Unreachable',
  })
  await expect(client.system.status()).rejects.toMatchObject({ name: 'Unreachable' })
  await loaded
  expect(world.told).toEqual(['台账程序意外停止了'])
  expect(bugs).toEqual([expect.stringContaining('ended with')])
  const again = await clientOf(opened)
  expect(await again.system.status()).toMatchObject({ state: 'ready' })
})

test('after a crash one may quit instead', async () => {
  const { window } = await startedDesktop()
  await window()
  world.answers = ['退出']
  const quit = once(app, 'quit')
  runningProcesses()[0]?.kill()
  await quit
  expect(world.windows).toEqual([])
})

test('a page whose process is gone is opened again when one wants it', async () => {
  const { window, bugs } = await startedDesktop()
  const opened = await window()
  world.answers = ['重新启动']
  opened.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
  expect(world.told).toEqual(['窗口里的页面意外停止了'])
  expect(opened.webContents.loads).toBe(2)
  expect(bugs).toEqual([expect.stringContaining('crashed')])
})

test('a second start brings the first window forward and ends itself', async () => {
  const { window } = await startedDesktop()
  const opened = await window()
  opened.state = { ...opened.state, minimized: true, focused: false }
  app.emit('second-instance')
  expect(opened.state).toMatchObject({ minimized: false, focused: true })

  const second = await startedDesktop({
    setUp: () => {
      world.hasLock = false
    },
  })
  expect(world.exitCode).toBe(0)
  expect(runningProcesses()).toHaveLength(1)
  expect(second.bugs).toEqual([])
})

test('a start while the last one still ends is made up for afterwards', async () => {
  const { window } = await startedDesktop()
  const opened = await window()
  const quit = once(app, 'quit')
  opened.close()
  app.emit('second-instance')
  await quit
  expect(world.told).toEqual(['relaunched'])
})

const engineOptions = (folder: string) => ({
  folder,
  clock: { now: () => new Date('2018-12-31T04:00:00Z') },
  newId: uuidV7(),
  log: () => undefined,
  access: 'write' as const,
})

test.each([
  ['zh-CN', '这个台账正在使用：浏览器里的命脉台账'],
  ['en-US', 'This registry is in use: the page in the browser'],
])('who holds the folder is told in the language of the system: %s', async (locale, sentence) => {
  const folder = await tempFolder()
  const holder = await openEngine(engineOptions(folder))
  onTestFinished(() => holder.close())
  noteHolder(folder, { way: 'browser', process: process.pid, since: '2026-11-24T01:02:03Z', address: null })
  await startedDesktop({
    folder,
    setUp: () => {
      world.locale = locale
    },
  })
  await once(app, 'quit')
  expect(world.exitCode).toBe(1)
  expect(world.told).toEqual([expect.stringContaining(sentence)])
  expect(world.told[0]).toContain(folder)
  expect(world.windows).toEqual([])
})

test('a folder that cannot be made is told before anything opens', async () => {
  const file = join(await tempFolder(), 'a-file')
  await writeFile(file, '')
  await startedDesktop({ folder: join(file, 'registry') })
  expect(world.told).toEqual([expect.stringContaining('台账文件夹建不了或不能写入')])
  expect(world.exitCode).toBe(1)
})

/** The folder of an office whose registry can be read by nobody any more; `backups`: whether there is a backup. */
async function unreadable(isBackedUp: boolean): Promise<string> {
  const folder = await tempFolder()
  const engine = await openEngine(engineOptions(folder))
  const client = createRouterClient(engine.router)
  await client.registry.init({ name: '共青团青山区委员会', tier: 'district', by: '王' })
  if (isBackedUp) await resultOf(client.system.backup({}))
  await engine.close()
  await writeFile(registryFile(folder), 'SQLite format 3 and no more')
  return folder
}

test('a registry that nobody can read opens from its newest backup once somebody says so', async () => {
  const { window, folder } = await startedDesktop({
    folder: await unreadable(true),
    setUp: () => {
      world.answers = ['恢复最近的备份']
    },
  })
  const client = await clientOf(await window())
  expect(world.told).toEqual(['台账文件打不开'])
  expect((await client.system.status()).org?.name).toBe('共青团青山区委员会')
  const kept = (await readdir(join(folder, 'backups'))).find(name => name.startsWith('damaged-')) ?? ''
  expect(await readFile(join(folder, 'backups', kept), 'utf8')).toBe('SQLite format 3 and no more')
})

test('a registry that nobody can read stays where it is without a backup', async () => {
  const folder = await unreadable(false)
  await startedDesktop({ folder })
  await once(app, 'quit')
  expect(world.exitCode).toBe(1)
  expect(world.told).toEqual([expect.stringContaining('读写台账文件时出错')])
  expect(await readFile(registryFile(folder), 'utf8')).toBe('SQLite format 3 and no more')
})

/** The folder of a PC that asked to join, and lost its keys. */
async function keyless(): Promise<string> {
  const folder = await tempFolder()
  const engine = await openEngine(engineOptions(folder))
  await createRouterClient(engine.router).packets.enrolRequest({ name: '东坪社区' })
  await engine.close()
  await rm(join(folder, 'keys.json'))
  return folder
}

test('a registry whose keys are lost opens with new ones once somebody says so, and asks to join with them', async () => {
  const { window, folder } = await startedDesktop({
    folder: await keyless(),
    setUp: () => {
      world.answers = ['换用新密钥']
    },
  })
  const client = await clientOf(await window())
  expect(world.told).toEqual(['找不到这个台账的密钥'])
  const { replica } = await client.exchange.takeOwnKeys()
  expect(await readFile(join(folder, 'keys.json'), 'utf8')).toContain(replica)
  expect((await client.system.status()).state).toBe('waiting')
})

test('a registry whose keys are lost stays as it is where nobody wants new ones', async () => {
  const folder = await keyless()
  await startedDesktop({
    folder,
    setUp: () => {
      world.answers = ['退出']
    },
  })
  await once(app, 'quit')
  expect(world.exitCode).toBe(1)
  expect(world.told).toEqual(['找不到这个台账的密钥', expect.stringContaining('找不到密钥文件')])
  expect(existsSync(join(folder, 'keys.json'))).toBe(false)
})

test('a fault while opening is told by the reference under which its stack is kept', async () => {
  const folder = await tempFolder()
  const empty = openWriter(registryFile(folder))
  empty.pragma(`user_version = ${schemaNumber}`)
  // By its mark the tables would be there as this program makes them.
  empty.exec('CREATE TABLE meta (other TEXT)')
  empty.pragma(`application_id = ${markOf(schemaNumber)}`)
  empty.close()
  await startedDesktop({ folder })
  await once(app, 'quit')
  const reference = /编号 (\w+)。/.exec(world.told[0] ?? '')?.[1]
  expect(reference).toMatch(/^[0-9a-f]{8}$/)
  expect(await readFile(join(folder, 'bugs.log'), 'utf8')).toContain(`bug ${reference} in opening the folder`)
})

test('a window whose place cannot be noted closes all the same, and its engine ends in order', async () => {
  const { window, folder, bugs } = await startedDesktop()
  const opened = await window()
  await mkdir(join(folder, 'window', 'window.json'))
  const quit = once(app, 'quit')
  opened.close()
  await quit
  expect(world.exitCode).toBe(0)
  expect(world.told).toEqual([])
  expect(runningProcesses()).toEqual([])
  expect(bugs).toEqual([])
})

test('the window opens as large as it was closed', async () => {
  const first = await startedDesktop()
  const opened = await first.window()
  expect(opened.bounds).toMatchObject({ width: 1366, height: 820 })
  opened.bounds = { x: 40, y: 30, width: 1200, height: 700 }
  opened.maximize()
  const quit = once(app, 'quit')
  opened.close()
  await quit
  const second = await startedDesktop({ folder: first.folder })
  const again = await second.window()
  expect(again.bounds).toEqual({ x: 40, y: 30, width: 1200, height: 700 })
  expect(again.state.maximized).toBe(true)
})
