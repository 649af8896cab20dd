import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { holdBuild } from '#build/hold-build.ts'
import { beginAnewBeyond } from '#tests/fixtures/prepare-run.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'

/** A process that holds the lock until it is told to let go of it, or is killed. */
async function builder(lock: string) {
  const code = `
    import { holdBuild } from '${new URL('../../build/hold-build.ts', import.meta.url)}'
    const letGo = holdBuild(${JSON.stringify(lock)})
    console.log('holds')
    process.stdin.once('data', () => { letGo(); process.exit() })`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code])
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

test('whoever builds is waited for as long as he runs, and the next has his turn after him', async () => {
  const lock = join(await tempFolder(), 'lock')
  const letGo = holdBuild(lock)
  const next = await builder(lock)
  const said = once(next.stdout, 'data')
  await once(next, 'spawn')
  expect(readFileSync(lock, 'utf8')).toBe(`${process.pid}`)
  letGo()
  expect(String(await said)).toBe('holds\n')
  expect(readFileSync(lock, 'utf8')).toBe(`${next.pid}`)
  const ended = once(next, 'exit')
  next.stdin.write('go\n')
  await ended
  expect(existsSync(lock)).toBe(false)
})

test('what a build that was killed left behind holds nobody up', async () => {
  const lock = join(await tempFolder(), 'lock')
  const killed = await builder(lock)
  await once(killed.stdout, 'data')
  const ended = once(killed, 'exit')
  killed.kill('SIGKILL')
  await ended
  expect(existsSync(lock)).toBe(true)
  holdBuild(lock)()
  // It may have been killed before it said who it is.
  await writeFile(lock, '')
  await utimes(lock, 1, 1)
  holdBuild(lock)()
  expect(existsSync(lock)).toBe(false)
})

test('what Node compiled of programs is begun anew beyond its bound, and stays below it', async () => {
  const folder = join(await tempFolder(), 'compiled')
  beginAnewBeyond(folder, 0)
  mkdirSync(join(folder, 'v24'), { recursive: true })
  for (const name of ['a', 'b']) writeFileSync(join(folder, 'v24', name), Buffer.alloc(60_000))
  beginAnewBeyond(folder, 200_000)
  expect(existsSync(join(folder, 'v24', 'a'))).toBe(true)
  beginAnewBeyond(folder, 100_000)
  expect(existsSync(folder)).toBe(false)
})
