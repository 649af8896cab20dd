import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Refusal } from '#db/shared/refusal.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'
import { folderWithFiles } from './every-command.ts'
import { run } from './run.ts'
import { standInEngine } from './stand-in-engine.ts'

test('a refused command says why in one sentence and ends with 1', async () => {
  const ran = await run(['stats', '--org', '没有'])
  expect(ran).toMatchObject({ exit: 1, stdout: '', stderr: '没有叫“没有”的组织。\n' })
})

test('a refused command gives a program its code, sentence and details', async () => {
  const ran = await run(['stats', '--org', '没有', '--json', '--lang', 'en'])
  expect(ran.exit).toBe(1)
  expect(ran.json()).toEqual({
    code: 'org-unknown',
    message: 'No organization is called 没有.',
    org: '没有',
  })
  expect(ran.stderr).toBe('No organization is called 没有.\n')
})

test('a text that is too long for the contract is told by its name and length, in both languages', async () => {
  const argv = ['record', 'remove', 'm-1', '--reason', '团'.repeat(10_001)]
  expect(await run(argv)).toMatchObject({
    exit: 2,
    stderr: '命令里的值不对：reason 最多 200 个字，请缩短。\n',
  })
  expect((await run([...argv, '--lang', 'en'])).stderr).toContain('at most 200 characters fit in reason')
})

test('whose keys are lost is told at a terminal by which command new ones are taken', async () => {
  const openEngine = () => {
    throw new Refusal('keys-missing', { zh: '找不到密钥文件。', en: 'The key file is missing.' }, {})
  }
  const ran = await run(['stats'], { openEngine })
  expect(ran).toMatchObject({ exit: 1, stderr: expect.stringMatching(/enrol own-keys --lost.*--new-keys/) })
})

test('a registry that cannot be opened is refused', async () => {
  const openEngine = () => {
    throw new Refusal(
      'registry-held',
      { zh: '台账正被使用。', en: 'The registry is in use.' },
      { folder: '/a' },
    )
  }
  const ran = await run(['stats', '--json'], { openEngine })
  expect(ran.exit).toBe(1)
  expect(ran.json()).toEqual({ code: 'registry-held', message: '台账正被使用。', folder: '/a' })
})

test('a refused packet is printed whole and ends with 1', async () => {
  const message = { zh: '不是给你的', en: 'not for you' }
  const engine = standInEngine({ packet: { status: 'refused', code: 'not-for-you', message } })
  const cwd = await folderWithFiles()
  for (const verb of ['inspect', 'apply']) {
    const ran = await run(['bundle', verb, 'packet.llb', '--json'], { engine, cwd })
    expect(ran.exit).toBe(1)
    expect(ran.json()).toMatchObject({
      status: 'refused',
      code: 'not-for-you',
      message: '不是给你的',
      number: 7,
    })
    expect(ran.stderr).toBe('不是给你的\n')
  }
})

test('a packet that waits, or that is asked about a second time, ends with 4 and says on stderr what it needs', async () => {
  const cwd = await folderWithFiles()
  const needs = { zh: '还缺第 3 号', en: 'no. 3 is needed' }
  const ending = async (packet: object, ...words: readonly string[]) => {
    const engine = standInEngine({ packet: { message: needs, ...packet } })
    const { exit, stderr, stdout } = await run(['bundle', ...words], { engine, cwd })
    return { exit, stderr, isSaidOnce: !stdout.includes(needs.zh) }
  }
  const waits = { exit: 4, stderr: `${needs.zh}\n`, isSaidOnce: true }
  const waiting = { status: 'waiting', code: 'packet-waiting' }
  expect(await ending(waiting, 'apply', 'packet.llb', '--yes')).toEqual(waits)
  expect(await ending(waiting, 'inspect', 'packet.llb')).toEqual(waits)
  expect(await ending({ status: 'duplicate', code: 'packet-ahead' }, 'apply', 'packet.llb', '--yes')).toEqual(
    waits,
  )
  const asks = await ending({ status: 'preview', code: 'packet-many-leave' }, 'apply', 'packet.llb', '--yes')
  expect(asks).toEqual({ ...waits, stderr: `${needs.zh}核对无误的，加上 --yes --again 再做一次。\n` })
  for (const done of [
    { status: 'applied', code: '' },
    { status: 'duplicate', code: 'packet-duplicate' },
  ])
    expect(await ending(done, 'apply', 'packet.llb', '--yes')).toMatchObject({ exit: 0, stderr: '' })
  expect(await ending({ status: 'preview', code: '' }, 'apply', 'packet.llb')).toMatchObject({ exit: 0 })
  expect((await run(['--help'])).stdout).toContain('  4  ')
})

test('an undo that is blocked is refused with the list of what blocks it', async () => {
  const engine = standInEngine({ blockedBy: [{ changeSet: 14, sentence: { zh: '导入', en: 'import' } }] })
  const ran = await run(['undo', '12', '--json'], { engine })
  expect(ran.exit).toBe(1)
  expect(ran.json()).toMatchObject({
    undone: false,
    blockedBy: [{ changeSet: 14, sentence: '导入' }],
    code: 'undo-blocked',
  })
})

test('a registry that does not verify ends with 1 and still shows every check', async () => {
  const checks = [{ name: 'projection', ok: false, detail: { zh: '有 3 处不同', en: '3 differences' } }]
  const engine = standInEngine({ verify: async () => ({ ok: false, checks }) })
  const ran = await run(['verify', '--json'], { engine })
  expect(ran.exit).toBe(1)
  expect(ran.json()).toMatchObject({ ok: false, checks: [{ ok: false, detail: '有 3 处不同' }] })
  expect(ran.stderr).toContain('projection')
})

test('an import ends with 0 even when rows were refused', async () => {
  const cwd = await folderWithFiles()
  expect((await run(['import', 'roster.csv', '--as', 'members'], { cwd })).exit).toBe(0)
})

test('a file that is not there is refused with its name', async () => {
  const cwd = await tempFolder()
  const ran = await run(['import', '没有.csv', '--as', 'members', '--json'], { cwd })
  expect(ran.exit).toBe(1)
  expect(ran.json()).toMatchObject({ code: 'file-missing', file: join(cwd, '没有.csv') })
})

test('a folder in the place of a file is refused', async () => {
  const cwd = await folderWithFiles()
  const ran = await run(['bundle', 'inspect', 'stick', '--json'], { cwd })
  expect(ran.exit).toBe(1)
  expect(ran.json()['code']).toBe('not-a-file')
})

const bug = async () => {
  throw new TypeError('x is not a function')
}

test('a bug is one plain sentence with a reference, and its stack lies in the registry’s folder', async () => {
  const folder = await tempFolder()
  const ran = await run(['stats', '--json', '--data', folder], { engine: standInEngine({ stats: bug }) })
  expect(ran.exit).toBe(3)
  const { code, reference } = ran.json()
  expect(code).toBe('bug')
  expect(ran.stderr).toBe(`${ran.json()['message']}\n`)
  expect(ran.stderr).toContain(String(reference))
  expect(ran.stdout + ran.stderr).not.toContain('not a function')
  const written = await readFile(join(folder, 'bugs.log'), 'utf8')
  expect(written).toContain(`bug ${reference} in registry.stats`)
  expect(written).toContain('x is not a function')
})

test('a bug in the middle of long work is a bug as well', async () => {
  const ran = await run(['verify', '--json'], { engine: standInEngine({ verify: bug }) })
  expect(ran.exit).toBe(3)
  expect(ran.json()).toMatchObject({ code: 'bug', reference: expect.stringMatching(/^[0-9a-f]{8}$/) })
})

test('an answer that breaks the contract is a bug and is never printed', async () => {
  const engine = standInEngine({ verify: async () => ({ ok: 'perhaps', checks: [] }) })
  const ran = await run(['verify', '--json'], { engine })
  expect(ran.exit).toBe(3)
  expect(ran.json()['code']).toBe('bug')
})

test('the stack of a bug is printed for whoever asks for it', async () => {
  const env = { LIFELINE_DEBUG: '1' }
  const ran = await run(['stats', '--json'], { env, engine: standInEngine({ stats: bug }) })
  expect(ran.stderr).toContain('TypeError: x is not a function\n    at ')
  expect(ran.json()['code']).toBe('bug')
})

test('long work that is interrupted has ended and left nothing behind before 130 is answered', async () => {
  const stop = new AbortController()
  let undone = false
  const engine = standInEngine({
    verify: async report => {
      try {
        for (let n = 1; ; n++) {
          await report({ zh: '检查', en: 'checking' }, n, 0)
          if (n === 3) stop.abort('SIGINT')
        }
      } finally {
        undone = true
      }
    },
  })
  const ran = await run(['verify', '--json'], { engine, interrupted: stop.signal })
  expect(ran.exit).toBe(130)
  expect(ran.json()['code']).toBe('interrupted')
  expect(undone).toBe(true)
  expect(engine.closed()).toBe(1)
})

test('what was done before a command was interrupted is told to stand, and a result that was faster counts', async () => {
  const stop = new AbortController()
  const engine = standInEngine({ packet: { code: '' } })
  const packets = await tempFolder()
  for (const n of [1, 2, 3]) await writeFile(join(packets, `包_00000${n}_20181231.llb`), 'x')
  const opened = () => engine.asked.filter(({ path }) => path === 'packets.applyPacket').length
  const ticks = () => {
    if (opened() === 2) stop.abort('SIGINT')
    return 0
  }
  const inbox = ['bundle', 'inbox', packets, '--yes', '--verbose']
  const ran = await run(inbox, { engine, ticks, interrupted: stop.signal })
  expect(ran).toMatchObject({ exit: 130, stdout: '' })
  expect(ran.stderr).toContain('已中止。在此之前做完的已经生效，没有做完的没有留下任何改动。')
  const late = new AbortController()
  const sound = standInEngine({
    verify: async report => {
      await report({ zh: '检查', en: 'checking' }, 1, 1)
      late.abort('SIGINT')
    },
  })
  expect(await run(['verify'], { engine: sound, interrupted: late.signal })).toMatchObject({ exit: 0 })
})

test('a question that takes too long is not waited for', async () => {
  const stop = new AbortController()
  const engine = standInEngine({
    stats: () => {
      stop.abort('SIGTERM')
      return new Promise(() => undefined)
    },
  })
  expect((await run(['stats'], { engine, interrupted: stop.signal })).exit).toBe(143)
  expect(engine.closed()).toBe(1)
})

test('an engine that throws when it is stopped was stopped, and has no bug', async () => {
  const stop = new AbortController()
  const engine = standInEngine({
    stats: async signal => {
      stop.abort('SIGINT')
      signal?.throwIfAborted()
    },
  })
  expect((await run(['stats'], { engine, interrupted: stop.signal })).exit).toBe(130)
})
