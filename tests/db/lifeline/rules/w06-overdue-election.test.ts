import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type OrgKind, severities } from '#contract/vocabulary.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { overdueElection } from '#db/lifeline/rules/w06-overdue-election.ts'
import { addDays } from '#db/shared/day.ts'
import { day, healthyBranch } from '../healthy.ts'

const judge = (kind: OrgKind, elected: string, years: number | null, asOf: string, monthOnly = false) =>
  overdueElection.judge(
    healthyBranch({ kind, term: { elected: day(elected), years, monthOnly } }),
    defaultPack,
    day(asOf),
  )

describe('a term of 3 years from 2015-06-10 is due on 2018-06-10', () => {
  test.each([
    ['2018-03-11', undefined, undefined],
    ['2018-03-12', 'yellow', -90],
    ['2018-06-09', 'yellow', -1],
    ['2018-06-10', 'yellow', 0],
    ['2018-06-11', 'orange', 1],
    ['2018-12-10', 'orange', 183],
    ['2018-12-11', 'red', 184],
  ])('a branch on %s: %s', (asOf, severity, measured) => {
    const finding = judge('branch', '2015-06-10', 3, asOf)
    expect(finding?.severity).toBe(severity)
    expect(finding?.measured).toBe(measured)
  })

  test.each(['general-branch', 'committee'] as const)('a %s has twelve months', kind => {
    expect(judge(kind, '2015-06-10', 3, '2018-12-11')?.severity).toBe('orange')
    expect(judge(kind, '2015-06-10', 3, '2019-06-10')?.severity).toBe('orange')
    expect(judge(kind, '2015-06-10', 3, '2019-06-11')?.severity).toBe('red')
  })

  test('it has been so since the day after, a reminder since 90 days before', () => {
    expect(judge('branch', '2015-06-10', 3, '2018-11-01')?.since).toBe('2018-06-11')
    expect(judge('branch', '2015-06-10', 3, '2018-06-10')?.since).toBe('2018-03-12')
  })

  test('the bar is the window, the due day, or the longest delay', () => {
    expect(judge('branch', '2015-06-10', 3, '2018-06-10')?.threshold).toBe(-90)
    expect(judge('branch', '2015-06-10', 3, '2018-06-11')?.threshold).toBe(0)
    expect(judge('branch', '2015-06-10', 3, '2018-12-11')?.threshold).toBe(183)
  })
})

describe('months end where they end', () => {
  test('elected on the 31st of August: six months after the due day is the 28th of February', () => {
    expect(judge('branch', '2014-08-31', 3, '2017-08-31')?.severity).toBe('yellow')
    expect(judge('branch', '2014-08-31', 3, '2018-02-28')?.severity).toBe('orange')
    expect(judge('branch', '2014-08-31', 3, '2018-03-01')?.severity).toBe('red')
  })

  test('elected on the 29th of February: due on the 28th of a common year', () => {
    expect(judge('branch', '2016-02-29', 1, '2017-02-28')?.severity).toBe('yellow')
    expect(judge('branch', '2016-02-29', 1, '2017-03-01')?.severity).toBe('orange')
    expect(judge('branch', '2016-02-29', 1, '2017-08-28')?.severity).toBe('orange')
    expect(judge('branch', '2016-02-29', 1, '2017-08-29')?.severity).toBe('red')
  })
})

describe('a term whose length is not recorded', () => {
  test('is presumed to be three years, and the sentence says so', () => {
    const finding = judge('branch', '2015-06-10', null, '2018-06-11')
    expect(finding?.severity).toBe('orange')
    expect(finding?.why.zh).toContain('推定3年')
    expect(finding?.why.en).toContain('presumed 3 years')
    expect(judge('branch', '2015-06-10', 3, '2018-06-11')?.why.zh).not.toContain('推定')
  })

  test('of a committee warns after three years, and is red only after five and twelve months', () => {
    expect(judge('committee', '2012-06-10', null, '2015-06-10')?.severity).toBe('yellow')
    expect(judge('committee', '2012-06-10', null, '2015-06-11')?.severity).toBe('orange')
    expect(judge('committee', '2012-06-10', null, '2018-06-10')?.severity).toBe('orange')
    expect(judge('committee', '2012-06-10', null, '2018-06-11')?.severity).toBe('red')
    expect(judge('general-branch', '2012-06-10', null, '2016-06-11')?.severity).toBe('red')
  })
})

test('an election of which only the month is known says so', () => {
  expect(judge('branch', '2015-06-01', 3, '2018-08-01', true)?.why.zh).toContain('日不详')
})

test.each(['work-committee', 'leading'] as const)('a %s has no term', kind => {
  expect(judge(kind, '2000-01-01', 3, '2018-12-31')).toBeUndefined()
})

test('without a recorded election nothing is said', () => {
  expect(overdueElection.judge(healthyBranch({ term: null }), defaultPack, day('2018-12-31'))).toBeUndefined()
})

test('as days pass without an election it only gets graver', () => {
  const kinds = fc.constantFrom<OrgKind>('branch', 'general-branch', 'committee')
  const years = fc.option(fc.integer({ min: 1, max: 5 }))
  const elected = fc.integer({ min: 0, max: 4000 }).map(days => addDays(day('2000-01-01'), days))
  fc.assert(
    fc.property(kinds, years, elected, fc.nat(3000), fc.nat(400), (kind, term, start, passed, more) => {
      const gravity = (days: number) => {
        const finding = judge(kind, start, term, addDays(start, days))
        return finding === undefined ? -severities.length : -severities.indexOf(finding.severity)
      }
      expect(gravity(passed + more)).toBeGreaterThanOrEqual(gravity(passed))
    }),
  )
})

describe('an approved extension suspends it within the cap', () => {
  const extended = (asOf: string, until: string) =>
    overdueElection.judge(
      healthyBranch({
        term: { elected: day('2015-06-10'), years: 3, monthOnly: false, extendedUntil: day(until) },
      }),
      defaultPack,
      day(asOf),
    )

  test.each([
    ['2018-08-01', '2018-10-31', undefined],
    ['2018-08-02', '2018-10-31', 'yellow'],
    ['2018-10-31', '2018-10-31', 'yellow'],
    ['2018-11-01', '2018-10-31', 'orange'],
    ['2018-12-10', '2019-10-31', 'yellow'],
    ['2018-12-11', '2019-10-31', 'red'],
    ['2018-06-11', '2018-05-31', 'orange'],
  ])('on %s with one until %s: %s', (asOf, until, severity) => {
    expect(extended(asOf, until)?.severity).toBe(severity)
  })

  test('it says until when, and when it is worse', () => {
    expect(extended('2018-10-31', '2018-10-31')).toMatchObject({
      worsens: { on: '2018-11-01', to: 'orange' },
      why: { zh: expect.stringContaining('经批准延期至2018-10-31') },
    })
    expect(extended('2018-11-01', '2018-10-31')?.worsens).toEqual({ on: '2018-12-11', to: 'red' })
    expect(extended('2018-12-10', '2019-10-31')?.worsens).toEqual({ on: '2018-12-11', to: 'red' })
  })
})
