import { describe, expect, test } from 'vitest'
import type { BranchFacts, MeetingFacts } from '#db/lifeline/facts.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { completedQuarters } from '#db/lifeline/periods.ts'
import { missedAssemblies } from '#db/lifeline/rules/w08-missed-assemblies.ts'
import { missedCommittees } from '#db/lifeline/rules/w09-missed-committees.ts'
import { missedLessons } from '#db/lifeline/rules/w10-missed-lessons.ts'
import { day, healthyBranch } from '../healthy.ts'

const quarters = ['2017-10-01', '2018-01-01', '2018-04-01', '2018-07-01', '2018-10-01'].map(day)
const months = ['2018-06', '2018-07', '2018-08', '2018-09', '2018-10', '2018-11', '2018-12'].map(month =>
  day(`${month}-01`),
)
const branch = (meetings: Partial<MeetingFacts>, but: Partial<BranchFacts> = {}) =>
  healthyBranch({ ...but, meetings })

test('a quarter is over on the day after its last', () => {
  expect(completedQuarters(day('2018-12-31'), 4)).toEqual(quarters.slice(0, 4))
  expect(completedQuarters(day('2019-01-01'), 4)).toEqual(quarters.slice(1))
})

describe('支部大会, every quarter', () => {
  const judge = (held: readonly string[], asOf = '2018-12-31', but: Partial<BranchFacts> = {}) =>
    missedAssemblies.judge(branch({ assemblies: held.map(day) }, but), defaultPack, day(asOf))

  test.each([
    [0, undefined, undefined],
    [1, 'yellow', '2018-10-01'],
    [2, 'orange', '2018-10-01'],
    [3, 'red', '2018-10-01'],
    [4, 'red', '2018-07-01'],
  ])('%d of the last four missed: %s', (missed, severity, since) => {
    const found = judge(quarters.slice(0, 4 - missed))
    expect([found?.severity, found?.since]).toEqual([severity, since])
    if (found !== undefined) expect(found).toMatchObject({ measured: missed, unit: 'quarters' })
  })

  test('the quarter that runs is not held against it, but tells when it is worse', () => {
    expect(judge(quarters.slice(0, 4))).toBeUndefined()
    expect(judge(quarters.slice(0, 3))?.worsens).toEqual({ on: '2019-01-01', to: 'orange' })
    // one is recorded in the running quarter already
    expect(judge([...quarters.slice(0, 3), '2018-10-01'])?.worsens).toBeNull()
    expect(judge(quarters.slice(0, 3), '2019-01-01')).toMatchObject({ severity: 'orange', measured: 2 })
    expect(judge([])?.worsens).toBeNull()
  })

  test('neither what lay before the branch was there, nor before anybody kept records', () => {
    expect(judge([], '2018-12-31', { existsSince: day('2018-04-01') })?.measured).toBe(2)
    expect(judge([], '2018-12-31', { existsSince: day('2018-04-02') })?.measured).toBe(1)
    const { kept } = branch({})
    const from = (assemblies: string) => ({ kept: { ...kept, assemblies: day(assemblies) } })
    expect(judge([], '2018-12-31', from('2018-09-30'))?.measured).toBe(1)
    expect(judge([], '2018-12-31', from('2018-10-01'))).toBeUndefined()
  })

  test('a committee of branches holds none', () => {
    expect(judge([], '2018-12-31', { kind: 'committee' })).toBeUndefined()
  })
})

describe('支委会, every month, from seven members on', () => {
  const judge = (missed: number, counted = 7, asOf = '2018-12-31') =>
    missedCommittees.judge(
      healthyBranch({ members: { counted }, meetings: { committees: months.slice(0, 6 - missed) } }),
      defaultPack,
      day(asOf),
    )

  test.each([
    [1, undefined],
    [2, 'yellow'],
    [3, 'yellow'],
    [4, 'orange'],
    [6, 'orange'],
  ])('%d of the last six missed: %s', (missed, severity) => {
    expect(judge(missed)?.severity).toBe(severity)
    expect(judge(missed, 6)).toBeUndefined()
  })

  test('it is so since the month with which the bar was reached was over, and worse after the running one', () => {
    expect(judge(2)).toMatchObject({ since: '2018-12-01', measured: 2, threshold: 2, unit: 'months' })
    expect(judge(4)).toMatchObject({ since: '2018-12-01', threshold: 4 })
    expect(judge(6)?.since).toBe('2018-10-01')
    expect(judge(3)?.worsens).toEqual({ on: '2019-01-01', to: 'orange' })
    expect(judge(2)?.worsens).toBeNull()
  })
})

test('团课: one missed quarter is nothing yet, two are orange', () => {
  const judge = (missed: number) =>
    missedLessons.judge(branch({ lessons: quarters.slice(0, 4 - missed) }), defaultPack, day('2018-12-31'))
  expect(judge(1)).toBeUndefined()
  expect(judge(2)).toMatchObject({ severity: 'orange', measured: 2, since: '2018-10-01' })
  expect(judge(4)).toMatchObject({ measured: 4, since: '2018-04-01' })
})
