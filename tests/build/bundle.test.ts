import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allParts, buildStale } from '#build/parts.ts'
import { root } from '#build/run.ts'
import { district, orgRoster } from '#tests/fixtures/small-district.ts'

/** What is built, in a folder with better-sqlite3 and no other package: as it is packed. */
let folder: string
beforeAll(async () => {
  expect(buildStale(allParts)).toBe(true)
  folder = await mkdtemp(join(tmpdir(), 'lifeline-bundle-'))
  await cp(join(root, 'dist'), join(folder, 'dist'), { recursive: true })
  await cp(join(root, 'package.json'), join(folder, 'package.json'))
  const sqlite = join('node_modules', 'better-sqlite3')
  for (const part of ['package.json', 'lib', join('prebuilds', `${process.platform}-${process.arch}.node`)])
    await cp(join(root, sqlite, part), join(folder, sqlite, part), { recursive: true })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function node(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8' })
  return { exit: status, stdout, stderr }
}

test('the built terminal makes a registry, takes a roster in, and checks it, in threads of its own', async () => {
  const terminal = (...words: string[]) =>
    node('dist/node/terminal.mjs', '--data', 'registry', '--lang', 'en', '--json', ...words)
  const roster = join(folder, 'orgs.csv')
  await writeFile(roster, await orgRoster().bytes())
  const begun = terminal('init', '--name', district.name, '--tier', 'district', '--code', district.code)
  expect(begun).toMatchObject({ exit: 0, stderr: '' })
  const taken = terminal('import', roster, '--as', 'orgs')
  expect(taken.exit, taken.stderr).toBe(0)
  expect(JSON.parse(taken.stdout)).toMatchObject({ read: 14, created: 14, rejected: 0 })
  expect(JSON.parse(terminal('stats').stdout)).toMatchObject({ orgs: 15 })
  expect(JSON.parse(terminal('verify').stdout)).toMatchObject({ ok: true })

  // Without its thread it cannot: so it was that file that ran.
  await rm(join(folder, 'dist', 'node', 'worker.mjs'))
  expect(terminal('verify').exit).toBe(3)
  await cp(join(root, 'dist', 'node', 'worker.mjs'), join(folder, 'dist', 'node', 'worker.mjs'))
})

test('the built main file opens its window, hands its page the built engine, and quits in order', async () => {
  const { exit, stdout, stderr } = node(
    fileURLToPath(new URL('run-main.ts', import.meta.url)),
    join(folder, 'dist', 'node', 'main.mjs'),
    '--data',
    'window-registry',
  )
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const preload = join(folder, 'dist', 'preload', 'preload.cjs')
  expect(JSON.parse(stdout)).toEqual({
    state: 'empty',
    version,
    page: true,
    preload,
    exitCode: 0,
    told: [],
  })
  expect(existsSync(preload)).toBe(true)
  expect(existsSync(join(folder, 'window-registry', 'window'))).toBe(true)
})

test('the preload is one CommonJS file that requires electron and nothing else', async () => {
  expect(await readdir(join(folder, 'dist', 'preload'))).toEqual(['preload.cjs'])
  const code = await readFile(join(folder, 'dist', 'preload', 'preload.cjs'), 'utf8')
  expect([...code.matchAll(/require\(([^)]*)\)/g)].map(([, name]) => name)).toEqual(['"electron"'])
  expect(code).not.toMatch(/^(import|export)\b/m)
})
