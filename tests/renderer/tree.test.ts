import { expect, test } from 'vitest'
import type { OrgNode } from '#contract/looking.ts'
import { treeStep } from '#renderer/features/registry/tree/tree-key.ts'
import { visibleNodes } from '#renderer/features/registry/tree/visible-nodes.ts'

const node = (id: string, children = 0): OrgNode => ({
  id,
  code: null,
  name: id,
  shortName: null,
  initials: '',
  tier: 'street',
  kind: 'committee',
  branchType: 'ordinary',
  children,
  branches: 0,
  members: 0,
})

const children = new Map([
  ['d', [node('s1', 2), node('s2')]],
  ['s1', [node('b1'), node('b2')]],
])

test('only what is open shows what lies below it', () => {
  const lines = visibleNodes(node('d', 2), new Set(['d']), children)
  expect(lines.map(line => [line.node.id, line.level])).toEqual([
    ['d', 1],
    ['s1', 2],
    ['s2', 2],
  ])
  const more = visibleNodes(node('d', 2), new Set(['d', 's1']), children)
  expect(more.map(line => line.node.id)).toEqual(['d', 's1', 'b1', 'b2', 's2'])
})

test('what is open and has not come yet shows nothing below', () => {
  expect(visibleNodes(node('d', 2), new Set(['d']), new Map())).toHaveLength(1)
})

test('right opens, then goes in; left folds, then goes out', () => {
  const folded = visibleNodes(node('d', 2), new Set(['d']), children)
  expect(treeStep('ArrowRight', folded, 1)).toEqual({ kind: 'open', id: 's1' })
  const open = visibleNodes(node('d', 2), new Set(['d', 's1']), children)
  expect(treeStep('ArrowRight', open, 1)).toEqual({ kind: 'go', index: 2 })
  // Opened a moment ago: what lies below has not come yet.
  const waiting = visibleNodes(node('d', 2), new Set(['d', 's1']), new Map([...children].slice(0, 1)))
  expect(treeStep('ArrowRight', waiting, 1)).toBeUndefined()
  expect(treeStep('ArrowLeft', open, 3)).toEqual({ kind: 'go', index: 1 })
  expect(treeStep('ArrowLeft', open, 1)).toEqual({ kind: 'fold', id: 's1' })
  expect(treeStep('ArrowLeft', open, 0)).toEqual({ kind: 'fold', id: 'd' })
})

test('up and down stay inside the tree, and other keys are left alone', () => {
  const lines = visibleNodes(node('d', 2), new Set(['d']), children)
  expect(treeStep('ArrowUp', lines, 0)).toEqual({ kind: 'go', index: 0 })
  expect(treeStep('ArrowDown', lines, 2)).toEqual({ kind: 'go', index: 2 })
  expect(treeStep('End', lines, 0)).toEqual({ kind: 'go', index: 2 })
  expect(treeStep('a', lines, 0)).toBeUndefined()
})
