import { expect, test } from 'vitest'
import { keepingOn } from '#renderer/features/registry/people/people-filter.ts'
import { meantBy, nameOf, withFilter } from '#renderer/kit/lists/filters-kept.ts'

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

test('who is soon 28 is kept as that: on another day it means the days of then', () => {
  const then = { org: 'A', agedBy: '2027-05-27', agedAfter: '2026-11-27' }
  const kept = { name: '快超龄', set: keepingOn('2026-11-27').written?.(then) ?? then }
  expect(meantBy(kept, keepingOn('2026-11-27'))).toEqual(then)
  const later = { org: 'A', agedBy: '2027-08-01', agedAfter: '2027-02-01' }
  expect(meantBy(kept, keepingOn('2027-02-01'))).toEqual(later)
  const past = keepingOn('2026-11-27').written?.({ agedBy: '2026-11-27' }) ?? {}
  expect(meantBy({ name: '', set: past }, keepingOn('2027-02-01'))).toEqual({ agedBy: '2027-02-01' })
  // Days that nobody chose by their words stay what they are.
  const own = { agedBy: '2026-01-01', agedAfter: '2025-01-01' }
  expect(
    meantBy({ name: '', set: keepingOn('2026-11-27').written?.(own) ?? {} }, keepingOn('2027-02-01')),
  ).toEqual(own)
})

test('the list says which kept filter it is, in whatever order, and none where nothing is filtered', () => {
  const keeping = keepingOn('2027-02-01')
  const kept = [
    { name: '甲', set: { status: 'normal', sort: 'birth' } },
    { name: '乙', set: { status: 'normal' } },
    { name: '次序', set: { sort: 'birth' } },
  ]
  expect(nameOf(kept, keeping, { status: 'normal' })).toBe('乙')
  expect(nameOf(kept, keeping, { status: 'normal', sort: 'birth' })).toBe('甲')
  expect(nameOf(kept, keeping, { status: 'normal', sort: 'org' })).toBe('甲')
  expect(nameOf(kept, keeping, { status: 'normal', org: 'A' })).toBeUndefined()
  expect(nameOf(kept, keeping, { sort: 'birth' })).toBeUndefined()
  expect(nameOf(kept, keeping, {})).toBeUndefined()
})
