import { expect, test } from 'vitest'
import type { BranchFacts } from '#db/lifeline/facts.ts'
import { type FindingsWanted, wantedFindings } from '#db/lifeline/findings-list.ts'
import { overviewOf, worse } from '#db/lifeline/overview.ts'
import { packReview, unpackReview } from '#db/lifeline/packed-review.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { reviewOf, unitsUnder } from '#db/lifeline/review.ts'
import { day, healthyBranch } from './healthy.ts'

const asOf = day('2018-12-31')
const office = (orgId: string, parent: string | null): BranchFacts =>
  healthyBranch({
    orgId,
    code: orgId,
    name: orgId,
    parent,
    kind: 'work-committee',
    term: null,
    branchesBelow: 2,
  })
const branch = (orgId: string, parent: string, but: Parameters<typeof healthyBranch>[0] = {}): BranchFacts =>
  healthyBranch({ orgId, code: orgId, name: `${orgId}团支部`, parent, ...but })
const hollow = { members: { held: 1, counted: 1, aged: [], turning: [] } }
const empty = { members: { held: 0, counted: 0, aged: [], turning: [] } }

/** A district of two streets; the first has a community of its own, whose branch is hollow and without a secretary. */
const review = reviewOf(
  [
    office('d', null),
    office('s1', 'd'),
    office('c1', 's1'),
    branch('b1', 's1', hollow),
    branch('b2', 'c1', { ...empty, posts: { held: 0, lastEnd: null, secretary: { kind: 'never' } } }),
    office('s2', 'd'),
    branch('b3', 's2'),
    branch('own', 'd', hollow),
  ],
  defaultPack,
  { root: 'd', asOf },
)
const children = new Set(['s1', 's2'])
const anything: FindingsWanted = {
  root: 'd',
  rule: undefined,
  severity: undefined,
  suggested: false,
  own: undefined,
  text: '',
  sort: 'org',
  down: false,
}
const orgsOf = (wanted: Partial<FindingsWanted>) => [
  ...new Set(wantedFindings(review, { ...anything, ...wanted }).map(({ org }) => org)),
]

test('a review is the same again after its way out of a thread, and what is said of many is sent and kept once', () => {
  const many = reviewOf(
    Array.from({ length: 200 }, (_, n) => branch(`b${n}`, 's1', hollow)),
    defaultPack,
    { root: 'd', asOf },
  )
  expect(unpackReview(structuredClone(packReview(review)))).toEqual(review)
  const arrived = unpackReview(structuredClone(packReview(many)))
  expect(arrived).toEqual(many)
  expect(new Set(arrived.findings.map(({ why }) => why)).size).toBe(
    new Set(many.findings.map(({ why }) => why.zh)).size,
  )
})

test('everything lies under the one directly below that it hangs from, however deep', () => {
  expect(Object.fromEntries(unitsUnder(review, 'd'))).toEqual({
    d: 'd',
    s1: 's1',
    c1: 's1',
    b1: 's1',
    b2: 's1',
    s2: 's2',
    b3: 's2',
    own: 'own',
  })
  expect(Object.fromEntries(unitsUnder(review, 's1'))).toEqual({ s1: 's1', c1: 'c1', b1: 'b1', b2: 'c1' })
})

test('the figures of a whole are those of its units, and what hangs from no unit shown is its own', () => {
  const { units, ...whole } = overviewOf(review, 'd', children)
  expect(whole).toMatchObject({ branches: 4, exempt: 0, flagged: 3 })
  expect(units.map(({ id, branches, flaggedBranches }) => [id, branches, flaggedBranches]).sort()).toEqual([
    ['d', 1, 1],
    ['s1', 2, 2],
    ['s2', 1, 0],
  ])
  const cells = units.find(({ id }) => id === 's1')?.cells ?? []
  expect(cells.find(({ rule }) => rule === 'W01')).toEqual({ rule: 'W01', n: 2, worst: 'red' })
  const n = units.flatMap(unit => unit.cells).reduce((sum, cell) => sum + cell.n, 0)
  expect(Object.values(whole.severities).reduce((sum, one) => sum + one, 0)).toBe(n)
})

test('a list holds what it was asked for: a unit, a rule, what is proposed, what is the organization’s own', () => {
  expect(orgsOf({})).toEqual(['b1', 'b2', 'own'])
  expect(orgsOf({ root: 's1' })).toEqual(['b1', 'b2'])
  expect(orgsOf({ root: 'c1' })).toEqual(['b2'])
  expect(orgsOf({ rule: 'W02' })).toEqual(['b2'])
  expect(orgsOf({ own: children })).toEqual(['own'])
  expect(orgsOf({ text: 'b1团' })).toEqual(['b1'])
  expect(orgsOf({ suggested: true })).toEqual(review.orgs.filter(org => org.isSuggested).map(({ id }) => id))
  expect(orgsOf({ suggested: true }).length).toBeGreaterThan(0)
})

test('a list comes in the order asked for, and the other way round', () => {
  const severities = (down: boolean) =>
    wantedFindings(review, { ...anything, sort: 'severity', down }).map(({ severity }) => severity)
  expect(severities(false)[0]).toBe('red')
  expect(severities(true).toReversed()).toEqual(severities(false))
})

test('the heavier of two severities is the worse one, whichever comes first', () => {
  expect(worse('yellow', 'red')).toBe('red')
  expect(worse('orange', 'info')).toBe('orange')
})
