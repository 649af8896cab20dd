import { expect, test } from 'vitest'
import { oneAtATime, Turns } from '#db/shared/one-at-a-time.ts'

/** Work that goes on until it is told to end, with what it was begun for. */
function heldWork() {
  const begun: { readonly given: string; readonly end: (error?: Error) => Promise<void> }[] = []
  const work = (given: string) =>
    new Promise<void>((resolve, reject) => {
      const end = async (error?: Error) => {
        if (error === undefined) resolve()
        else reject(error)
        await new Promise(setImmediate)
      }
      begun.push({ given, end })
    })
  return { begun, work, given: () => begun.map(({ given }) => given) }
}

test('who asks while it is under way has it run once more after that, for the last that was asked for', async () => {
  const { begun, work, given } = heldWork()
  const ask = oneAtATime(work, () => undefined)
  for (const day of ['one', 'two', 'three']) ask(day)
  expect(given()).toEqual(['one'])
  await begun[0]?.end()
  expect(given()).toEqual(['one', 'three'])
  await begun[1]?.end()
  ask('four')
  expect(given()).toEqual(['one', 'three', 'four'])
})

test('what failed is told, and hinders nothing that comes after', async () => {
  const { begun, work, given } = heldWork()
  const failures: unknown[] = []
  const ask = oneAtATime(work, error => failures.push(error))
  ask('one')
  ask('two')
  await begun[0]?.end(new Error('no'))
  await begun[1]?.end()
  ask('three')
  expect(given()).toEqual(['one', 'two', 'three'])
  expect(failures).toEqual([new Error('no')])
})

test('works run one at a time, in the order in which they asked', async () => {
  const turns = new Turns()
  const told: string[] = []
  const work = async (name: string, steps: number) => {
    const end = await turns.take()
    told.push(`${name} begins`)
    for (let i = 0; i < steps; i++) await new Promise(resolve => setImmediate(resolve))
    told.push(`${name} ends`)
    end()
  }
  await Promise.all([work('a', 9), work('b', 0), work('c', 3)])
  expect(told).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})

test('nobody is let in before the turn has ended', async () => {
  const turns = new Turns()
  const end = await turns.take()
  let second = false
  const waiting = turns.take().then(() => {
    second = true
  })
  await new Promise(resolve => setImmediate(resolve))
  expect(second).toBe(false)
  end()
  await waiting
  expect(second).toBe(true)
})

test('a turn that ends twice lets only the next one in', async () => {
  const turns = new Turns()
  const [first, second, third] = [turns.take(), turns.take(), turns.take()]
  const end = await first
  end()
  end()
  let thirdIn = false
  void third.then(() => {
    thirdIn = true
  })
  const endSecond = await second
  await new Promise(resolve => setImmediate(resolve))
  expect(thirdIn).toBe(false)
  endSecond()
  await third
  expect(thirdIn).toBe(true)
})
