import { expect, test } from 'vitest'
import type { OrgNode } from '#contract/looking.ts'
import { heatRows, worse } from '#renderer/features/lifeline/heat-rows.ts'

const node = (id: string): OrgNode => ({
  id,
  code: id,
  name: id,
  shortName: null,
  initials: '',
  tier: 'street',
  kind: 'work-committee',
  branchType: 'ordinary',
  children: 2,
  branches: 2,
  members: 9,
})
const place = (...ids: string[]) => ({
  org: ids.at(-1)!,
  path: ids.map(id => ({ id, code: id, name: id, shortName: null })),
})

test('findings are counted under the child that they lie below, coloured by the worst of them', () => {
  const rows = heatRows(
    [node('s1'), node('s2')],
    [
      { org: 'b1', rule: 'W01', severity: 'yellow' },
      { org: 'b2', rule: 'W01', severity: 'red' },
      { org: 'b2', rule: 'W06', severity: 'orange' },
    ],
    [place('d', 's1', 'b1'), place('d', 's1', 'c1', 'b2')],
  )
  expect(rows.map(row => row.node?.id)).toEqual(['s1', 's2'])
  expect(rows[0]!.flagged).toBe(2)
  expect(Object.fromEntries(rows[0]!.cells)).toEqual({
    W01: { n: 2, worst: 'red' },
    W06: { n: 1, worst: 'orange' },
  })
  expect(rows[1]!.cells.size).toBe(0)
})

test('what belongs to no child is the organization’s own and comes first', () => {
  const rows = heatRows([node('s1')], [{ org: 'd', rule: 'W06', severity: 'red' }], [place('d')])
  expect(rows.map(row => row.node?.id)).toEqual([undefined, 's1'])
})

test('the heavier of two severities is the worse one, whichever comes first', () => {
  expect(worse('yellow', 'red')).toBe('red')
  expect(worse('orange', 'info')).toBe('orange')
})
