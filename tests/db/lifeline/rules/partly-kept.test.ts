import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Share, Shares } from '#db/lifeline/facts.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { allRules } from '#db/lifeline/rules/all-rules.ts'
import { judgeOrganization } from '#db/lifeline/scanning/judge-organization.ts'
import { scan } from '#db/lifeline/scanning/scan.ts'
import { day, everythingKept, healthyBranch } from '../healthy.ts'
import { type SmallRegistry, smallRegistry } from '../small-registry.ts'

const asOf = day('2018-12-31')
const sharesOf = (share: Share): Shares => ({
  ...{ meetings: share, assemblies: share, committees: share, lessons: share, fees: share },
  years: [{ year: 2017, appraised: share, registered: share }],
})
const keptBy = (have: number) => ({ ...everythingKept, shares: sharesOf({ have, of: 100 }) })

/** A branch that has nothing of what is asked for, in a registry in which so many of a hundred have. */
function bare(have: number) {
  return healthyBranch({
    kept: keptBy(have),
    meetings: {
      ...{ assemblies: [], committees: [], lessons: [], last: null },
      ever: { assemblies: false, committees: false, lessons: false },
    },
    fees: { known: 0, behind: 10, drifting: 10, longest: 12 },
    appraisal: { assessed: 0, registered: 0, answered: 0 },
  })
}
const found = (facts: ReturnType<typeof bare>, pack = defaultPack) =>
  judgeOrganization(allRules, facts, pack, asOf).map(({ rule }) => rule)

describe('a branch without any record of what a rule asks for', () => {
  const all = ['W08', 'W09', 'W10', 'W11', 'W12', 'W13', 'W14', 'W15']
  test.each([
    [1, []],
    [49, []],
    [50, all],
    [51, all],
  ])('where %d of 100 have some', (have, rules) => {
    expect(found(bare(have))).toEqual(rules)
  })

  test('a pack says from how many', () => {
    const from = (askedFromPercent: number) => ({
      ...defaultPack,
      thresholds: { ...defaultPack.thresholds, askedFromPercent },
    })
    expect(found(bare(1), from(1))).toEqual(all)
    expect(found(bare(1), from(2))).toEqual([])
    expect(found(bare(99), from(100))).toEqual([])
  })
})

test('a branch that has some is judged by them, however few others have any', () => {
  const facts = bare(1)
  const began = {
    ...facts,
    meetings: { ...facts.meetings, ever: { ...facts.meetings.ever, committees: true } },
    fees: { ...facts.fees, known: 1 },
    appraisal: { ...facts.appraisal, assessed: 1, answered: 1 },
  }
  expect(found(began)).toEqual(['W09', 'W12', 'W13', 'W14', 'W15'])
})

describe('one record in a registry of ten branches', () => {
  let registry: SmallRegistry
  const people: string[] = []
  /** The first member of the first branch. */
  const first = () => people[0] ?? ''
  beforeEach(() => {
    people.length = 0
    registry = smallRegistry()
    registry.org({ id: 'top', code: 'T', kind: 'committee', under: null })
    for (let n = 0; n < 10; n++) {
      registry.org({ id: `o${n}`, code: `B${n}`, under: 'top', founded: '2010-01-01' })
      for (let m = 0; m < 8; m++) people.push(memberOf(`o${n}`))
    }
  })
  afterEach(() => registry.close())
  function memberOf(org: string): string {
    const person = registry.person()
    registry.member(person, org, { since: '2015-01-01' })
    return person
  }
  const rules = ['W08', 'W09', 'W10', 'W11', 'W12', 'W13', 'W14', 'W15']
  async function weak() {
    const { findings, unjudged } = await scan(registry.reader, defaultPack, { root: 'top', asOf, rules })
    return { found: findings.map(({ org, rule }) => `${org} ${rule}`), unjudged }
  }

  test('is held against nobody but the branch that wrote it', async () => {
    expect((await weak()).found).toEqual([])
    registry.record('appraisal', { person: first(), year: 2017, result: 'good', registered: 'registered' })
    registry.record('fee', { person: first(), year: 2018, paid_01: 20 })
    registry.record('meeting', { org: 'o0', type: '支委会', held_on: '2018-01-05' })
    const { found, unjudged } = await weak()
    expect(found).toEqual(['B0 W09', 'B0 W11', 'B0 W12', 'B0 W13', 'B0 W14', 'B0 W15'])
    const said = new Map(unjudged.map(({ rule, why, partly }) => [rule, { why, partly }]))
    expect(said.get('W12')).toEqual({
      partly: true,
      why: {
        zh: '教育评议目前80名团员中有1名有记录，不到50%：有记录的团支部照常判定，一条也没有的暂不判定。',
        en: 'Appraisals are recorded of 1 of 80 members, fewer than 50%: branches that have some are judged by them, those that have none are not.',
      },
    })
    expect(said.get('W09')?.why.zh).toContain('支委会目前10个团支部中有1个有记录')
    expect(said.get('W08')?.partly).toBeUndefined()
    expect([...said.keys()]).toEqual(rules)
  })

  test('once half have some, the others are told that they have none', async () => {
    for (const [n, person] of people.slice(0, 40).entries()) {
      registry.record('appraisal', { person, year: 2017, result: n % 4 === 0 ? 'excellent' : 'good' })
      if (n === 38) expect((await weak()).found).toEqual(['B4 W12'])
    }
    expect((await weak()).found).toEqual(['B5 W12', 'B6 W12', 'B7 W12', 'B8 W12', 'B9 W12'])
  })

  test('what is written for later days changes nothing on the day', async () => {
    registry.record('fee', { person: first(), year: 2018, paid_01: 20 })
    const before = await weak()
    for (const person of people) {
      registry.record('fee', { person, year: 2019, paid_01: 20 })
      registry.record('appraisal', { person, year: 2017, result: 'good', assessed_on: '2019-03-01' })
      registry.record('appraisal', { person, year: 2018, result: 'good', registered: 'registered' })
    }
    for (let n = 0; n < 10; n++)
      registry.record('meeting', { org: `o${n}`, type: '支委会', held_on: '2019-01-05' })
    expect((await weak()).found).toEqual(before.found)
  })
})
