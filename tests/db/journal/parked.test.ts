import { expect, test } from 'vitest'
import {
  conflictsOf,
  exchange,
  expectSameTables,
  lastOf,
  lastOwn,
  namesOf,
  openOffice,
  openOffices,
  organization,
  reason,
  rowOf,
  shadowOf,
  stay,
  tell,
} from './offices.ts'

/** An organization with a meeting, a term and a member who holds a post there; both offices know of them. */
async function filledOrg() {
  const { street, community } = openOffices('street', 'community')
  const ids = await community.write(set => {
    const org = set.create('org', organization('A1', 'community'))
    const li = set.create('person', { name: '李' })
    return {
      org,
      li,
      meeting: set.create('meeting', { org, type: '团课', held_on: '2018-03-01' }),
      term: set.create('term', { org, elected: '2017-05-04', years: 3 }),
      membership: set.create('membership', stay(li, org, '2018-01-01')),
      post: set.create('post', { person: li, org, title: '书记' }),
    }
  })
  await tell(community, street)
  return { street, community, ids }
}

const hanging = ['meeting', 'term', 'membership', 'post'] as const

test('what hangs on a returned organization is parked, and is back when the return is returned', async () => {
  const { street, community, ids } = await filledOrg()
  await street.write(set => set.giveBack(lastOf(street, ids.org), reason))
  await expectSameTables(street, community)
  expect(rowOf(community, 'person', ids.li)).toBeDefined()
  for (const entity of hanging) {
    expect([entity, rowOf(community, entity, ids[entity])]).toEqual([entity, undefined])
    expect([entity, shadowOf(community, ids[entity])?.state]).toEqual([entity, 'parked'])
  }
  await street.write(set => set.giveBack(lastOwn(street), reason))
  await expectSameTables(street, community)
  for (const entity of hanging) {
    expect([entity, rowOf(community, entity, ids[entity])?.['org']]).toEqual([entity, ids.org])
    expect([entity, shadowOf(community, ids[entity])]).toEqual([entity, undefined])
  }
})

test('what hangs on a removed organization is parked, whether it was written before or after', async () => {
  const { street, community, ids } = await filledOrg()
  await street.write(set => set.remove('org', ids.org))
  const late = await community.write(set =>
    set.create('meeting', { org: ids.org, type: '团课', held_on: '2018-04-01' }),
  )
  await expectSameTables(street, community)
  for (const id of [ids.meeting, late]) expect(shadowOf(street, id)).toMatchObject({ state: 'parked' })
})

test('a parked record can be corrected, and comes back as it was corrected', async () => {
  const { street, community, ids } = await filledOrg()
  await street.write(set => set.giveBack(lastOf(street, ids.org), reason))
  await tell(street, community)
  await community.write(set => set.edit('meeting', ids.meeting, { topic: '学习' }))
  await expectSameTables(street, community)
  expect(shadowOf(street, ids.meeting)).toMatchObject({ state: 'parked', fields: { topic: '学习' } })
  await street.write(set => set.giveBack(lastOf(street, ids.org), reason))
  await community.write(set => set.edit('org', ids.org, { phone: '1' }))
  await expectSameTables(street, community)
  await street.write(set => set.giveBack([['street-000001', 1, 2]], reason))
  await expectSameTables(street, community)
  expect(rowOf(community, 'meeting', ids.meeting)).toMatchObject({ topic: '学习', org: ids.org })
})

test('a conflict of a parked record is not shown until it is back', async () => {
  const { street, community, ids } = await filledOrg()
  await street.write(set => set.edit('meeting', ids.meeting, { topic: '甲' }))
  await community.write(set => set.edit('meeting', ids.meeting, { topic: '乙' }))
  await exchange(street, community)
  expect(Object.keys(conflictsOf(street))).toEqual([`${ids.meeting} what`])
  await street.write(set => set.giveBack(lastOf(street, ids.org), reason))
  await expectSameTables(street, community)
  expect(conflictsOf(street)).toEqual({})
  await street.write(set => set.giveBack(lastOwn(street), reason))
  await expectSameTables(street, community)
  expect(Object.keys(conflictsOf(street))).toEqual([`${ids.meeting} what`])
})

test('a record of which only an edit has come waits for its creation, and so does what hangs on it', async () => {
  const { street, community, ids } = await filledOrg()
  await community.write(set => set.edit('person', ids.li, { phone: '1' }))
  const late = openOffice('late')
  const creation = community.journal.changes.ofThing(ids.li).slice(0, 1)
  await late.receive(community.changes().filter(change => change !== creation[0] && change.thing !== ids.li))
  await late.receive(community.journal.changes.ofThing(ids.li).slice(1))
  expect(shadowOf(late, ids.li)).toMatchObject({ state: 'incomplete', fields: { phone: '1' } })
  expect(shadowOf(late, ids.membership)).toMatchObject({ state: 'parked' })
  expect(late.differences()).toEqual([])
  await late.receive(creation)
  await expectSameTables(street, community, late)
  expect(rowOf(late, 'person', ids.li)).toMatchObject({ name: '李', phone: '1' })
  expect(rowOf(late, 'membership', ids.membership)).toMatchObject({ person: ids.li })
})

test('a reference to something that nothing is known of stays: it may lie in another office', async () => {
  const { community, ids } = await filledOrg()
  const elsewhere = openOffice('elsewhere')
  await elsewhere.receive(community.changes().filter(change => change.thing !== ids.li))
  expect(rowOf(elsewhere, 'post', ids.post)).toMatchObject({ person: ids.li, org: ids.org })
  expect(elsewhere.differences()).toEqual([])
})

test('what leads to an organization elsewhere stands when what was written into that was given back', async () => {
  const { district, elsewhere } = openOffices('district', 'elsewhere')
  const { far, branch } = await district.write(set => ({
    far: set.create('org', organization('S', 'street')),
    branch: set.create('org', organization('A1')),
  }))
  const leaving = await district.write(set =>
    set.create('placement', { org: branch, parent: far, since: '2018-01-01', follows: [] }),
  )
  const making = district.journal.changes.ofThing(far)
  await elsewhere.receive(district.changes().filter(change => change.thing !== far))
  expect(rowOf(elsewhere, 'placement', leaving)).toMatchObject({ parent: far })

  await district.write(set => set.edit('org', far, { phone: '1' }))
  await elsewhere.receive(district.changes().slice(-1))
  expect(shadowOf(elsewhere, leaving)).toMatchObject({ state: 'parked' })
  await elsewhere.write(set => set.giveBack(lastOf(elsewhere, far), reason))
  expect(rowOf(elsewhere, 'placement', leaving)).toMatchObject({ parent: far })
  expect(elsewhere.differences()).toEqual([])

  // Once it was made here it is known what became of it.
  await elsewhere.receive(making)
  expect(rowOf(elsewhere, 'org', far)).toBeDefined()
  await elsewhere.write(set => set.giveBack(namesOf(making), reason))
  expect(shadowOf(elsewhere, leaving)).toMatchObject({ state: 'parked' })
  expect(elsewhere.differences()).toEqual([])
})

test('a breach of shape that comes by a packet is stored as it is and rolls nothing back', async () => {
  const { a, b } = openOffices('a', 'b')
  const [first, second] = await a.write(set => [
    set.create('org', { ...organization('A'), code: '4403990001' }),
    set.create('org', { ...organization('A'), code: '4403990001', tier: 'no such tier' }),
  ])
  const post = await a.write(set =>
    set.create('post', {
      person: 'nobody',
      org: first,
      title: '书记',
      since: '2021-01-01',
      until: '2020-01-01',
    }),
  )
  await expectSameTables(a, b)
  expect(rowOf(b, 'org', second)).toMatchObject({ code: '4403990001', tier: 'no such tier' })
  expect(rowOf(b, 'post', post)).toMatchObject({ since: '2021-01-01', until: '2020-01-01' })
})

test('a record without what every such record has stays out of the tables until it is complete', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { phone: '1' }))
  await expectSameTables(a, b)
  expect(shadowOf(b, li)).toEqual({ state: 'incomplete', survivor: null, fields: { phone: '1' } })
  const meeting = await b.write(set => set.create('membership', stay(li, null, '2018-01-01')))
  await expectSameTables(a, b)
  expect(shadowOf(a, meeting)).toMatchObject({ state: 'parked' })
})

test('a stay of a record that was made incomplete in the same transaction is parked at once', async () => {
  const a = openOffice('a')
  await a.write(set => {
    const li = set.create('person', { phone: '1' })
    set.create('membership', stay(li, null, '2018-01-01'))
  })
  expect(a.differences()).toEqual([])
})
