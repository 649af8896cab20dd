import { expect, test } from 'vitest'
import { defaultRulePack } from '#db/lifeline/packs/default-rule-pack.ts'
import { failingOf } from '#db/lifeline/packs/list-packs.ts'
import { runPackTests } from '#db/lifeline/packs/pack-tests.ts'
import { packOn, type RulePack } from '#db/lifeline/packs/rule-pack.ts'
import { day } from './healthy.ts'

const pack = (tests: unknown, more: Partial<RulePack> = {}): RulePack => ({
  ...defaultRulePack,
  ...more,
  tests,
})
const hollow = { name: '两名团员是空心团支部', on: '2018-12-31', branch: { members: 2 } }

test('a branch that nothing is said of is in order, and what is said of it is judged by the pack', () => {
  const tests = [
    { name: '样样齐全', on: '2018-12-31', branch: {}, expect: { rules: allNone(), suggested: false } },
    { ...hollow, expect: { rules: { W01: 'red', W06: 'none' }, suggested: true } },
    { name: '届满', on: '2018-12-31', branch: { elected: '2015-06-01' }, expect: { rules: { W06: 'red' } } },
    {
      name: '书记空缺',
      on: '2018-12-31',
      branch: { secretaryLeft: '2018-11-20' },
      expect: { rules: { W04: 'orange' } },
    },
    {
      name: '新成立',
      on: '2018-12-31',
      branch: { members: 0, founded: '2018-10-01' },
      expect: { rules: { W01: 'info' } },
    },
    { name: '定级低', on: '2018-12-31', branch: { score: 55 }, expect: { rules: { W20: 'red' } } },
  ]
  expect(runPackTests(pack(tests)).filter(({ says }) => says !== undefined)).toEqual([])
})

function allNone() {
  return Object.fromEntries(
    ['W01', 'W02', 'W04', 'W05', 'W06', 'W08', 'W09', 'W10', 'W11', 'W12', 'W13', 'W14', 'W20'].map(
      rule => [rule, 'none'] as const,
    ),
  )
}

test('a case that fails says what it should be and what it is; one that cannot be read is said, not refused', () => {
  const runs = runPackTests(
    pack([
      { ...hollow, expect: { rules: { W01: 'yellow' }, suggested: false } },
      { ...hollow, name: '新程序的用例', branch: { pets: 3 }, expect: {} },
      7,
    ]),
  )
  expect(runs.map(({ name, says }) => [name, says?.zh])).toEqual([
    ['两名团员是空心团支部', 'W01 应为黄，实为红；不应建议认定，实际建议了。'],
    ['新程序的用例', '本程序看不懂这个用例（branch），没有运行。'],
    ['3', '本程序看不懂这个用例（），没有运行。'],
  ])
  expect(runPackTests(pack('none'))[0]?.says?.zh).toContain('不是列表')
  expect(runPackTests(pack([]))).toEqual([])
})

test('the verdict rule is a dated list as every other number: each day is judged by what held on it', () => {
  const dated = (value: number, from: string | null) => ({
    value,
    from,
    basis: null,
    source: null,
    checked: null,
  })
  const changed = {
    ...defaultRulePack.thresholds,
    'verdict.reds': [dated(1, null), dated(2, '2019-01-01')],
  }
  const of = (on: string) => packOn(pack([], { thresholds: changed }), 'p', day(on)).thresholds.verdict.reds
  expect([of('2018-12-31'), of('2019-01-01'), of('2025-01-01')]).toEqual([1, 2, 2])
  const tests = [
    { ...hollow, expect: { suggested: true } },
    { ...hollow, name: '次日', on: '2019-01-01', expect: { suggested: false } },
  ]
  expect(runPackTests(pack(tests, { thresholds: changed })).map(({ says }) => says)).toEqual([
    undefined,
    undefined,
  ])
})

test('the pack that the program brings passes its own test cases, and each of them fails where its rule is off', () => {
  const runs = runPackTests(defaultRulePack)
  expect(runs.length).toBeGreaterThan(5)
  expect(runs.filter(({ says }) => says !== undefined)).toEqual([])
  const off = Object.fromEntries(
    ['W01', 'W02', 'W04', 'W06', 'W11', 'W20'].map(rule => [rule, { counts: false }]),
  )
  const failing = runPackTests({ ...defaultRulePack, rules: off }).filter(({ says }) => says !== undefined)
  expect(failing.map(({ name }) => name)).toEqual(runs.map(({ name }) => name).slice(1))
  // whoever reads English reads their names, too
  const read = failingOf(failing).map(({ words }) => words)
  expect(read).toHaveLength(failing.length)
  for (const { zh, en } of read) {
    expect(zh).toMatch(/\p{Script=Han}/u)
    expect(en).not.toMatch(/\p{Script=Han}/u)
  }
})
