import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { branchTypes, orgKinds } from '#contract/vocabulary.ts'
import { exemption } from '#db/lifeline/exemption.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { allRules } from '#db/lifeline/rules/all-rules.ts'
import { judgeOrganization } from '#db/lifeline/scanning/judge-organization.ts'
import { isFlagged } from '#db/lifeline/verdict.ts'
import { addDays } from '#db/shared/day.ts'
import { day, healthyBranch } from './healthy.ts'

const isExempt = (facts: Parameters<typeof healthyBranch>[0], asOf: string) =>
  exemption(healthyBranch(facts), defaultPack, day(asOf)) !== undefined

describe('younger than six months', () => {
  test.each([
    ['2018-03-15', '2018-09-14', true],
    ['2018-03-15', '2018-09-15', false],
    ['2018-08-31', '2019-02-27', true],
    ['2018-08-31', '2019-02-28', false],
    ['2015-08-31', '2016-02-28', true],
    ['2015-08-31', '2016-02-29', false],
    ['2018-12-31', '2018-12-31', true],
    ['2019-01-01', '2018-12-31', true],
    ['2199-12-31', '2018-12-31', true],
  ])('founded %s, on %s: %s', (founded, asOf, exempt) => {
    for (const kind of orgKinds) expect(isExempt({ kind, founded: day(founded) }, asOf)).toBe(exempt)
  })

  test('an organization whose founding day is not known is judged', () => {
    expect(isExempt({ founded: null }, '2018-12-31')).toBe(false)
  })
})

test.each(branchTypes)('a branch of type %s is exempt unless it is ordinary', branchType => {
  expect(isExempt({ branchType }, '2018-12-31')).toBe(branchType !== 'ordinary')
})

test('a type that only a newer version knows is taken for a special one', () => {
  expect(isExempt({ branchType: null }, '2018-12-31')).toBe(true)
})

test('an exempt organization is never flagged: a branch gets W01 and W02 for information, a committee nothing', () => {
  const asOf = day('2018-12-31')
  const facts = fc.record({
    kind: fc.constantFrom(...orgKinds),
    members: fc.record({ held: fc.nat(80), counted: fc.nat(80) }),
    posts: fc.record({ held: fc.nat(2), secretary: fc.constant({ kind: 'never' } as const) }),
    branchesBelow: fc.nat(1),
  })
  const reason = fc.oneof(
    fc.nat(180).map(days => ({ founded: addDays(asOf, -days) })),
    fc
      .constantFrom('temporary', 'floating', 'graduates', 'special')
      .map(branchType => ({ branchType }) as const),
  )
  fc.assert(
    fc.property(facts, reason, (weak, why) => {
      const org = healthyBranch({
        ...weak,
        ...why,
        term: { elected: day('2001-01-01'), years: 2, monthOnly: false },
      })
      const findings = judgeOrganization(allRules, org, defaultPack, asOf)
      expect(isFlagged(findings)).toBe(false)
      const expected =
        org.kind === 'branch'
          ? [...(org.members.counted < 3 ? ['W01'] : []), ...(org.posts.held === 0 ? ['W02'] : [])]
          : []
      expect(findings.map(f => f.rule)).toEqual(expected)
      for (const finding of findings) expect(finding.why.zh).toContain('仅供参考')
    }),
  )
})
