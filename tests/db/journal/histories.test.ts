import { expect, test } from 'vitest'
import type { Replica } from '#tests/fixtures/replica.ts'
import {
  conflictsOf,
  exchange,
  expectSameTables,
  homeOn,
  lastOf,
  openOffices,
  organization,
  parentOn,
  place,
  reason,
  rowOf,
  seenOf,
  shadowOf,
  stay,
  tell,
} from './offices.ts'

/** The histories that broke the first drafts of the journal's rules: each one under the words it is known by. */

test('v1 and v2 on nothing, v3 on v2 alone: v1 is still a head', async () => {
  const { a, b } = openOffices('a', 'b')
  await a.write(set => set.create('person', { name: '李一' }, 'li'))
  await b.write(set => set.create('person', { name: '李二' }, 'li'))
  await b.write(set => set.edit('person', 'li', { name: '李三' }))
  await expectSameTables(a, b)
  expect(rowOf(a, 'person', 'li')).toMatchObject({ name: '李三' })
  expect(conflictsOf(a)).toEqual({ 'li name': [{ name: '李一' }, { name: '李三' }] })
})

test('v1 and v2 on nothing in one register of a known record: v3 on v2 alone leaves v1 a head', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { name: '李' }))
  await tell(a, b)
  await a.write(set => set.edit('person', li, { phone: '1' }, { phone: [] }))
  await b.write(set => set.edit('person', li, { phone: '2' }, { phone: [] }))
  const v2 = `${b.journal.changes.highestLamport()}@b-000001`
  await b.write(set => set.edit('person', li, { phone: '3' }, { phone: [v2] }))
  await expectSameTables(a, b)
  expect(rowOf(b, 'person', li)).toMatchObject({ phone: '3' })
  expect(conflictsOf(b)[`${li} phone`]).toEqual([{}, { phone: '1' }, { phone: '3' }])
})

test('two communities type in the same ID number: both stand, and either may be returned', async () => {
  const { street, a1, b1 } = openOffices('street', 'a1', 'b1')
  const identity = { id_type: '居民身份证', id_number: '440399200001010017', birth: '2000-01-01', sex: '男' }
  const ofA = await a1.write(set => set.create('person', { name: '李', ...identity }))
  const ofB = await b1.write(set => set.create('person', { name: '李', ...identity }))
  await exchange(street, a1, b1)
  const both = street.db.prepare('SELECT id FROM person WHERE id_number = ? ORDER BY id').pluck()
  expect(both.all(identity.id_number)).toEqual([ofA, ofB])
  expect(conflictsOf(street)).toEqual({})
  await street.write(set => set.giveBack(lastOf(street, ofB), reason))
  await expectSameTables(street, a1, b1)
  expect(both.all(identity.id_number)).toEqual([ofA])
  expect(shadowOf(b1, ofB)).toMatchObject({ state: 'returned', fields: identity })
})

test('two communities type in the same ID number: merged, the person is one and has both homes as a conflict', async () => {
  const { street, a1, b1 } = openOffices('street', 'a1', 'b1')
  const [inA, inB] = await street.write(set => [
    set.create('org', organization('A1')),
    set.create('org', organization('B1')),
  ])
  await exchange(street, a1, b1)
  const typed = async (office: Replica, org: string, since: string) =>
    office.write(set => {
      const person = set.create('person', { name: '李', id_number: '440399200001010017' })
      set.create('membership', stay(person, org, since))
      return person
    })
  const ofA = await typed(a1, inA, '2018-01-01')
  const ofB = await typed(b1, inB, '2018-06-01')
  await exchange(street, a1, b1)
  await street.write(set =>
    set.create('merge', { of_entity: 'person', kept: ofA, lost: ofB, saw: seenOf(street, ofB) }),
  )
  await expectSameTables(street, a1, b1)
  expect(street.db.prepare('SELECT count(*) FROM person').pluck().get()).toBe(1)
  expect(conflictsOf(street)[`${ofA} membership`]).toMatchObject([{ org: inA }, { org: inB }])
  expect(homeOn(street, ofA, '2018-03-01')).toBe(inA)
  expect(homeOn(street, ofA, '2018-12-31')).toBe(inB)
})

test('B returns a person while B1, not knowing, edits another field', async () => {
  const { b, b1 } = openOffices('b', 'b1')
  const li = await b1.write(set => set.create('person', { name: '李', phone: '1' }))
  await tell(b1, b)
  await b.write(set => set.giveBack(lastOf(b, li), reason))
  await b1.write(set => set.edit('person', li, { email: 'li@example.org' }))
  await expectSameTables(b, b1)
  expect(rowOf(b1, 'person', li)).toBeUndefined()
  expect(shadowOf(b1, li)).toEqual({
    state: 'returned',
    survivor: null,
    fields: { name: '李', phone: '1', email: 'li@example.org' },
  })
  expect(conflictsOf(b1)).toEqual({})

  await b1.write(set => set.edit('person', li, { phone: '2' }))
  await expectSameTables(b, b1)
  expect(rowOf(b, 'person', li)).toEqual({ id: li, name: '李', phone: '2', email: 'li@example.org' })
  expect(shadowOf(b, li)).toBeUndefined()
})

test('the district moves Li to E while A moves him to B', async () => {
  const { district, a } = openOffices('district', 'a')
  const [inA, inB, inE] = await district.write(set => [
    set.create('org', organization('A')),
    set.create('org', organization('B')),
    set.create('org', organization('E')),
  ])
  const [li, first] = await district.write(set => {
    const person = set.create('person', { name: '李' })
    return [person, set.create('membership', stay(person, inA, '2017-01-01'))]
  })
  await tell(district, a)
  const toE = await district.write(set => set.create('membership', stay(li, inE, '2018-03-01', [first])))
  const toB = await a.write(set => set.create('membership', stay(li, inB, '2018-06-01', [first])))
  await expectSameTables(district, a)
  // Both moves have the same lamport: the writer decides, and the later day does not.
  expect(homeOn(a, li, '2018-02-28')).toBe(inA)
  expect(homeOn(a, li, '2018-12-31')).toBe(inE)
  expect(rowOf(a, 'membership', toB)).toMatchObject({ since: '2018-06-01', until: '2018-03-01' })
  expect(conflictsOf(a)[`${li} membership`]).toMatchObject([{ org: inB }, { org: inE }])

  await district.write(set => set.create('membership', stay(li, inB, '2018-06-01', [toE, toB])))
  await expectSameTables(district, a)
  expect(conflictsOf(a)).toEqual({})
  expect(homeOn(a, li, '2018-05-31')).toBe(inE)
  expect(homeOn(a, li, '2018-12-31')).toBe(inB)
})

test('A sets to = 2020 while the district sets from = 2021', async () => {
  const { a, district } = openOffices('a', 'district')
  const post = await a.write(set => {
    const org = set.create('org', organization('A'))
    const li = set.create('person', { name: '李' })
    return set.create('post', { person: li, org, title: '书记', since: '2018-01-01' })
  })
  await tell(a, district)
  await a.write(set => set.edit('post', post, { until: '2020-12-31' }))
  await district.write(set => set.edit('post', post, { since: '2021-01-01' }))
  await expectSameTables(a, district)
  expect(rowOf(a, 'post', post)).toMatchObject({ since: '2021-01-01' })
  expect(rowOf(a, 'post', post)).not.toHaveProperty('until')
  expect(conflictsOf(a)).toEqual({
    [`${post} tenure`]: [{ since: '2018-01-01', until: '2020-12-31' }, { since: '2021-01-01' }],
  })
})

test('the district moves A1 under B, then makes A a community', async () => {
  const { district, a } = openOffices('district', 'a')
  const [root, streetA, streetB] = await district.write(set => {
    const top = set.create('org', organization('区', 'district'))
    return [top, set.create('org', organization('A')), set.create('org', organization('B'))]
  })
  const [, , hangsA1, a1] = await district.write(set => {
    const community = set.create('org', organization('A1', 'community'))
    return [
      set.create('placement', place(streetA, root, '2010-01-01')),
      set.create('placement', place(streetB, root, '2010-01-01')),
      set.create('placement', place(community, streetA, '2010-01-01')),
      community,
    ]
  })
  await tell(district, a)
  await district.write(set => set.create('placement', place(a1, streetB, '2018-01-01', [hangsA1])))
  await district.write(set => set.edit('org', streetA, { tier: 'community', kind: 'general-branch' }))
  const a2 = await a.write(set => {
    const community = set.create('org', organization('A2', 'community'))
    set.create('placement', place(community, streetA, '2018-02-01'))
    return community
  })
  await expectSameTables(district, a)
  // A community under a community breaks a rule of tiers: a finding for people, no failure of the tables.
  expect(rowOf(a, 'org', streetA)).toMatchObject({ tier: 'community' })
  expect(parentOn(a, a2, '2018-12-31')).toBe(streetA)
  expect([parentOn(a, a1, '2017-12-31'), parentOn(a, a1, '2018-01-01')]).toEqual([streetA, streetB])
  expect(conflictsOf(a)).toEqual({})
})
