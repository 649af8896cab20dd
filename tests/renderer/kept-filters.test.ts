import { expect, test } from 'vitest'
import { withFilter } from '#renderer/kit/lists/filters-kept.ts'

test('a filter of the same name takes the place of the one before, they stand by name, and the oldest goes', () => {
  const one = { name: '乙', set: { status: 'normal' } }
  const two = { name: '甲', set: { report: 'open' } }
  const both = withFilter([one], two)
  expect(both.map(({ name }) => name)).toEqual(['甲', '乙'])
  expect(withFilter(both, { name: '甲', set: {} })).toEqual([{ name: '甲', set: {} }, one])
  const many = Array.from({ length: 20 }, (_, i) => ({ name: String(i).padStart(2, '0'), set: {} }))
  const kept = withFilter(many, { name: '20', set: {} })
  expect([kept.length, kept[0]?.name, kept.at(-1)?.name]).toEqual([20, '01', '20'])
})
