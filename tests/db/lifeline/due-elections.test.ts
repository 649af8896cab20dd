import { describe, expect, test } from 'vitest'
import { dueElections } from '#db/lifeline/due-elections.ts'
import type { BranchFacts } from '#db/lifeline/facts.ts'
import { defaultPack } from '#db/lifeline/pack.ts'
import { day, healthyBranch } from './healthy.ts'

const asOf = day('2026-11-24')
const elected = (on: string, years: number | null = 3) => ({ elected: day(on), years, monthOnly: false })
const due = (...orgs: readonly Partial<BranchFacts>[]) =>
  dueElections(
    orgs.map((org, i) => healthyBranch({ orgId: `o-${i}`, ...org })),
    defaultPack,
    asOf,
  )

describe('elections of the half year to come', () => {
  test.each([
    ['2023-11-23', []],
    ['2023-11-24', [0]],
    ['2024-05-24', [181]],
    ['2024-05-25', []],
  ])('a term of three years begun on %s', (on, left) => {
    expect(due({ term: elected(on) }).rows.map(row => row.daysLeft)).toEqual(left)
  })

  test('the soonest comes first, with the day on which it is due', () => {
    const { until, rows } = due({ term: elected('2024-03-01') }, { term: elected('2023-12-01') })
    expect(until).toBe('2027-05-24')
    expect(rows.map(row => [row.id, row.due])).toEqual([
      ['o-1', '2026-12-01'],
      ['o-0', '2027-03-01'],
    ])
  })

  test('whoever is appointed, exempt, or has no election on record is not reminded', () => {
    const soon = elected('2023-12-01')
    expect(
      due({ kind: 'work-committee', term: soon }, { branchType: 'temporary', term: soon }, { term: null })
        .rows,
    ).toEqual([])
  })
})
