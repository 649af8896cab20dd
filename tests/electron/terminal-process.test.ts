import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'

const entry = fileURLToPath(new URL('../../dist/node/terminal.mjs', import.meta.url))

/** The program itself, as a script starts it. */
function start(folder: string, argv: readonly string[]): ChildProcess {
  const env = { ...process.env, BROWSER: 'none', LANG: 'zh_CN.UTF-8', LC_ALL: '' }
  return spawn(process.execPath, [entry, '--data', folder, ...argv], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function ended(child: ChildProcess): Promise<{ exit: number | null; stdout: string; stderr: string }> {
  const [stdout, stderr, [exit]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'exit'),
  ])
  return { exit, stdout, stderr }
}

const init = [
  'init',
  '--name',
  '共青团深圳市龙华区委员会',
  '--tier',
  'district',
  '--code',
  '440309',
  '--json',
]

test('a registry is made, asked and checked by the program itself', async () => {
  const folder = await tempFolder()
  const missing = await ended(start(folder, ['stats', '--json']))
  expect(missing.exit).toBe(1)
  expect(JSON.parse(missing.stdout)).toMatchObject({ code: 'registry-missing' })

  const made = await ended(start(folder, init))
  expect(made).toMatchObject({ exit: 0, stderr: '' })
  expect(JSON.parse(made.stdout)).toMatchObject({
    org: { code: '440309', tier: 'district', kind: 'leading' },
  })
  const stats = await ended(start(folder, ['stats', '--json']))
  expect(JSON.parse(stats.stdout)).toMatchObject({ orgs: 1, members: 0, byTier: { district: 1 } })
  const verified = await ended(start(folder, ['verify', '--json']))
  expect(verified).toMatchObject({ exit: 0, stderr: '' })
  expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true })
})

test('a reader that stops reading is no bug', async () => {
  const child = start(await tempFolder(), ['--help'])
  child.stdout!.destroy()
  const [stderr, [exit]] = await Promise.all([text(child.stderr!), once(child, 'exit')])
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
})

test.skipIf(process.platform === 'win32')('an import that is interrupted changes nothing', async () => {
  const folder = await tempFolder()
  await ended(start(folder, init))
  const rows = Array.from({ length: 40_000 }, (_, n) => `张伟,${idNumber(n)},共青团深圳市龙华区委员会\n`)
  await writeFile(join(folder, 'members.csv'), `姓名,证件号,所在团组织\n${rows.join('')}`)
  const child = start(folder, [
    'import',
    join(folder, 'members.csv'),
    '--as',
    'members',
    '--json',
    '--verbose',
  ])
  const running = ended(child)
  // The first line says that the work has begun.
  child.stderr!.once('data', () => child.kill('SIGINT'))
  const { exit, stdout } = await running
  expect(exit).toBe(130)
  expect(JSON.parse(stdout)).toMatchObject({ code: 'interrupted' })
  const stats = await ended(start(folder, ['stats', '--json']))
  expect(JSON.parse(stats.stdout)).toMatchObject({ members: 0 })
})

test.skipIf(process.platform === 'win32')(
  'told to end while a huge sheet is read, the program stops reading and leaves the registry as it was',
  async () => {
    const folder = await tempFolder()
    await ended(start(folder, init))
    const before = (await readdir(folder)).sort()
    const sheets = await tempFolder()
    const file = join(sheets, 'members.csv')
    const rows = Array.from({ length: 119_000 }, (_, n) => `张伟,${idNumber(n)},共青团深圳市龙华区委员会\n`)
    await writeFile(file, `姓名,证件号,所在团组织\n${rows.join('')}`)
    const child = start(folder, ['import', file, '--as', 'members', '--json', '--verbose'])
    const told: string[] = []
    createInterface(child.stderr!).on('line', line => {
      told.push(line)
      if (told.length === 3) child.kill('SIGTERM')
    })
    const [stdout, [exit, signal]] = await Promise.all([text(child.stdout!), once(child, 'exit')])
    expect({ exit, signal }).toEqual({ exit: 143, signal: null })
    expect(JSON.parse(stdout)).toMatchObject({ code: 'interrupted' })
    // It was in the middle of it: nothing was told to be done.
    expect(told.at(-1)).toBe('已中止，没有留下任何改动。')
    expect((await readdir(folder)).sort()).toEqual(before)
    const stats = await ended(start(folder, ['stats', '--json']))
    expect(JSON.parse(stats.stdout)).toMatchObject({ members: 0 })
    const verified = await ended(start(folder, ['verify', '--json']))
    expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true })
  },
)

test.skipIf(process.platform === 'win32').each([['SIGTERM'], ['SIGKILL']] as const)(
  '%s while a large import is being saved leaves all of it or nothing, and what is told is what there is',
  async end => {
    const folder = await tempFolder()
    await ended(start(folder, init))
    const sheets = await tempFolder()
    const file = join(sheets, 'members.csv')
    const count = 6_000
    const rows = Array.from({ length: count }, (_, n) => `张伟,${idNumber(n)},共青团深圳市龙华区委员会\n`)
    await writeFile(file, `姓名,证件号,所在团组织\n${rows.join('')}`)
    const child = start(folder, ['import', file, '--as', 'members', '--json', '--verbose'])
    const told: string[] = []
    createInterface(child.stderr!).on('line', line => {
      told.push(line)
      if (line === '正在保存，这一步不能中止') child.kill(end)
    })
    const [stdout, [exit, signal]] = await Promise.all([text(child.stdout!), once(child, 'exit')])
    expect(told).toContain('正在保存，这一步不能中止')
    const { members } = JSON.parse((await ended(start(folder, ['stats', '--json']))).stdout)
    expect([0, count]).toContain(members)
    if (end === 'SIGKILL') expect(signal).toBe('SIGKILL')
    else if (members === count) {
      expect(exit).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({ created: count, changeSet: 2 })
    } else {
      expect(exit).toBe(143)
      expect(JSON.parse(stdout)).toMatchObject({ code: 'interrupted' })
    }
    const verified = await ended(start(folder, ['verify', '--json']))
    expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true })
  },
)

/** Numbers with a right last digit (GB 11643), one after the other. */
function idNumber(n: number): string {
  const born = new Date(Date.UTC(1992, 0, 1 + (n % 4000))).toISOString().slice(0, 10).replaceAll('-', '')
  const body = `440309${born}${String(100 + Math.floor(n / 4000)).padStart(3, '0')}`
  const sum = [...body].reduce((total, digit, at) => total + Number(digit) * (2 ** (17 - at) % 11), 0)
  return body + '10X98765432'[sum % 11]
}

test.skipIf(process.platform === 'win32')(
  'serve prints its address, answers there, and ends with 0 when it is told to',
  async () => {
    const folder = await tempFolder()
    await ended(start(folder, init))
    const child = start(folder, ['serve', '--no-open', '--json'])
    const [line] = await once(createInterface(child.stdout!), 'line')
    const { address, port } = JSON.parse(line)
    expect(address).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/#token=[\\w-]{43}$`))
    const [origin, token] = address.split('/#token=')
    const answer = await fetch(`${origin}/rpc/registry/stats`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{"json":{}}',
    })
    expect(await answer.json()).toMatchObject({ json: { orgs: 1 } })
    const held = await ended(start(folder, ['undo', '1', '--json']))
    expect(held.exit).toBe(1)
    expect(JSON.parse(held.stdout)).toMatchObject({
      code: 'registry-held',
      way: 'browser',
      process: child.pid,
    })
    // A second start leads to the page that is open already.
    const again = await ended(start(folder, ['serve', '--no-open', '--json']))
    expect(again.exit).toBe(0)
    expect(JSON.parse(again.stdout)).toMatchObject({ address, port, process: child.pid })
    child.kill('SIGTERM')
    const [exit] = await once(child, 'exit')
    expect(exit).toBe(0)
    expect(existsSync(join(folder, 'holder.json'))).toBe(false)
  },
)

/** A PC whose browser is a script that notes the words it is started with. */
async function withBrowser(folder: string) {
  const bin = join(folder, 'bin')
  const said = join(folder, 'said.txt')
  await mkdir(bin)
  await writeFile(
    join(bin, 'xdg-open'),
    `#!/bin/sh\necho "$@" > '${said}.part' && mv '${said}.part' '${said}'\n`,
    {
      mode: 0o755,
    },
  )
  const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}`, BROWSER: '', LANG: 'zh_CN.UTF-8' }
  return {
    serve: (data: string) =>
      spawn(process.execPath, [entry, '--data', data, 'serve', '--port', '0'], {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    opened: async (): Promise<string> => {
      while (!existsSync(said)) await new Promise(resolve => setImmediate(resolve))
      return (await readFile(said, 'utf8')).trim()
    },
  }
}

test('the page’s token stands in no command line: a file of the folder is opened that leads to the page', async context => {
  if (process.platform !== 'linux') {
    console.log(`not run: "${context.task.name}" needs xdg-open`)
    return context.skip()
  }
  const folder = await tempFolder()
  const data = join(folder, 'data')
  await ended(start(data, init))
  const browser = await withBrowser(folder)
  const child = browser.serve(data)
  const [line] = await once(createInterface(child.stdout), 'line')
  const address = String(line)
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=/)
  const opened = await browser.opened()
  expect(opened).toBe(join(data, 'open.html'))
  expect(await readFile(`/proc/${child.pid}/cmdline`, 'utf8')).not.toContain('token')
  expect(await readFile(opened, 'utf8')).toContain(address)
  expect((await stat(opened)).mode & 0o777).toBe(0o600)
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await exit
  expect(existsSync(opened)).toBe(false)
})
