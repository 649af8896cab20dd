import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { hollowBranch } from '#db/lifeline/rules/w01-hollow-branch.ts'
import { day, healthyBranch } from '../healthy.ts'

const judge = (counted: number, held = counted, kind: 'branch' | 'general-branch' = 'branch') =>
  hollowBranch.judge(healthyBranch({ kind, members: { held, counted } }), defaultPack, day('2018-12-31'))

test.each([
  [0, 'red'],
  [1, 'red'],
  [2, 'red'],
  [3, undefined],
  [4, undefined],
])('%i members that count: %s', (counted, severity) => {
  expect(judge(counted)?.severity).toBe(severity)
})

test('only a 团支部 can be hollow by its members', () => {
  expect(judge(0, 0, 'general-branch')).toBeUndefined()
})

test('the sentence tells those on the roll who do not count, and how many are missing', () => {
  expect(judge(2, 5)).toMatchObject({ measured: 2, threshold: 3, unit: 'members', since: null })
  expect(judge(2, 5)?.why.zh).toBe('计入团员2人，少于3人（在册5人，其中3人因团籍状态或报到状态不计入）。')
  expect(judge(2, 5)?.clears.zh).toContain('再有1名团员计入')
  expect(judge(0)?.why.zh).toMatch(/^零团员/)
})

test('another pack, another bar', () => {
  const pack = { ...defaultPack, thresholds: { ...defaultPack.thresholds, W01: { fewestMembers: 5 } } }
  const four = healthyBranch({ members: { held: 4, counted: 4 } })
  expect(hollowBranch.judge(four, pack, day('2018-12-31'))).toMatchObject({ measured: 4, threshold: 5 })
})

test('one member more never makes a branch hollow', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.nat(5), (counted, others) => {
      if (judge(counted + 1, counted + 1 + others) !== undefined) {
        expect(judge(counted, counted + others)).toBeDefined()
      }
    }),
  )
})
