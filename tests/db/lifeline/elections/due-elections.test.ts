import { describe, expect, test } from 'vitest'
import { electionsAhead, electionsOf } from '#db/lifeline/elections/due-elections.ts'
import type { BranchFacts } from '#db/lifeline/facts.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { day, healthyBranch } from '../healthy.ts'

const asOf = day('2026-11-24')
const elected = (on: string, years: number | null = 3) => ({ elected: day(on), years, monthOnly: false })
const ahead = (...orgs: readonly Partial<BranchFacts>[]) =>
  electionsAhead(
    electionsOf(
      orgs.map((org, i) => healthyBranch({ orgId: `o-${i}`, ...org })),
      defaultPack,
      asOf,
    ),
    asOf,
  )

describe('elections overdue, and those of the two years to come', () => {
  test.each([
    ['2023-11-23', [-1], { overdue: 1, dueSoon: 0 }],
    ['2023-11-24', [0], { overdue: 0, dueSoon: 1 }],
    ['2024-05-24', [181], { overdue: 0, dueSoon: 1 }],
    ['2024-05-25', [182], { overdue: 0, dueSoon: 0 }],
    ['2025-11-24', [731], { overdue: 0, dueSoon: 0 }],
    ['2025-11-25', [], { overdue: 0, dueSoon: 0 }],
  ])('a term of three years begun on %s', (on, left, counts) => {
    const found = ahead({ term: elected(on) })
    expect(found.rows.map(row => row.daysLeft)).toEqual(left)
    expect(found).toMatchObject(counts)
  })

  test('the first due comes first, with its day and the longest delay', () => {
    const { soon, until, rows } = ahead({ term: elected('2024-03-01') }, { term: elected('2020-12-01') })
    expect([soon, until]).toEqual(['2027-05-24', '2028-11-24'])
    expect(rows.map(row => [row.id, row.due, row.cap])).toEqual([
      ['o-1', '2023-12-01', '2024-06-01'],
      ['o-0', '2027-03-01', '2027-09-01'],
    ])
  })

  test('whoever is appointed, exempt, or has no election on record is not reminded', () => {
    const soon = elected('2023-12-01')
    expect(
      ahead({ kind: 'work-committee', term: soon }, { branchType: 'temporary', term: soon }, { term: null })
        .rows,
    ).toEqual([])
  })
})
