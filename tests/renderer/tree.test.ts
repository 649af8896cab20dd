import { expect, test } from 'vitest'
import type { OrgNode } from '#contract/looking.ts'
import { chunk, type Lines, layOutTree } from '#renderer/features/registry/tree/laid-out.ts'
import { treeStep } from '#renderer/features/registry/tree/tree-key.ts'

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

const only = (rows: readonly OrgNode[]) => new Map([[0, rows]])
const children = new Map([
  ['d', only([node('s1', 2), node('s2')])],
  ['s1', only([node('b1'), node('b2')])],
])
const idsIn = (lines: Lines) => Array.from({ length: lines.count }, (_, i) => lines.at(i)?.node?.id)

test('only what is open shows what lies below it', () => {
  const lines = layOutTree(node('d', 2), new Set(['d']), children)
  expect(Array.from({ length: lines.count }, (_, i) => [lines.at(i)?.node?.id, lines.at(i)?.level])).toEqual([
    ['d', 1],
    ['s1', 2],
    ['s2', 2],
  ])
  const more = layOutTree(node('d', 2), new Set(['d', 's1']), children)
  expect(idsIn(more)).toEqual(['d', 's1', 'b1', 'b2', 's2'])
  expect(idsIn(more).map(id => more.indexOf(id ?? ''))).toEqual([0, 1, 2, 3, 4])
  expect([more.indexOf('x'), more.at(-1), more.at(5)]).toEqual([-1, undefined, undefined])
})

test('what is open and has not come yet shows nothing below', () => {
  expect(layOutTree(node('d', 2), new Set(['d']), new Map()).count).toBe(1)
})

test('of 600,000 lines each has its place, whether it has come or not, among others that are open', () => {
  const wide = 599_990
  const rowsOf = (at: number) =>
    Array.from({ length: chunk }, (_, i) => node(`w${at * chunk + i}`, i % 100 === 7 ? 3 : 0))
  const chunks = new Map([0, 700, 1100].map(at => [at, rowsOf(at)]))
  const below = (id: string) => only(['a', 'b', 'c'].map(name => node(`${id}${name}`)))
  const opened = ['w7', `w${700 * chunk + 7}`, `w${700 * chunk + 107}`]
  const known = new Map([['d', chunks], ...opened.map(id => [id, below(id)] as const)])
  const lines = layOutTree(node('d', wide), new Set(['d', ...opened]), known)
  expect(lines.count).toBe(1 + wide + 9)
  for (const id of [
    'w0',
    ...opened,
    'w9',
    `w${700 * chunk + 106}`,
    `w${700 * chunk + 108}`,
    `${opened[2]}c`,
    `w${1100 * chunk}`,
  ]) {
    expect(lines.at(lines.indexOf(id))?.node?.id, id).toBe(id)
  }
  expect(lines.indexOf(`w${1100 * chunk}`)).toBe(1 + 1100 * chunk + 9)
  expect(lines.at(1 + chunk + 3)).toEqual({ level: 2, parent: 'd', chunk: 1 })
  expect(lines.at(lines.count - 1)).toEqual({ level: 2, parent: 'd', chunk: Math.floor((wide - 1) / chunk) })
})

test('right opens, then goes in; left folds, then goes out', () => {
  const folded = layOutTree(node('d', 2), new Set(['d']), children)
  expect(treeStep('ArrowRight', folded, 1)).toEqual({ kind: 'open', id: 's1' })
  const open = layOutTree(node('d', 2), new Set(['d', 's1']), children)
  expect(treeStep('ArrowRight', open, 1)).toEqual({ kind: 'go', index: 2 })
  // Opened a moment ago: what lies below has not come yet.
  const waiting = layOutTree(node('d', 2), new Set(['d', 's1']), new Map([...children].slice(0, 1)))
  expect(treeStep('ArrowRight', waiting, 1)).toBeUndefined()
  expect(treeStep('ArrowLeft', open, 3)).toEqual({ kind: 'go', index: 1 })
  expect(treeStep('ArrowLeft', open, 1)).toEqual({ kind: 'fold', id: 's1' })
  expect(treeStep('ArrowLeft', open, 0)).toEqual({ kind: 'fold', id: 'd' })
})

test('up and down stay inside the tree, and other keys are left alone', () => {
  const lines = layOutTree(node('d', 2), new Set(['d']), children)
  expect(treeStep('ArrowUp', lines, 0)).toEqual({ kind: 'go', index: 0 })
  expect(treeStep('ArrowDown', lines, 2)).toEqual({ kind: 'go', index: 2 })
  expect(treeStep('End', lines, 0)).toEqual({ kind: 'go', index: 2 })
  expect(treeStep('PageDown', lines, 1)).toEqual({ kind: 'go', index: 2 })
  expect(treeStep('PageUp', lines, 2)).toEqual({ kind: 'go', index: 0 })
  expect(treeStep('a', lines, 0)).toBeUndefined()
})
