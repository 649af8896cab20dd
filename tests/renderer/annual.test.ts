import { expect, test } from 'vitest'
import type { ComparedYears, Difference, FrozenFigures } from '#contract/lifeline/annual.ts'
import { cut, heatDrawing } from '../../renderer/features/annual/heat-drawing.ts'
import { flowOf, heatOf, turnsOf } from '../../renderer/features/annual/year-sums.ts'
import { differenceOf, inTree, whereDone } from '../../renderer/features/annual/year-words.ts'
import { depthOf } from '../../renderer/features/lifeline/heat.ts'
import { zhCN } from '../../renderer/text/zh-CN.ts'

const unit = (id: string) => ({ id, code: id, name: `${id}街道`, shortName: id })
const hit = (n: number) => [{ rule: 'W01', n, worst: 'red' as const }]
const years: ComparedYears = {
  years: [
    { year: 2017, day: '2017-12-31', frozen: null, units: [] },
    {
      ...{ year: 2018, day: '2018-12-31', frozen: null },
      units: [
        { unit: '民治', branches: 10, weak: 2, rules: hit(6) },
        { unit: '大浪', branches: 0, weak: 0, rules: [] },
      ],
    },
  ],
  units: [unit('民治'), unit('大浪')],
  turns: [
    { year: 2018, unit: '民治', turn: 'new', n: 2 },
    { year: 2018, unit: '大浪', turn: 'new', n: 3 },
  ],
  flows: [
    { from: 2017, was: 'sound', is: 'weak', n: 5 },
    { from: 2017, was: 'weak', is: 'absent', n: 1 },
  ],
  progress: [],
}

test('turns are summed by unit and in all, and the flow has a node for each standing that somebody had', () => {
  expect(turnsOf(years, 2018, '民治').new).toBe(2)
  expect(turnsOf(years, 2018, undefined)).toEqual({ new: 5, still: 0, cleared: 0, relapsed: 0, closed: 0 })
  const { nodes, links } = flowOf(years)
  expect(nodes.map(({ year, standing, n }) => [year, standing, n])).toEqual([
    [2017, 'weak', 1],
    [2017, 'sound', 5],
    [2018, 'weak', 5],
    [2018, 'absent', 1],
  ])
  expect(links).toEqual([
    { source: 1, target: 2, value: 5 },
    { source: 0, target: 3, value: 1 },
  ])
})

test('a heat map leaves out who has no branches, and is drawn with the same numbers, safe from what a name holds', () => {
  const map = heatOf(years, 2018, depthOf)
  expect(map.rows).toEqual([
    { unit: '民治', name: '民治', branches: 10, cells: [{ rule: 'W01', n: 6, depth: 5 }] },
  ])
  const { text, canvas } = heatDrawing(
    { ...map, rows: map.rows.map(row => ({ ...row, name: '<民治>' })) },
    { title: '2018', ruleName: () => '空心团支部' },
    { depths: ['a', 'b', 'c', 'd', '#123'], ink: '#000', ground: '#fff' },
  )
  expect(text).toContain('&lt;民治>')
  expect(text).toContain('fill="#123"')
  expect(text).toContain('>6</text>')
  expect(canvas.width).toBeGreaterThan(300)
})

test('a head of the saved heat map breaks between words, and a Chinese one after six characters', () => {
  expect(cut('Incomplete committee', 6)).toEqual(['Incomplete', 'committee'])
  expect(cut('Fee arrears', 6)).toEqual(['Fee arrears'])
  expect(cut('支部大会未按季召开', 6)).toEqual(['支部大会未按', '季召开'])
  expect(cut('', 6)).toEqual([])
})

test('what would be different today is told in one line, and each missing thing leads to where it is done', () => {
  const one: Difference = {
    ...{
      org: 'o',
      code: null,
      name: '某支部',
      what: 'changed',
      cases: [{ id: 'c', was: null, now: 'rectifying' }],
    },
    findings: [{ rule: 'W02', was: 'red', now: null }],
    suggested: { was: true, now: false },
    fields: ['members'],
  }
  expect(differenceOf(one, { words: zhCN, language: 'zh' })).toBe(
    '无团干团支部：红 → 无；不再建议认定；整治台账：无 → 整改中；团员数有变化',
  )
  expect(whereDone({ what: 'judging', org: 'o', case: 'c-1' })).toBe('/cases/c-1')
  expect(whereDone({ what: 'proposal', org: 'o', case: null })).toBe('/lifeline/why?org=o')
  expect(whereDone({ what: 'appraisal', org: 'o', case: null })).toContain('/orgs?org=o')
})

test('figures stand below the organization that they hang under', () => {
  const figures = (org: string, parent: string | null): FrozenFigures => ({
    ...{ org, parent, code: org, name: org, tier: null, members: 0, cadres: 0, branches: 0, exempt: 0 },
    ...{ flagged: 0, suggested: 0, severities: {}, rules: {}, cases: {} },
  })
  const list = [
    figures('区', null),
    figures('甲', '区'),
    figures('乙', '区'),
    figures('甲一', '甲'),
    figures('散', '不在'),
  ]
  expect(inTree(list).map(({ unit: { org }, depth }) => [org, depth])).toEqual([
    ['区', 0],
    ['甲', 1],
    ['甲一', 2],
    ['乙', 1],
    ['散', 0],
  ])
})
