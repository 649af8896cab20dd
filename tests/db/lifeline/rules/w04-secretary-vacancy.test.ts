import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orgKinds, severities } from '#contract/vocabulary.ts'
import type { BranchFacts } from '#db/lifeline/facts.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { secretaryVacancy } from '#db/lifeline/rules/w04-secretary-vacancy.ts'
import { addDays } from '#db/shared/day.ts'
import { day, healthyBranch } from '../healthy.ts'

const asOf = day('2018-12-31')
const judge = (facts: BranchFacts, on = asOf) => secretaryVacancy.judge(facts, defaultPack, on)
const leftDaysAgo = (days: number) =>
  healthyBranch({ posts: { secretary: { kind: 'left', on: addDays(asOf, -days), name: '王五' } } })
const foundedDaysAgo = (days: number) =>
  healthyBranch({ existsSince: addDays(asOf, -days), posts: { secretary: { kind: 'never' } } })

describe.each([
  ['since the last secretary left', leftDaysAgo],
  ['since the founding', foundedDaysAgo],
])('days run %s', (_, vacantFor) => {
  test.each([
    [0, 'yellow', 0],
    [1, 'yellow', 0],
    [29, 'yellow', 0],
    [30, 'yellow', 0],
    [31, 'orange', 30],
    [89, 'orange', 30],
    [90, 'orange', 30],
    [91, 'red', 90],
    [4000, 'red', 90],
  ])('%i days: %s', (days, severity, threshold) => {
    expect(judge(vacantFor(days))).toMatchObject({
      severity,
      threshold,
      measured: days,
      unit: 'days',
      since: addDays(asOf, -days),
    })
  })
})

test('a secretary in post ends the matter', () => {
  expect(judge(healthyBranch())).toBeUndefined()
})

test.each(orgKinds)('%s: asked of every kind of organization', kind => {
  const posts = { held: 1, secretary: { kind: 'never' } } as const
  expect(judge(healthyBranch({ kind, posts }))?.severity).toBe('red')
})

test('nobody at all in post: a branch is reported as W02, a committee here', () => {
  const posts = { held: 0, secretary: { kind: 'never' } } as const
  expect(judge(healthyBranch({ kind: 'branch', posts }))).toBeUndefined()
  expect(judge(healthyBranch({ kind: 'committee', posts }))?.severity).toBe('red')
})

test('with no day to count from it is a reminder, and says that it does not know', () => {
  const finding = judge(healthyBranch({ existsSince: null, posts: { secretary: { kind: 'never' } } }))
  expect(finding).toMatchObject({ severity: 'yellow', since: null, measured: 0 })
  expect(finding?.why.zh).toContain('空缺天数不明')
})

test('the sentence names the one who left, if his name is known', () => {
  expect(judge(leftDaysAgo(40))?.why.zh).toBe('书记王五于2018-11-21离任，至今空缺40天。')
  const nameless = healthyBranch({ posts: { secretary: { kind: 'left', on: asOf, name: null } } })
  expect(judge(nameless)?.why.en).toBe('The secretary left on 2018-12-31; vacant for 0 days.')
})

test('the longer the vacancy the graver', () => {
  const gravity = (days: number) => -severities.indexOf(judge(leftDaysAgo(days))?.severity ?? 'info')
  fc.assert(
    fc.property(fc.nat(400), fc.nat(400), (days, more) => {
      expect(gravity(days + more)).toBeGreaterThanOrEqual(gravity(days))
    }),
  )
})
