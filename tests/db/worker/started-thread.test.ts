import { expect, test } from 'vitest'
import { endThread, startThread } from '#db/worker/started-thread.ts'

const threadOf = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`)

test('a thread is ended only once it has said that it is ready: an addon that is cut short ends the process', async () => {
  const worker = startThread(
    threadOf(`
      import { parentPort } from 'node:worker_threads'
      const until = Date.now() + 300
      while (Date.now() < until);
      parentPort.postMessage({ type: 'ready' })
      setInterval(() => {}, 1000)`),
  )
  const heard: unknown[] = []
  worker.on('message', message => heard.push(message))
  await endThread(worker)
  expect(heard).toEqual([{ type: 'ready' }])
})

test('one that fails before it is ready is waited for no longer', async () => {
  const worker = startThread(threadOf('throw new Error("no room")'))
  const failed: string[] = []
  worker.on('error', error => failed.push(error instanceof Error ? error.message : String(error)))
  await endThread(worker)
  expect(failed).toEqual(['no room'])
})
