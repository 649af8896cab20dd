import { describe, expect, test } from 'vitest'
import type { ReportFacts } from '#db/lifeline/facts.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { slowApproval } from '#db/lifeline/rules/w17-slow-approval.ts'
import { day, healthyBranch } from '../healthy.ts'

const judge = (asOf: string, reports: Partial<ReportFacts>) =>
  slowApproval.judge(
    healthyBranch({ reports: { open: [], timely: 0, late: 0, ...reports } }),
    defaultPack,
    day(asOf),
  )

describe('waiting since 2018-12-01', () => {
  test.each([
    ['2018-12-03', undefined, undefined],
    ['2018-12-04', 'yellow', 3],
    ['2018-12-11', 'yellow', 10],
    ['2018-12-12', 'orange', 11],
  ])('on %s: %s', (asOf, severity, measured) => {
    const found = judge(asOf, { open: [day('2018-12-01')] })
    expect([found?.severity, found?.measured]).toEqual([severity, measured])
  })

  test('it is worse on the 11th day', () => {
    expect(judge('2018-12-05', { open: [day('2018-12-01'), day('2018-12-05')] })).toMatchObject({
      since: '2018-12-04',
      worsens: { on: '2018-12-12', to: 'orange' },
      why: { zh: expect.stringContaining('1件') },
    })
  })
})

test('seven of ten answered in time is enough, six are not', () => {
  expect(judge('2018-12-31', { timely: 7, late: 3 })).toBeUndefined()
  expect(judge('2018-12-31', { timely: 6, late: 4 })).toMatchObject({
    severity: 'orange',
    measured: 60,
    threshold: 70,
    unit: 'percent',
  })
  expect(judge('2018-12-31', { timely: 0, late: 0 })).toBeUndefined()
})
