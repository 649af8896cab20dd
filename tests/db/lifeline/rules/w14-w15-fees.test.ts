import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { gatherFacts } from '#db/lifeline/gathering/gather-facts.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { feeArrears } from '#db/lifeline/rules/w14-fee-arrears.ts'
import { undealtArrears } from '#db/lifeline/rules/w15-undealt-arrears.ts'
import { scanWithEvidence } from '#db/lifeline/scanning/scan-with-evidence.ts'
import { day, healthyBranch } from '../healthy.ts'
import { type SmallRegistry, smallRegistry } from '../small-registry.ts'

const asOf = day('2018-12-31')

test.each([
  [0, 50, undefined],
  [1, 51, undefined],
  [1, 50, 'yellow'],
  [2, 41, 'yellow'],
  [2, 40, 'orange'],
  [49, 100, 'orange'],
  [50, 100, 'red'],
])('%d of %d behind by three months: %s', (behind, liable, severity) => {
  const found = feeArrears.judge(healthyBranch({ fees: { behind, liable, longest: 5 } }), defaultPack, asOf)
  expect(found?.severity).toBe(severity)
  // the longest has not paid since July: it was three months on the 1st of October
  if (found !== undefined) expect(found.since).toBe('2018-10-01')
})

test('it is worse on the first of the next month if more are behind by then', () => {
  const judge = (behind: number, then: number) =>
    feeArrears.judge(
      healthyBranch({ fees: { liable: 100, behind, longest: 3, next: { liable: 100, behind: then } } }),
      defaultPack,
      asOf,
    )?.worsens
  expect(judge(2, 4)).toBeNull()
  expect(judge(2, 5)).toEqual({ on: '2019-01-01', to: 'orange' })
  expect(judge(2, 50)).toEqual({ on: '2019-01-01', to: 'red' })
  expect(judge(50, 90)).toBeNull()
})

test('one of six months in normal standing is orange', () => {
  const judge = (drifting: number) =>
    undealtArrears.judge(healthyBranch({ fees: { drifting, longest: 6 } }), defaultPack, asOf)
  expect(judge(0)).toBeUndefined()
  expect(judge(1)).toMatchObject({ severity: 'orange', measured: 1, since: '2018-12-01' })
})

describe('how long somebody has not paid', () => {
  let registry: SmallRegistry
  let branch: string
  beforeEach(() => {
    registry = smallRegistry()
    branch = registry.org({ code: 'B', under: null })
    const other = registry.person()
    registry.member(other, branch)
    registry.record('fee', { person: other, year: 2018, paid_01: 20, paid_12: 20 })
    registry.record('fee', { person: other, year: 2019, paid_12: 20 })
  })
  afterEach(() => registry.close())

  async function fees(on: string) {
    const [facts] = await gatherFacts(registry.reader, { root: branch, asOf: day(on) }, defaultPack)
    return facts?.fees
  }
  function member(more: Readonly<Record<string, string>> = {}) {
    const person = registry.person({ name: '李', more })
    registry.member(person, branch)
    return person
  }

  test('a month counts once it is over; ten fen are paid, nothing is not', async () => {
    const person = member()
    registry.record('fee', { person, year: 2018, paid_05: 0, paid_04: 10, paid_02: 20 })
    expect(await fees('2018-07-31')).toMatchObject({ liable: 2, behind: 1, longest: 5 })
    const behind = async (on: string) => (await fees(on))?.behind
    // the other has not paid from February on
    expect(await behind('2018-04-30')).toBe(0)
    expect(await behind('2018-05-01')).toBe(1)
    expect(await behind('2018-07-31')).toBe(1)
    expect(await behind('2018-08-01')).toBe(2)
    expect((await fees('2018-07-31'))?.next).toEqual({ liable: 2, behind: 2 })
  })

  test('two records of one year say it together', async () => {
    const person = member()
    registry.record('fee', { person, year: 2018, paid_10: 20 })
    registry.record('fee', { person, year: 2018, paid_11: 20 })
    expect(await fees('2018-12-31')).toMatchObject({ behind: 1, longest: 10 })
  })

  test('what was paid ahead settles no month before it', async () => {
    const person = member()
    registry.record('fee', { person, year: 2018, paid_04: 20, paid_12: 20 })
    expect((await fees('2018-11-30'))?.behind).toBe(2)
    expect((await fees('2019-01-01'))?.behind).toBe(0)
  })

  test('paid up to a month by the roster, joined since, let off, or a Party member', async () => {
    member({ fees_paid_to: '2018-09' })
    member({ joined: '2018-08-01', joined_precision: 'month' })
    member({ political: '中共党员' })
    const free = member()
    registry.record('fee', {
      person: free,
      year: 2018,
      free: '经批准减免',
      free_from: '2018-05',
      free_to: '2018-11',
    })
    // the other, and who joined in August: not the one paid for to September, nor him who is let off at present
    expect(await fees('2018-12-01')).toMatchObject({ liable: 3, behind: 2 })
    expect(await fees('2018-12-31')).toMatchObject({ liable: 3, behind: 2 })
    expect(await fees('2019-01-01')).toMatchObject({ liable: 4, behind: 2, longest: 4 })
  })

  test('the records that show it name the months', async () => {
    const person = member()
    registry.record('fee', { person, year: 2018, paid_06: 20 })
    const { findings } = await scanWithEvidence(registry.reader, defaultPack, {
      root: branch,
      asOf,
      rules: ['W14', 'W15'],
    })
    expect(findings.map(f => [f.rule, f.evidence.map(e => e.text.zh.replace(/^团员\d+/, '他'))])).toEqual([
      ['W14', ['他：自2018-02起未交，已10个月', '李：自2018-07起未交，已5个月']],
      ['W15', ['他：自2018-02起未交，已10个月']],
    ])
  })
})
