import { expect, test } from 'vitest'
import { pagesInSight } from '#renderer/api/pages-in-sight.ts'
import { rowWindow } from '#renderer/kit/lists/row-window.ts'

const given = { rowHeight: 36, view: 600, more: 10 }

test('the rows in sight are drawn, and ten more on either side', () => {
  const { from, to, height, shift } = rowWindow({ ...given, count: 100_000, top: 36 * 500 })
  expect([from, to, height, shift]).toEqual([490, 527, 3_600_000, 0])
  expect(rowWindow({ ...given, count: 100_000, top: 0 })).toMatchObject({ from: 0, to: 27 })
})

test('scrolled to its end a list shows its last rows, however many there are', () => {
  for (const count of [20, 1000, 100_000, 1_000_000]) {
    const { height } = rowWindow({ ...given, count, top: 0 })
    expect(height).toBeLessThan(16_000_000)
    const top = Math.max(height - given.view, 0)
    const { to, shift } = rowWindow({ ...given, count, top })
    expect(to).toBe(count)
    // The lower edge of the last row lies at the lower edge of what is in sight, or above it in a short list.
    expect(count * given.rowHeight + shift).toBeCloseTo(Math.min(height, top + given.view), 5)
  }
})

test('a row half way is in sight half way, where the scrollbar goes in longer steps', () => {
  const { height } = rowWindow({ ...given, count: 1_000_000, top: 0 })
  const { from, to } = rowWindow({ ...given, count: 1_000_000, top: (height - given.view) / 2 })
  expect(from).toBeLessThan(500_000)
  expect(to).toBeGreaterThan(500_000)
  expect(to - from).toBeLessThan(50)
})

test('a list that became shorter shows its rows though it was scrolled further', () => {
  expect(rowWindow({ ...given, count: 5, top: 90_000 })).toMatchObject({ from: 0, to: 5 })
})

test('the pages that hold the rows in sight are asked for, with half a page on either side, and none beyond', () => {
  expect(pagesInSight(0, 30, 83_680)).toEqual([0])
  expect(pagesInSight(60, 100, 83_680)).toEqual([0, 1])
  expect(pagesInSight(83_650, 83_680, 83_680)).toEqual([836])
  expect(pagesInSight(120, 180, 130)).toEqual([0, 1])
  expect(pagesInSight(0, 1, 0)).toEqual([0])
})
