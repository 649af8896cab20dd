import { expect, test } from 'vitest'
import { Cancelled, longWork, type Report, type WorkEvent } from '#db/shared/long-work.ts'

const counting = { zh: '数', en: 'counting' }

/** Keeps the thread busy for so many milliseconds, as SQL does. */
function busy(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}

async function countTo(total: number, report: Report, step: () => void = () => undefined): Promise<number> {
  for (let done = 1; done <= total; done++) {
    step()
    await report(counting, done, total)
  }
  return total
}

async function all<T>(events: AsyncIterable<WorkEvent<T>>): Promise<WorkEvent<T>[]> {
  const list: WorkEvent<T>[] = []
  for await (const event of events) list.push(event)
  return list
}

test('progress rises, and the result is the last event', async () => {
  const events = await all(longWork(report => countTo(40, report, () => busy(3))))
  const progress = events.filter(event => event.type === 'progress')
  expect(progress.length).toBeGreaterThan(1)
  expect(progress.every(event => event.total === 40 && event.what === counting)).toBe(true)
  expect(progress.map(event => event.done)).toEqual(
    progress.map(event => event.done).toSorted((a, b) => a - b),
  )
  expect(events.at(-1)).toEqual({ type: 'done', result: 40 })
})

test('work that is quick yields its result alone', async () => {
  expect(await all(longWork(async () => 'ready'))).toEqual([{ type: 'done', result: 'ready' }])
})

test('the thread keeps answering others while long work runs', async () => {
  let steps = 0
  let most = 0
  let answered = 0
  const others = setInterval(() => {
    most = Math.max(most, steps)
    steps = 0
    answered++
  }, 1)
  try {
    await all(
      longWork(report =>
        countTo(300, report, () => {
          busy(1)
          steps++
        }),
      ),
    )
  } finally {
    clearInterval(others)
  }
  expect(answered).toBeGreaterThan(5)
  // A slice is 25 ms, and a step at least one: counted in steps, since a busy machine makes them longer.
  expect(most).toBeLessThanOrEqual(30)
})

test('what the work throws comes to whoever waits for it', async () => {
  const failing = longWork(async report => {
    await countTo(3, report)
    throw new Error('the disk is full')
  })
  await expect(all(failing)).rejects.toThrow('the disk is full')
})

/** Work that notes how it ended, and takes its time to tidy up. */
function tidying(told: string[]) {
  return async (report: Report) => {
    told.push('begun')
    try {
      await countTo(1_000_000, report, () => busy(1))
      told.push('finished')
    } catch (error) {
      told.push(error instanceof Cancelled ? 'cancelled' : 'failed')
      throw error
    } finally {
      for (let i = 0; i < 5; i++) await new Promise(resolve => setImmediate(resolve))
      told.push('tidied')
    }
  }
}

test('a consumer that stops ends the work, and goes on only when everything is tidied up', async () => {
  const told: string[] = []
  for await (const event of longWork(tidying(told))) {
    told.push(event.type)
    break
  }
  told.push('gone on')
  expect(told).toEqual(['begun', 'progress', 'cancelled', 'tidied', 'gone on'])
})

test('a signal ends the work with an error, after it is tidied up', async () => {
  const told: string[] = []
  const stop = new AbortController()
  const events = longWork(tidying(told), stop.signal)
  await events.next()
  stop.abort()
  await expect(all(events)).rejects.toBeInstanceOf(Cancelled)
  expect(told).toEqual(['begun', 'cancelled', 'tidied'])
})

test('a signal that was given before ends the work at its first report', async () => {
  const told: string[] = []
  await expect(all(longWork(tidying(told), AbortSignal.abort()))).rejects.toBeInstanceOf(Cancelled)
  expect(told).toEqual(['begun', 'cancelled', 'tidied'])
})

test('work that nobody asked for an event of is not begun', async () => {
  const told: string[] = []
  await longWork(tidying(told)).return()
  expect(told).toEqual([])
})
