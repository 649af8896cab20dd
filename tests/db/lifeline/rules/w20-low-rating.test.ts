import { describe, expect, test } from 'vitest'
import type { BranchFacts, RatingFacts } from '#db/lifeline/facts.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { lowRating } from '#db/lifeline/rules/w20-low-rating.ts'
import { day, everythingKept, healthyBranch } from '../healthy.ts'

const rating = (but: Partial<RatingFacts>): RatingFacts => ({
  id: 'r',
  year: 2017,
  score: null,
  star: null,
  veto: null,
  ...but,
})
const judge = (one: RatingFacts | null, asOf = '2018-12-31', but: Partial<BranchFacts> = {}) =>
  lowRating.judge(healthyBranch({ ...but, rating: one }), defaultPack, day(asOf))

describe('the newest result', () => {
  test.each([
    [0, 'red'],
    [599, 'red'],
    [600, 'orange'],
    [699, 'orange'],
    [700, undefined],
    [1000, undefined],
  ])('%d tenths of a point: %s', (score, severity) => {
    expect(judge(rating({ score }))?.severity).toBe(severity)
  })

  test('stars say it where there are no points, and a veto whatever the points', () => {
    expect(judge(rating({ star: 'none' }))?.severity).toBe('red')
    expect(judge(rating({ star: 'two' }))?.severity).toBe('orange')
    expect(judge(rating({ star: 'three' }))).toBeUndefined()
    expect(judge(rating({ score: 950, star: 'five', veto: '未换届' }))).toMatchObject({
      severity: 'red',
      measured: 95,
      since: '2018-02-01',
      why: { zh: '2017年度对标定级：95分，五星级，一票否决：未换届，属软弱涣散团支部。' },
    })
  })
})

describe('no result of the last closed year', () => {
  test('is yellow from February on', () => {
    expect(judge(null)).toMatchObject({ severity: 'yellow', since: '2018-02-01' })
    expect(judge(rating({ year: 2016, score: 900 }))?.severity).toBe('yellow')
    expect(judge(rating({ year: 2017, score: 900 }), '2019-01-31')).toBeUndefined()
    expect(judge(rating({ year: 2017, score: 900 }), '2019-02-01')?.severity).toBe('yellow')
    expect(judge(rating({ year: 2016, score: 500 }))?.severity).toBe('red')
  })

  test.each([
    ['one of a hundred was rated', { of: 100, years: [{ year: 2017, results: 1 }] }, undefined],
    ['not quite half were', { of: 101, years: [{ year: 2017, results: 50 }] }, undefined],
    ['half were', { of: 100, years: [{ year: 2017, results: 50 }] }, 'yellow'],
    ['half were the year before', { of: 100, years: [{ year: 2016, results: 50 }] }, 'yellow'],
    [
      'half are for a year that is not asked for yet',
      { of: 100, years: [{ year: 2018, results: 50 }] },
      undefined,
    ],
  ])('where %s', (_, rated, severity) => {
    expect(judge(null, '2018-12-31', { kept: { ...everythingKept, rated } })?.severity).toBe(severity)
    expect(
      judge(rating({ score: 500 }), '2018-12-31', { kept: { ...everythingKept, rated } })?.severity,
    ).toBe('red')
    const partly = lowRating.keeps?.partly?.holds(
      { ...everythingKept, rated },
      defaultPack,
      day('2018-12-31'),
    )
    expect(partly).toBe(severity === undefined)
  })

  test('is nothing for who was set up after the 1st of June', () => {
    expect(judge(null, '2018-12-31', { founded: day('2017-06-01') })?.severity).toBe('yellow')
    expect(judge(null, '2018-12-31', { founded: day('2017-06-02') })).toBeUndefined()
  })

  test('is nothing for committees', () => {
    expect(judge(null, '2018-12-31', { kind: 'committee' })).toBeUndefined()
    expect(judge(null, '2018-12-31', { kind: 'general-branch' })?.severity).toBe('yellow')
  })
})
