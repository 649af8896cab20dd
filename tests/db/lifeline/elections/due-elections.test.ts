import { describe, expect, test } from 'vitest'
import { electionsAhead, electionsOf } from '#db/lifeline/elections/due-elections.ts'
import { readElections } from '#db/lifeline/elections/elections-task.ts'
import type { BranchFacts } from '#db/lifeline/facts.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { review, unitsUnder } from '#db/lifeline/review.ts'
import { openRegistry } from '../../registry/open-registry.ts'
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

test('read by themselves they are those of a review: of the whole registry and of a part, on any day', async () => {
  const registry = openRegistry()
  const root = await registry.org('区团委', { kind: 'leading', tier: 'district' })
  const street = await registry.org('街道', { kind: 'work-committee', under: root })
  const under = { under: street, founded: '2010-01-01' }
  const [first, second, young, moved, gone] = [
    await registry.org('第一支部', under),
    await registry.org('第二支部', { ...under, under: root }),
    await registry.org('新支部', { ...under, founded: '2026-09-01' }),
    await registry.org('后来的支部', { ...under, since: '2026-01-01' }),
    await registry.org('撤销的支部', { ...under, closed: '2026-06-01' }),
  ]
  await registry.write(set => {
    const term = (org: string, on: string, more = {}) =>
      set.create('term', { org, elected: on, elected_precision: 'day', years: 3, ...more })
    term(first, '2018-05-01')
    term(first, '2022-03-01', { years: null })
    term(first, '2027-01-01')
    term(second, '2023-06-01', { extended_until: '2026-12-01', approved_on: '2026-10-01', approval: '1号' })
    for (const org of [young, moved, gone]) term(org, '2024-02-01')
    set.create('decision', { org: second, act: 'rename', effective: '2026-08-01', was_name: '旧支部' })
  })
  for (const on of ['2025-06-30', '2026-05-31', '2026-07-31', '2026-11-24'].map(day)) {
    const whole = await review(registry.reader, { root, asOf: on })
    for (const part of [root, street]) {
      const units = unitsUnder(whole, part)
      const expected = electionsAhead(
        whole.elections.filter(({ id }) => units.has(id)),
        on,
      )
      expect(expected.rows.length).toBeGreaterThan(0)
      const asked = { root: part, asOf: on, isAll: part === root, limit: 100 }
      expect(readElections(registry.db, asked, defaultPack)).toEqual(expected)
      expect(readElections(registry.db, { ...asked, limit: 0 }, defaultPack)).toEqual({
        ...expected,
        rows: [],
      })
    }
  }
})
