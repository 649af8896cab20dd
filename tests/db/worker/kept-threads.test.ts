import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endThread, keepNoThreads, keepThreads, startThread } from '#tests/fakes/kept-threads.ts'

/** Says what it is told to say of a task, or nothing. */
const file = new URL(
  `data:text/javascript,${encodeURIComponent(`
  import { parentPort } from 'node:worker_threads'
  parentPort.postMessage({ type: 'ready' })
  parentPort.on('message', ({ says }) => says && parentPort.postMessage({ type: says }))
`)}`,
)

beforeAll(keepNoThreads)
afterAll(async () => {
  await keepNoThreads()
  keepThreads()
})

async function begun(): Promise<Worker> {
  const worker = startThread(file)
  await once(worker, 'message')
  return worker
}

async function done(worker: Worker, says: 'done' | 'refused' | 'failed'): Promise<void> {
  const heard = once(worker, 'message')
  worker.postMessage({ type: 'run', says })
  await heard
}

test.each(['done', 'refused'] as const)(
  'a thread whose task was %s serves the next registry, which alone hears of it',
  async says => {
    keepThreads()
    const worker = await begun()
    await done(worker, says)
    let heard = 0
    worker.on('exit', () => heard++)
    await endThread(worker)
    expect(startThread(file)).toBe(worker)
    await done(worker, 'done')
    await endThread(worker)
    await keepNoThreads()
    expect(worker.threadId).toBe(-1)
    expect(heard).toBe(0)
  },
)

test('a thread that failed, or is at work, is ended and never given to another', async () => {
  keepThreads()
  const failed = await begun()
  await done(failed, 'failed')
  const busy = await begun()
  busy.postMessage({ type: 'run' })
  for (const worker of [failed, busy]) {
    await endThread(worker)
    expect(worker.threadId).toBe(-1)
  }
  const next = await begun()
  expect([failed, busy]).not.toContain(next)
  await endThread(next)
  await keepNoThreads()
})

test('where none are kept, a thread ends as in the program', async () => {
  const worker = await begun()
  await done(worker, 'done')
  await endThread(worker)
  expect(worker.threadId).toBe(-1)
})
