import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BranchFacts } from '#db/lifeline/facts.ts'
import { askedOrgs } from '#db/lifeline/gathering/asked-orgs.ts'
import { gatherFacts, gatherOwnFacts } from '#db/lifeline/gathering/gather-facts.ts'
import { gatherKept } from '#db/lifeline/gathering/gather-kept.ts'
import { gatherMembers } from '#db/lifeline/gathering/gather-members.ts'
import { gatherPosts } from '#db/lifeline/gathering/gather-posts.ts'
import { gatherTerms } from '#db/lifeline/gathering/gather-terms.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { day } from './healthy.ts'
import { type SmallRegistry, smallRegistry } from './small-registry.ts'

let registry: SmallRegistry
let root: string
beforeEach(() => {
  registry = smallRegistry()
  root = registry.org({ name: '区', kind: 'leading', under: null })
})
afterEach(() => registry.close())

async function factsOn(asOf: string, of = root): Promise<ReadonlyMap<string, BranchFacts>> {
  const facts = await gatherFacts(registry.reader, { root: of, asOf: day(asOf) }, defaultPack)
  return new Map(facts.map(org => [org.orgId, org]))
}
async function factsOf(org: string, asOf: string): Promise<BranchFacts> {
  const facts = (await factsOn(asOf)).get(org)
  if (facts === undefined) throw new Error(`${org} does not exist on ${asOf}`)
  return facts
}

describe('which organizations there are', () => {
  test('from the first placement to the day of closing', async () => {
    const branch = registry.org({ under: root, founded: '2015-05-05', closed: '2018-08-08' })
    const days = ['2015-05-04', '2015-05-05', '2018-08-07', '2018-08-08']
    expect(await Promise.all(days.map(async d => (await factsOn(d)).has(branch)))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  test('the one asked about exists until it is closed', async () => {
    expect((await factsOn('1990-01-01')).has(root)).toBe(true)
    const other = registry.org({ under: root, founded: '2015-05-05', closed: '2018-01-01' })
    expect([...(await factsOn('2015-05-04', other)).keys()]).toEqual([other])
    expect((await factsOn('2018-01-01', other)).size).toBe(0)
  })

  test('only those below the organization asked about', async () => {
    const street = registry.org({ kind: 'work-committee', under: root })
    const inside = registry.org({ under: street })
    const outside = registry.org({ under: root })
    expect([...(await factsOn('2018-01-01', street)).keys()]).toEqual([street, inside])
    expect((await factsOn('2018-01-01')).has(outside)).toBe(true)
  })

  test('the tree runs through organizations that are younger or closed', async () => {
    const young = registry.org({ kind: 'committee', under: root, founded: '2018-06-01' })
    const gone = registry.org({ kind: 'committee', under: young, closed: '2017-01-01' })
    const branch = registry.org({ under: gone, founded: '2012-01-01' })
    const facts = await factsOn('2018-01-01')
    expect([facts.has(young), facts.has(gone), facts.has(branch)]).toEqual([false, false, true])
    expect(facts.get(root)?.branchesBelow).toBe(1)
  })

  test('one that moved hangs where it hung on the day', async () => {
    const [from, to] = ['甲', '乙'].map(name => registry.org({ name, kind: 'committee', under: root }))
    const branch = registry.org({ under: null })
    registry.place(branch, from!, { since: '2012-01-01', until: '2018-05-01' })
    registry.place(branch, to!, { since: '2018-05-01', starts: '2018-05-01' })
    const below = async (d: string) => {
      const facts = await factsOn(d)
      return [from, to, root].map(org => facts.get(org!)?.branchesBelow)
    }
    expect(await below('2018-04-30')).toEqual([1, 0, 1])
    expect(await below('2018-05-01')).toEqual([0, 1, 1])
  })

  test('of one alone everything is known that is known of it among all, and only what is asked for is read', async () => {
    const street = registry.org({ kind: 'committee', under: root })
    const branch = registry.org({ under: street })
    for (const org of [street, branch]) {
      const person = registry.person({ birth: '1985-01-01' })
      registry.member(person, org)
      registry.post(person, org, '书记', { since: '2012-01-01', until: '2016-01-01' })
      registry.member(registry.person({ birth: '1985-01-01' }), org)
      registry.term(org, '2015-03-05', 3)
    }
    const asOf = day('2018-01-01')
    const own = await gatherOwnFacts(registry.reader, { root: street, asOf }, defaultPack)
    expect(own).toEqual((await factsOn(asOf, street)).get(street))
    expect(own).toMatchObject({ branchesBelow: 1, members: { held: 2 }, posts: { lastEnd: '2016-01-01' } })
    const asked = askedOrgs([street], asOf)
    const kept = await gatherKept(registry.reader, asOf)
    const members = await gatherMembers(registry.reader, asked, defaultPack, kept)
    expect([...members.keys()]).toEqual([street])
    for (const gather of [gatherPosts, gatherTerms]) {
      expect([...(await gather(registry.reader, asked)).keys()]).toEqual([street])
    }
    expect(await gatherOwnFacts(registry.reader, { root: 'nobody', asOf }, defaultPack)).toBeUndefined()
  })

  test('a circle ends', async () => {
    const [a, b] = ['甲', '乙'].map(name => registry.org({ name, kind: 'committee', under: null }))
    registry.place(a!, b!, {})
    registry.place(b!, a!, {})
    const branch = registry.org({ under: b! })
    const facts = await factsOn('2018-01-01', a)
    expect(facts.size).toBe(3)
    expect(facts.get(a!)?.branchesBelow).toBe(1)
    expect(facts.has(branch)).toBe(true)
  })

  test('a closed or unborn branch is no branch below', async () => {
    const committee = registry.org({ kind: 'committee', under: root })
    registry.org({ under: committee, closed: '2018-01-01' })
    registry.org({ under: committee, founded: '2018-01-02' })
    expect((await factsOf(committee, '2018-01-01')).branchesBelow).toBe(0)
    expect((await factsOf(committee, '2018-01-02')).branchesBelow).toBe(1)
  })

  test('branches are counted through every level', async () => {
    const street = registry.org({ kind: 'work-committee', under: root })
    const community = registry.org({ kind: 'general-branch', under: street })
    registry.org({ under: community })
    registry.org({ under: street })
    const facts = await factsOn('2018-01-01')
    expect([root, street, community].map(org => facts.get(org)?.branchesBelow)).toEqual([2, 2, 1])
  })

  test('words and days that this version does not know count as not given', async () => {
    const odd = registry.org({ under: root, kind: 'squad', branchType: 'secret', founded: '2018-02-30' })
    expect(await factsOf(odd, '2018-12-31')).toMatchObject({
      kind: null,
      branchType: null,
      founded: null,
      existsSince: null,
    })
  })

  test('without a founding day it exists at least since it was placed', async () => {
    const branch = registry.org({ under: root, founded: null, since: '2017-07-07' })
    expect(await factsOf(branch, '2018-12-31')).toMatchObject({ founded: null, existsSince: '2017-07-07' })
  })
})

describe('members', () => {
  test('belong from the first day to the day before they leave', async () => {
    const branch = registry.org({ under: root })
    registry.member(registry.person(), branch, { since: '2016-01-01', until: '2018-06-01' })
    const held = async (d: string) => (await factsOf(branch, d)).members.held
    expect(await Promise.all(['2015-12-31', '2016-01-01', '2018-05-31', '2018-06-01'].map(held))).toEqual([
      0, 1, 1, 0,
    ])
  })

  test.each([
    ['normal', 'approved', 1, 1],
    ['normal', 'pending', 1, 1],
    ['normal', 'edit-pending', 1, 1],
    ['normal', 'edit-rejected', 1, 1],
    ['normal', 'rejected', 1, 0],
    ['normal', 'withdrawn', 1, 0],
    ['disabled', 'approved', 1, 0],
    ['aged-out-pending', 'approved', 1, 1],
    ['drifted-pending', 'approved', 1, 1],
    ['resigned-pending', 'approved', 1, 1],
    ['expelled-pending', 'approved', 1, 1],
    ['expelled-pending', 'withdrawn', 1, 0],
    ['aged-out', 'approved', 0, 0],
    ['drifted', 'approved', 0, 0],
    ['resigned', 'approved', 0, 0],
    ['expelled', 'approved', 0, 0],
  ])('%s, %s: %i on the roll, %i counted', async (status, report, held, counted) => {
    const branch = registry.org({ under: root })
    const person = registry.person()
    registry.member(person, branch)
    registry.standing(person, status, report, { since: '2018-02-01', until: '2018-03-01' })
    expect((await factsOf(branch, '2018-01-31')).members).toMatchObject({ held: 1, counted: 1 })
    expect((await factsOf(branch, '2018-02-01')).members).toMatchObject({ held, counted })
    expect((await factsOf(branch, '2018-03-01')).members).toMatchObject({ held: 1, counted: 1 })
  })

  test('are past 28 from the birthday on, the eldest first', async () => {
    const branch = registry.org({ under: root })
    const [younger, elder] = ['1991-05-05', '1990-01-01'].map(birth => registry.person({ birth }))
    for (const person of [younger!, elder!]) registry.member(person, branch)
    registry.member(registry.person({ birth: null }), branch)
    const aged = async (d: string) => (await factsOf(branch, d)).members.aged.map(a => a.person)
    expect(await aged('2017-12-31')).toEqual([])
    expect(await aged('2018-01-01')).toEqual([elder])
    expect(await aged('2019-05-04')).toEqual([elder])
    expect(await aged('2019-05-05')).toEqual([elder, younger])
    // who is next is known where somebody has turned 28, a year ahead
    const turning = async (d: string) => (await factsOf(branch, d)).members.turning
    expect(await Promise.all(['2017-12-31', '2018-05-04', '2018-05-05', '2019-05-05'].map(turning))).toEqual([
      ...[[], [], ['2019-05-05'], []],
    ])
  })

  test('past 28 with a post anywhere in the League on that day may stay', async () => {
    const branch = registry.org({ under: root })
    const elsewhere = registry.org({ under: null })
    const person = registry.person({ birth: '1985-01-01' })
    registry.member(person, branch)
    registry.post(person, elsewhere, '组织委员', { since: '2017-01-01', until: '2018-01-01' })
    const aged = async (d: string) => (await factsOf(branch, d)).members.aged.length
    expect(await Promise.all(['2016-12-31', '2017-01-01', '2017-12-31', '2018-01-01'].map(aged))).toEqual([
      1, 0, 0, 1,
    ])
  })

  test.each([
    ['normal', 'rejected', 1],
    ['aged-out-pending', 'approved', 0],
    ['disabled', 'approved', 0],
  ])('past 28 with status %s (%s): %i to leave', async (status, report, count) => {
    const branch = registry.org({ under: root })
    const person = registry.person({ birth: '1985-01-01' })
    registry.member(person, branch)
    registry.standing(person, status, report)
    expect((await factsOf(branch, '2018-12-31')).members.aged.length).toBe(count)
  })
})

describe('posts', () => {
  test('are held from the first day to the day before they end; without a first day they are held', async () => {
    const branch = registry.org({ under: root })
    registry.post(registry.person(), branch, '组织委员', { since: '2018-01-01', until: '2018-06-01' })
    registry.post(registry.person(), branch, '宣传委员', { since: null, until: '2018-03-01' })
    const held = async (d: string) => (await factsOf(branch, d)).posts.held
    expect(await Promise.all(['2017-12-31', '2018-01-01', '2018-03-01', '2018-06-01'].map(held))).toEqual([
      1, 2, 1, 0,
    ])
    expect((await factsOf(branch, '2018-05-31')).posts.lastEnd).toBe('2018-03-01')
    expect((await factsOf(branch, '2018-06-01')).posts.lastEnd).toBe('2018-06-01')
  })

  test('the last secretary is the one whose post ended last by the day', async () => {
    const branch = registry.org({ under: root })
    const [first, second] = ['赵', '钱'].map(name => registry.person({ name }))
    registry.post(first!, branch, '书记', { since: '2012-01-01', until: '2016-01-01' })
    registry.post(second!, branch, '书记', { since: '2016-02-01', until: '2018-01-01' })
    const secretary = async (d: string) => (await factsOf(branch, d)).posts.secretary
    expect(await secretary('2011-12-31')).toEqual({ kind: 'never' })
    expect(await secretary('2015-12-31')).toEqual({ kind: 'held' })
    expect(await secretary('2016-01-31')).toEqual({ kind: 'left', on: '2016-01-01', name: '赵' })
    expect(await secretary('2018-01-01')).toEqual({ kind: 'left', on: '2018-01-01', name: '钱' })
  })

  test.each(['副书记', '第一书记', '书记 '])('a %j is no 书记', async title => {
    const branch = registry.org({ under: root })
    registry.post(registry.person(), branch, title)
    expect((await factsOf(branch, '2018-01-01')).posts).toMatchObject({
      held: 1,
      secretary: { kind: 'never' },
    })
  })

  test('a secretary who belongs elsewhere is named by his card', async () => {
    const branch = registry.org({ under: root })
    registry.card('person-far-away', '孙')
    registry.post('person-far-away', branch, '书记', { until: '2018-01-01' })
    expect((await factsOf(branch, '2018-01-01')).posts.secretary).toMatchObject({ name: '孙' })
  })
})

describe('terms', () => {
  test('the newest election on or before the day', async () => {
    const branch = registry.org({ under: root })
    registry.term(branch, '2018-03-01', 2, 'month')
    registry.term(branch, '2015-03-05', 3)
    const term = async (d: string) => (await factsOf(branch, d)).term
    expect(await term('2015-03-04')).toBeNull()
    expect(await term('2018-02-28')).toEqual({ elected: '2015-03-05', years: 3, monthOnly: false })
    expect(await term('2018-03-01')).toEqual({ elected: '2018-03-01', years: 2, monthOnly: true })
  })

  test.each([null, 0, -3, 2015])('%s years are no length of a term', async years => {
    const branch = registry.org({ under: root })
    registry.term(branch, '2015-03-05', years)
    expect((await factsOf(branch, '2018-01-01')).term?.years).toBeNull()
  })
})
