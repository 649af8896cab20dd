import { expect, test } from 'vitest'
import { oneAtATime } from '#db/shared/one-at-a-time.ts'

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
