import { expect, test } from 'vitest'
import { Random } from '#db/sample/random.ts'

const first = (random: Random) => Array.from({ length: 20 }, () => random.next())

test('the same seeds bring the same numbers, seeds that lie near quite others', () => {
  expect(first(new Random(1, 2))).toEqual(first(new Random(1, 2)))
  const firsts = Array.from({ length: 1000 }, (_, seed) => new Random(1, seed).next())
  expect(new Set(firsts).size).toBe(1000)
  expect(firsts.reduce((sum, n) => sum + n, 0) / 1000).toBeCloseTo(0.5, 1)
  expect(new Random(1, 2).next()).not.toBe(new Random(2, 1).next())
})

test('whole numbers reach both ends and stay between them', () => {
  const random = new Random(3)
  const drawn = new Set(Array.from({ length: 500 }, () => random.between(2, 5)))
  expect([...drawn].toSorted()).toEqual([2, 3, 4, 5])
})

test('a shuffled list has the same items in another order, and leaves the old one alone', () => {
  const list = Array.from({ length: 50 }, (_, n) => n)
  const shuffled = new Random(4).shuffled(list)
  expect(shuffled).not.toEqual(list)
  expect(shuffled.toSorted((a, b) => a - b)).toEqual(list)
  expect(list[7]).toBe(7)
})
