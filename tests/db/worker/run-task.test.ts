import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { IsoDay } from '#db/shared/day.ts'
import { Cancelled } from '#db/shared/long-work.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { TaskRequest } from '#db/worker/protocol.ts'
import { ReadingThreads } from '#db/worker/run-task.ts'
import { largeRegistry } from './large-registry.ts'

const people = 2500
let registry: Awaited<ReturnType<typeof largeRegistry>>

/** Kept between tests: what one of them ends must not harm the next. */
const threads = new ReadingThreads()

beforeAll(async () => {
  registry = await largeRegistry(people)
})
afterAll(async () => {
  await threads.close()
  await registry.discard()
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
  expect((error as Error).stack).toContain('scan-task.ts')
  await expectWorking()
})

test('a registry that is not there is an error, and the next task works', async () => {
  const request = { ...scanOf([]), file: `${registry.file}.missing` }
  expect(String(await outcome(threads.run({ request, report: silent })))).toContain(
    'unable to open database file',
  )
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
