import { describe, expect, test } from 'vitest'
import type { AppraisalFacts } from '#db/lifeline/facts.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { closedYear } from '#db/lifeline/periods.ts'
import { unfinishedAppraisal } from '#db/lifeline/rules/w12-unfinished-appraisal.ts'
import { unfinishedRegistration } from '#db/lifeline/rules/w13-unfinished-registration.ts'
import { day, everythingKept, healthyBranch } from '../healthy.ts'

const asOf = day('2018-12-31')
const branch = (appraisal: Partial<AppraisalFacts>) => healthyBranch({ appraisal })

test('a year is asked for from February on', () => {
  expect(
    ['2018-01-31', '2018-02-01', '2018-12-31', '2019-01-31', '2019-02-01'].map(on => closedYear(day(on), 1)),
  ).toEqual([2016, 2017, 2017, 2017, 2018])
  const { keeps } = unfinishedAppraisal
  expect(keeps?.areKept(everythingKept, defaultPack, day('2018-01-31'))).toBe(false)
  expect(keeps?.areKept(everythingKept, defaultPack, day('2018-02-01'))).toBe(true)
})

describe('教育评议', () => {
  const judge = (assessed: number, eligible = 100, excellent = 0) =>
    unfinishedAppraisal.judge(branch({ assessed, eligible, excellent }), defaultPack, asOf)

  test.each([
    [0, 'red', 0],
    [59, 'red', 59],
    [60, 'yellow', 60],
    [99, 'yellow', 99],
    [100, undefined, undefined],
  ])('%d of 100 appraised: %s', (assessed, severity, measured) => {
    const found = judge(assessed)
    expect([found?.severity, found?.measured]).toEqual([severity, measured])
    if (found !== undefined) expect(found).toMatchObject({ since: '2018-02-01', unit: 'percent' })
  })

  test('nobody to be appraised is nothing to find', () => {
    expect(judge(0, 0)).toBeUndefined()
  })

  test('30 of 100 may be excellent, 31 are too many; of 10 it is three', () => {
    expect(judge(100, 100, 30)).toBeUndefined()
    expect(judge(100, 100, 31)).toMatchObject({ severity: 'yellow', measured: 31, threshold: 30 })
    expect(judge(10, 10, 4)?.clears.zh).toContain('不超过3人')
    // while some are not appraised yet it is told beside that
    expect(judge(8, 10, 3)).toMatchObject({
      severity: 'yellow',
      why: { zh: expect.stringContaining('优秀3人') },
    })
    expect(judge(8, 10, 2)?.why.zh).not.toContain('优秀')
  })
})

describe('团籍注册', () => {
  const judge = (registered: number, registrable: number) =>
    unfinishedRegistration.judge(branch({ registered, registrable }), defaultPack, asOf)

  test.each([
    [0, 100, 'red', 0],
    [1, 100, 'yellow', 1],
    [97, 100, 'yellow', 97],
    [98, 100, undefined, undefined],
    [0, 0, undefined, undefined],
    [48, 49, 'yellow', 97.9],
  ])('%d of %d registered: %s', (registered, registrable, severity, measured) => {
    const found = judge(registered, registrable)
    expect([found?.severity, found?.measured]).toEqual([severity, measured])
  })
})
