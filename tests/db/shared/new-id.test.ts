import { expect, test } from 'vitest'
import { uuidV7 } from '#db/shared/new-id.ts'

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** When an id says that it was drawn. */
const timeOf = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

test('a hundred thousand ids are all different, of version 7, and each sorts after the one before', () => {
  const newId = uuidV7()
  const ids = Array.from({ length: 100_000 }, newId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.every(id => shape.test(id))).toBe(true)
  expect(ids.every((id, i) => i === 0 || id > (ids[i - 1] ?? ''))).toBe(true)
})

test('ids drawn in one millisecond rise, and borrow the next one when the counter is full', () => {
  const now = Date.UTC(2018, 11, 31)
  const newId = uuidV7(() => now)
  const ids = Array.from({ length: 10_000 }, newId)
  expect(ids.every((id, i) => i === 0 || id > (ids[i - 1] ?? ''))).toBe(true)
  expect(timeOf(ids[0] ?? '')).toBe(now)
  expect(timeOf(ids[4095] ?? '')).toBe(now)
  expect(timeOf(ids[4096] ?? '')).toBe(now + 1)
  expect(timeOf(ids.at(-1) ?? '')).toBe(now + 2)
})

test('a clock that goes back gives no id twice and none that sorts earlier', () => {
  const times = [2018, 2009, 2009, 2019, 2001, 2019]
  let i = 0
  const newId = uuidV7(() => Date.UTC(times[i++ % times.length] ?? 0, 0, 1))
  const ids = Array.from({ length: 600 }, newId)
  expect(new Set(ids).size).toBe(600)
  expect(ids.every((id, k) => k === 0 || id > (ids[k - 1] ?? ''))).toBe(true)
})

test.each([Date.UTC(2009, 0, 1), Date.UTC(2018, 11, 31), Date.UTC(2099, 11, 31)])(
  'an id tells its millisecond: %i',
  now => {
    expect(timeOf(uuidV7(() => now)())).toBe(now)
  },
)

test('two that draw in the same millisecond do not draw the same', () => {
  const now = () => Date.UTC(2018, 11, 31)
  const [a, b] = [uuidV7(now), uuidV7(now)]
  const ids = Array.from({ length: 5000 }, () => [a(), b()]).flat()
  expect(new Set(ids).size).toBe(10_000)
})
