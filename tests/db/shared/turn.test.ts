import { expect, test } from 'vitest'
import { Turns } from '#db/shared/turn.ts'

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
