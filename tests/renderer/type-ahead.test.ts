import { expect, test } from 'vitest'
import type { Lines, TreeNode } from '#renderer/features/registry/tree/laid-out.ts'
import { nothingTyped, typeAhead, typedOn, writes } from '#renderer/features/registry/tree/type-ahead.ts'

const line = (shortName: string, initials: string, code: string): TreeNode => ({
  node: {
    id: code,
    code,
    name: `共青团${shortName}`,
    shortName,
    initials,
    tier: 'street',
    kind: 'committee',
    branchType: 'ordinary',
    children: 0,
    members: 0,
  },
  level: 1,
  isOpen: false,
  parent: undefined,
})
const some = [
  line('龙华区团委', 'lhqtw', '100'),
  line('民治街道', 'mzjd', '101'),
  line('龙华街道', 'lhjd', '102'),
  line('观澜街道', 'gljd', '203'),
]
const lines: Lines = { count: some.length, at: index => some[index], indexOf: () => -1 }

test('a letter goes on to the next line that begins with it, round the end, and again to the one after', () => {
  expect(typeAhead(lines, 0, 'l')).toBe(2)
  expect(typeAhead(lines, 2, 'l')).toBe(0)
  expect(typeAhead(lines, 0, 'll')).toBe(2)
})

test('letters typed on narrow it down, and may stay where they are', () => {
  expect(typeAhead(lines, 2, 'lh')).toBe(2)
  expect(typeAhead(lines, 2, 'lhq')).toBe(0)
  expect(typeAhead(lines, 0, 'LHJ')).toBe(2)
})

test('names, short names and codes are found by their beginnings, and nothing else is', () => {
  expect(typeAhead(lines, 0, '观澜')).toBe(3)
  expect(typeAhead(lines, 0, '203')).toBe(3)
  expect(typeAhead(lines, 0, 'x')).toBeUndefined()
  expect(typeAhead({ ...lines, count: 0 }, 0, 'l')).toBeUndefined()
})

test('what is typed within a second is one beginning, and a space begins nothing', () => {
  const m = typedOn(nothingTyped, 'm', 5000)
  expect(typedOn(m, 'z', 5900)).toEqual({ text: 'mz', at: 5900 })
  expect(typedOn(m, 'z', 6100).text).toBe('z')
  expect(writes(' ', nothingTyped, 5000)).toBe(false)
  expect(writes(' ', m, 5100)).toBe(true)
  expect(writes('Tab', m, 5100)).toBe(false)
})
