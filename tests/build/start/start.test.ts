import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { root } from '#build/run.ts'
import { electronBinary } from '#build/start/electron-binary.ts'
import { type Facts, wantsWindow } from '#build/start/way.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'

const desk: Facts = { platform: 'win32', env: {}, words: [], isSuperuser: false }
const linux: Facts = { ...desk, platform: 'linux', env: { DISPLAY: ':0' } }

test.each<[string, boolean, Facts]>([
  ['on an office PC', true, desk],
  ['with another folder', true, { ...desk, words: ['--data', 'D:\\台账', '--lang=en'] }],
  ['on a Linux desk', true, linux],
  ['under Wayland', true, { ...linux, env: { WAYLAND_DISPLAY: 'wayland-0' } }],
  ['on a Linux without a screen', false, { ...linux, env: {} }],
  ['as the superuser', false, { ...linux, isSuperuser: true }],
  ['with BROWSER=none', false, { ...desk, env: { BROWSER: 'none' } }],
  ['with LIFELINE_NO_ELECTRON=1', false, { ...desk, env: { LIFELINE_NO_ELECTRON: '1' } }],
  ['with a port, which only the browser has', false, { ...desk, words: ['--data', 'x', '--port', '8000'] }],
  ['with --no-open', false, { ...desk, words: ['--no-open'] }],
])('%s the window is wanted: %s', (_name, expected, facts) => {
  expect(wantsWindow(facts)).toBe(expected)
})

const now = Date.parse('2026-11-24T09:00:00Z')

/** A package `electron` whose installer does what is written. */
async function electronPackage(installer: string) {
  const folder = await tempFolder()
  const note = join(folder, 'cache', 'no-electron')
  await writeFile(join(folder, 'package.json'), '{ "type": "commonjs" }')
  await writeFile(join(folder, 'install.js'), installer)
  let fetches = 0
  const ask = (at = now, patience = 10_000) =>
    electronBinary({ folder, note, now: at, patience, onFetch: () => fetches++ })
  return { folder, note, ask, fetches: () => fetches }
}

const fetching = `
  const fs = require('fs'), path = require('path')
  fs.mkdirSync(path.join(__dirname, 'dist'))
  fs.writeFileSync(path.join(__dirname, 'dist', 'electron'), '')
  fs.writeFileSync(path.join(__dirname, 'path.txt'), 'electron')`

test('a binary that is there is used, and nothing is fetched', async () => {
  const { folder, ask, fetches } = await electronPackage('process.exit(1)')
  await mkdir(join(folder, 'dist'))
  await writeFile(join(folder, 'dist', 'electron'), '')
  await writeFile(join(folder, 'path.txt'), 'electron')
  expect(await ask()).toBe(join(folder, 'dist', 'electron'))
  expect(fetches()).toBe(0)
})

test('a binary that can be fetched is fetched', async () => {
  const { folder, ask } = await electronPackage(fetching)
  expect(await ask()).toBe(join(folder, 'dist', 'electron'))
})

test('where nothing may be noted the program goes on all the same', async () => {
  const { folder } = await electronPackage('process.exit(1)')
  const note = join(folder, 'install.js', 'cannot', 'be')
  expect(
    await electronBinary({ folder, note, now, patience: 20_000, onFetch: () => undefined }),
  ).toBeUndefined()
})

test('where it cannot be had nobody waits for it again for a day, and then it is tried anew', async () => {
  const { folder, note, ask, fetches } = await electronPackage('process.exit(1)')
  expect(await ask()).toBeUndefined()
  await utimes(note, now / 1000, now / 1000)
  expect(await ask(now + 3_600_000)).toBeUndefined()
  expect(fetches()).toBe(1)
  await writeFile(join(folder, 'install.js'), fetching)
  expect(await ask(now + 25 * 3_600_000)).toBe(join(folder, 'dist', 'electron'))
  expect(fetches()).toBe(2)
  expect(existsSync(note)).toBe(false)
})

test('an installer that does not come to an end is ended', async () => {
  const { ask } = await electronPackage('setInterval(() => {}, 1000)')
  expect(await ask(now, 300)).toBeUndefined()
})

test.skipIf(process.platform === 'win32')(
  'npm start prints its address with BROWSER=none, and ends with 0 when it is told to',
  async () => {
    const child = spawn(
      process.execPath,
      [join(root, 'build', 'start.ts'), '--data', join(await tempFolder(), 'registry')],
      { env: { ...process.env, BROWSER: 'none' }, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const [address] = await once(createInterface(child.stdout), 'line')
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=/)
    expect((await fetch(address)).status).toBe(200)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  },
)
