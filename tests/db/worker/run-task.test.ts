import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { IsoDay } from '#db/shared/day.ts'
import { Cancelled } from '#db/shared/long-work.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { TaskRequest } from '#db/worker/protocol.ts'
import { ReadingThreads } from '#db/worker/run-task.ts'
import { keepNoThreads, keepThreads } from '#tests/fakes/kept-threads.ts'
import { zipOf } from '../sheets/make-zip.ts'
import { largeRegistry } from './large-registry.ts'

const people = 2500
let registry: Awaited<ReturnType<typeof largeRegistry>>

/** Kept between tests: what one of them ends must not harm the next. */
const threads = new ReadingThreads()

beforeAll(async () => {
  await keepNoThreads()
  registry = await largeRegistry(people)
})
afterAll(async () => {
  await threads.close()
  await registry.discard()
  keepThreads()
})

const asOf = '2018-12-31' as IsoDay
const silent = async () => undefined

function scanOf(rules: readonly string[]): TaskRequest<'scan'> {
  return { task: 'scan', file: registry.file, input: { root: registry.org, asOf, rules, evidence: false } }
}

function exportOf(): TaskRequest<'export-roster'> {
  const input = { root: registry.org, asOf, as: 'members', format: 'csv', unit: '六联社区' } as const
  return { task: 'export-roster', file: registry.file, input }
}

async function outcome(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work
  } catch (error) {
    return error
  }
}

/** What any sound thread can do. */
async function expectWorking(): Promise<void> {
  const { branches } = await threads.run({ request: scanOf(['W01']), report: silent })
  expect(branches).toBe(1)
}

test('a task’s result arrives as plain data, with its progress on the way', async () => {
  const told: [number, number][] = []
  const { ok, checks } = await threads.run({
    request: { task: 'verify', input: {}, file: registry.file },
    report: async (what, done, total) => {
      expect(what).toEqual({ zh: expect.any(String), en: expect.any(String) })
      told.push([done, total])
    },
  })
  expect(ok).toBe(true)
  expect(checks.map(check => check.name)).toContain('journal')
  expect(told.length).toBeGreaterThan(0)
  expect(told.at(-1)?.[0]).toBe(told.at(-1)?.[1])
})

test('a refusal in the thread arrives as the same refusal, and the thread goes on', async () => {
  const refused = await outcome(threads.run({ request: scanOf(['W99']), report: silent }))
  expect(refused).toBeInstanceOf(Refusal)
  expect(refused).toMatchObject({
    code: 'rule-unknown',
    text: { zh: expect.stringContaining('W99'), en: expect.stringContaining('W99') },
    details: expect.objectContaining({}),
  })
  await expectWorking()
})

test('a bug in the thread arrives as an error with its stack, and the next task works', async () => {
  const request = { ...scanOf([]), input: null } as unknown as TaskRequest<'scan'>
  const error = await outcome(threads.run({ request, report: silent }))
  expect(error).toBeInstanceOf(Error)
  expect(error).not.toBeInstanceOf(Refusal)
  expect((error as Error).stack).toContain('scan-task')
  await expectWorking()
})

test('a registry that is not there is an error, and the next task works', async () => {
  const request = { ...scanOf([]), file: `${registry.file}.missing` }
  expect(String(await outcome(threads.run({ request, report: silent })))).toContain(
    'unable to open database file',
  )
  await expectWorking()
})

test('a thread that is busy and silent is ended as soon as nobody waits for it any more', async () => {
  const cells = (n: number) => `<table:table-cell office:value-type="float" office:value="${n}"/>`.repeat(40)
  const rows = Array.from(
    { length: 12_000 },
    (_, n) => `<table:table-row>${cells(n)}</table:table-row>`,
  ).join('')
  const bytes = new Uint8Array(
    zipOf({
      'content.xml': `<office:document-content><office:body><office:spreadsheet><table:table>${rows}</table:table></office:spreadsheet></office:body></office:document-content>`,
    }),
  )
  const request: TaskRequest<'recognise'> = {
    task: 'recognise',
    file: registry.file,
    input: { bytes, fileName: '名册.ods', remembered: {}, office: undefined },
  }
  const timed = async (stopped?: AbortSignal) => {
    const started = performance.now()
    const result = await outcome(threads.run({ request, report: silent, stopped }))
    return { result, took: performance.now() - started }
  }
  const whole = await timed()
  expect(whole.result).toMatchObject({ sheets: [{ rows: expect.any(Number) }] })
  const stopped = await timed(AbortSignal.timeout(100))
  expect(stopped.result).toBeInstanceOf(Cancelled)
  expect(stopped.took).toBeLessThan(whole.took)
  await expectWorking()
})

test('chunks are taken in their order and one at a time, and none is lost', async () => {
  let open = 0
  let most = 0
  const chunks: Uint8Array[] = []
  const { rows } = await threads.run({
    request: exportOf(),
    report: silent,
    onChunk: async chunk => {
      most = Math.max(most, ++open)
      await new Promise(resolve => setImmediate(resolve))
      chunks.push(chunk)
      open--
    },
  })
  const lines = Buffer.concat(chunks).toString('utf8').trimEnd().split('\r\n')
  expect(rows).toBe(people)
  expect(chunks.length).toBeGreaterThan(1)
  expect(most).toBe(1)
  const names = lines.flatMap(line => /单雪(\d+)/.exec(line)?.[1] ?? []).map(Number)
  expect(names.toSorted((a, b) => a - b)).toEqual(Array.from({ length: people }, (_, i) => i))
})

test('what fails in taking a chunk ends the task at once, and goes on to whoever asked', async () => {
  let taken = 0
  const failing = threads.run({
    request: exportOf(),
    report: silent,
    onChunk: async () => {
      taken++
      throw new Error('the disk is full')
    },
  })
  await expect(failing).rejects.toThrow('the disk is full')
  await expectWorking()
  expect(taken).toBe(1)
})

test('no chunk is taken after one that failed, though it had come by then', async () => {
  let taken = 0
  const failing = threads.run({
    request: exportOf(),
    report: silent,
    onChunk: async () => {
      taken++
      // The thread hands over the next chunks meanwhile.
      const until = performance.now() + 150
      while (performance.now() < until) await new Promise(resolve => setImmediate(resolve))
      throw new Error('the disk is full')
    },
  })
  await expect(failing).rejects.toThrow('the disk is full')
  await expectWorking()
  expect(taken).toBe(1)
})

test('cancelling ends the task, and the next one works', async () => {
  let reports = 0
  const cancelled = threads.run({
    request: exportOf(),
    report: async () => {
      reports++
      throw new Cancelled()
    },
  })
  expect(await outcome(cancelled)).toBeInstanceOf(Cancelled)
  expect(reports).toBe(1)
  await expectWorking()
})

test('closing ends what is running, as cancelled', async () => {
  const other = new ReadingThreads()
  onTestFinished(() => other.close())
  const begun = Promise.withResolvers<void>()
  const running = outcome(
    other.run({
      request: exportOf(),
      report: silent,
      onChunk: async () => {
        begun.resolve()
        await new Promise(() => undefined)
      },
    }),
  )
  await begun.promise
  await other.close()
  expect(await running).toBeInstanceOf(Cancelled)
})

const verifyOf = (): TaskRequest<'verify'> => ({ task: 'verify', input: {}, file: registry.file })

/** How many threads this process has that run JavaScript of their own, and what the system says of all of them. */
async function threadsOf(): Promise<number> {
  return Number(/^Threads:\s*(\d+)$/m.exec(await readFile('/proc/self/status', 'utf8'))?.[1])
}

test('a hundred at once are done by a few threads; the rest waits', async () => {
  const own = new ReadingThreads()
  onTestFinished(() => own.close())
  const before = await threadsOf()
  const asked = Array.from({ length: 100 }, (_, i) =>
    own.run({ request: scanOf([i % 2 === 0 ? 'W01' : 'W07']), report: silent }),
  )
  await Promise.resolve()
  expect(own.counts).toEqual({ running: 3, waiting: 97 })
  const most = await threadsOf()
  await Promise.all(asked)
  expect(most - before).toBeLessThan(40)
  expect(own.counts).toEqual({ running: 0, waiting: 0 })
})

test('of what holds a whole journal or file one runs at a time, in order, and small questions do not wait behind it', async () => {
  const own = new ReadingThreads()
  onTestFinished(() => own.close())
  const ended: number[] = []
  const taken = async () => undefined
  const checks = [
    () => own.run({ request: verifyOf(), report: silent }),
    () => own.run({ request: exportOf(), report: silent, onChunk: taken }),
    () => own.run({ request: verifyOf(), report: silent }),
  ].map(async (run, i) => {
    await run()
    ended.push(i)
    return i
  })
  const scan = own.run({ request: scanOf(['W01']), report: silent })
  await Promise.resolve()
  expect(own.counts).toEqual({ running: 2, waiting: 2 })
  expect(await scan).toMatchObject({ branches: 1 })
  expect(await Promise.all(checks)).toEqual([0, 1, 2])
  expect(ended).toEqual([0, 1, 2])
})

test('one thread is kept for the next task, none beside a large one, and none that has grown', async () => {
  const own = new ReadingThreads()
  onTestFinished(() => own.close())
  const small = () => own.run({ request: scanOf(['W01']), report: silent })
  await Promise.all([small(), small(), small()])
  expect(own.idle).toBe(1)
  await own.run({
    request: exportOf(),
    report: silent,
    onChunk: async () => {
      await small()
      expect(own.idle).toBe(0)
    },
  })
  expect(own.idle).toBe(1)
  const scan = scanOf(['W01'])
  const held = Array.from({ length: 1_500_000 }, (_, n) => ({ n }))
  const request = { ...scan, input: { ...scan.input, held } } as TaskRequest<'scan'>
  await own.run({ request, report: silent })
  while (own.idle > 0) await new Promise(setImmediate)
  expect(await small()).toMatchObject({ branches: 1 })
  expect(own.idle).toBe(1)
})

test('what waits can be cancelled, and says meanwhile that it waits', async () => {
  const own = new ReadingThreads()
  onTestFinished(() => own.close())
  const first = own.run({ request: verifyOf(), report: silent })
  const stop = new AbortController()
  const told: string[] = []
  const second = outcome(
    own.run({
      request: verifyOf(),
      report: async what => {
        told.push(what.zh)
      },
      stopped: stop.signal,
    }),
  )
  await Promise.resolve()
  expect(own.counts).toEqual({ running: 1, waiting: 1 })
  stop.abort()
  expect(await second).toBeInstanceOf(Cancelled)
  expect(told).toEqual(['正在排队'])
  expect(own.counts).toEqual({ running: 1, waiting: 0 })
  expect((await first).ok).toBe(true)
})

test('what runs is stopped at once, without waiting for its next report', async () => {
  const own = new ReadingThreads()
  onTestFinished(() => own.close())
  const stop = new AbortController()
  let taken = 0
  const running = outcome(
    own.run({
      request: exportOf(),
      report: silent,
      stopped: stop.signal,
      onChunk: async () => {
        taken++
        stop.abort()
        await new Promise(() => undefined)
      },
    }),
  )
  expect(await running).toBeInstanceOf(Cancelled)
  expect(taken).toBe(1)
  expect(own.counts).toEqual({ running: 0, waiting: 0 })
})

test('two tasks at once each get their own answer', async () => {
  const asked = ['W01', 'W99'].map(rule => outcome(threads.run({ request: scanOf([rule]), report: silent })))
  const [answered, refused] = await Promise.all(asked)
  expect(answered).toMatchObject({ branches: 1 })
  expect(refused).toMatchObject({ code: 'rule-unknown' })
})

test('a thread that dies is an error with its cause, and the next task gets a new thread', () => {
  const child = fileURLToPath(new URL('./crashing-child.ts', import.meta.url))
  const { stdout, stderr } = spawnSync(process.execPath, [child, registry.file], { encoding: 'utf8' })
  expect({ said: stdout.trim(), stderr }).toEqual({
    said: JSON.stringify({
      without: 'Error: ERR_WORKER_OUT_OF_MEMORY',
      after: 'answered',
    }),
    stderr: expect.any(String),
  })
})
