import { expect, test } from 'vitest'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { dormantBranch } from '#db/lifeline/rules/w11-dormant-branch.ts'
import { day, healthyBranch } from '../healthy.ts'

const judge = (asOf: string, last: string | null = '2018-01-01', exists = '2010-01-01') =>
  dormantBranch.judge(
    healthyBranch({ existsSince: day(exists), meetings: { last: last === null ? null : day(last) } }),
    defaultPack,
    day(asOf),
  )

test.each([
  ['2018-03-31', undefined, undefined],
  ['2018-04-01', 'orange', 90],
  ['2018-06-29', 'orange', 179],
  ['2018-06-30', 'red', 180],
  ['2018-07-01', 'red', 181],
])('nothing since 2018-01-01, on %s: %s', (asOf, severity, measured) => {
  const found = judge(asOf)
  expect([found?.severity, found?.measured]).toEqual([severity, measured])
})

test('it is worse on the 180th day', () => {
  expect(judge('2018-04-01')).toMatchObject({
    since: '2018-04-01',
    worsens: { on: '2018-06-30', to: 'red' },
  })
  expect(judge('2018-07-01')).toMatchObject({ since: '2018-06-30', worsens: null })
})

test('of a branch that never met the days run from when it could have been recorded', () => {
  expect(judge('2017-04-01', null)?.measured).toBe(90)
  expect(judge('2018-08-30', null, '2018-06-01')?.measured).toBe(90)
  expect(judge('2018-08-29', null, '2018-06-01')).toBeUndefined()
})

test('the days between which it lies', () => {
  const marks = dormantBranch.marks?.(healthyBranch({ meetings: { last: day('2018-01-01') } }), defaultPack)
  expect(marks?.map(({ day: on }) => on)).toEqual(['2018-01-01', '2018-04-01', '2018-06-30'])
})
