import { expect, test } from 'vitest'
import type { Replica } from '#tests/fixtures/replica.ts'
import {
  conflictsOf,
  exchange,
  expectSameTables,
  homeOn,
  lastOwn,
  openOffice,
  openOffices,
  organization,
  reason,
  rowOf,
  seenOf,
  shadowOf,
  stay,
  tell,
} from './offices.ts'

/** A street and a community that know the same person under two ids; the first id is the lower one. */
async function doubled() {
  const { street, community } = openOffices('street', 'community')
  const { low, high, home } = await street.write(set => {
    const org = set.create('org', organization('A'))
    const first = set.create('person', { name: '李', phone: '1' })
    const second = set.create('person', { name: '李', email: 'li@example.org' })
    return { low: first, high: second, home: set.create('membership', stay(second, org, '2018-01-01')) }
  })
  await tell(street, community)
  return { street, community, low, high, home }
}

function markMerged(office: Replica, kept: string, lost: string): Promise<string> {
  const saw = seenOf(office, lost)
  return office.write(set => set.create('merge', { of_entity: 'person', kept, lost, saw }))
}

test('the lower id survives with its values, and the other is marked merged into it', async () => {
  const { street, community, low, high, home } = await doubled()
  await markMerged(street, low, high)
  await expectSameTables(street, community)
  expect(rowOf(community, 'person', low)).toEqual({ id: low, name: '李', phone: '1' })
  expect(rowOf(community, 'person', high)).toBeUndefined()
  expect(shadowOf(community, high)).toEqual({ state: 'merged', survivor: low, fields: {} })
  expect(rowOf(community, 'membership', home)).toMatchObject({ person: low })
  expect(conflictsOf(community)).toEqual({})
})

test('a head that the merger did not see follows to the survivor, as a conflict where both say something', async () => {
  const { street, community, low, high } = await doubled()
  await community.write(set => set.edit('person', high, { phone: '2' }))
  await markMerged(street, low, high)
  await expectSameTables(street, community)
  expect(rowOf(street, 'person', low)).toEqual({ id: low, name: '李', phone: '2' })
  expect(conflictsOf(street)).toEqual({ [`${low} phone`]: [{ phone: '1' }, { phone: '2' }] })
})

test('later edits follow, whichever id they name', async () => {
  const { street, community, low, high } = await doubled()
  await markMerged(street, low, high)
  await tell(street, community)
  await community.write(set => set.edit('person', high, { workplace: '厂' }))
  await community.write(set => set.edit('person', low, { nation: '汉族' }))
  await expectSameTables(street, community)
  expect(rowOf(street, 'person', low)).toEqual({
    id: low,
    name: '李',
    phone: '1',
    workplace: '厂',
    nation: '汉族',
  })
  expect(conflictsOf(street)).toEqual({})
})

test('what is written about the merged one by somebody who does not know lands on the survivor', async () => {
  const { street, community, low, high } = await doubled()
  const org = await community.write(set => set.create('org', organization('B')))
  await markMerged(street, low, high)
  const post = await community.write(set => set.create('post', { person: high, org, title: '书记' }))
  await expectSameTables(street, community)
  expect(rowOf(street, 'post', post)).toMatchObject({ person: low })
})

test('removing the merged one, not knowing of the merge, does not touch the survivor', async () => {
  const { street, community, low, high } = await doubled()
  await community.write(set => set.remove('person', high))
  await markMerged(street, low, high)
  await expectSameTables(street, community)
  expect(rowOf(community, 'person', low)).toEqual({ id: low, name: '李', phone: '1' })
  expect(conflictsOf(community)).toEqual({})
})

test('removing the merged one, knowing of the merge, does not touch the survivor', async () => {
  const { street, low, high } = await doubled()
  await markMerged(street, low, high)
  await street.write(set => set.remove('person', high))
  expect(rowOf(street, 'person', low)).toEqual({ id: low, name: '李', phone: '1' })
})

test('two who merge the same pair at once, and one who takes that back, leave it merged', async () => {
  const { street, community, low, high } = await doubled()
  await markMerged(street, low, high)
  await markMerged(community, low, high)
  await expectSameTables(street, community)
  expect(shadowOf(street, high)).toMatchObject({ state: 'merged', survivor: low })
  await community.write(set => set.giveBack(lastOwn(community), reason))
  await expectSameTables(street, community)
  expect(shadowOf(street, high)).toMatchObject({ state: 'merged', survivor: low })
})

test('marks written at once over three records make one of them, and the lowest id survives', async () => {
  const { street, community, low, high } = await doubled()
  const third = await street.write(set => set.create('person', { name: '李', nation: '汉族' }))
  await tell(street, community)
  await markMerged(street, high, third)
  await markMerged(community, low, high)
  await expectSameTables(street, community)
  expect(street.db.prepare('SELECT id FROM person').pluck().all()).toEqual([low])
  expect([high, third].map(id => shadowOf(street, id)?.survivor)).toEqual([low, low])
})

test('a mark that is returned or removed parts the two as they were', async () => {
  const { street, community, low, high, home } = await doubled()
  const before = [rowOf(street, 'person', low), rowOf(street, 'person', high)]
  const mark = await markMerged(street, low, high)
  await tell(street, community)
  await community.write(set => set.remove('merge', mark))
  await expectSameTables(street, community)
  expect([rowOf(street, 'person', low), rowOf(street, 'person', high)]).toEqual(before)
  expect(rowOf(street, 'membership', home)).toMatchObject({ person: high })
  await markMerged(street, low, high)
  await street.write(set => set.giveBack(lastOwn(street), reason))
  await expectSameTables(street, community)
  expect([rowOf(street, 'person', low), rowOf(street, 'person', high)]).toEqual(before)
})

test('homes of the two become one series: the stay of highest version is today’s', async () => {
  const { street, community, low, high } = await doubled()
  const [inA, inB] = await street.write(set => [
    set.create('org', organization('A')),
    set.create('org', organization('B')),
  ])
  await street.write(set => {
    set.create('membership', stay(low, inA, '2018-06-01'))
    set.create('membership', stay(high, inB, '2018-03-01'))
  })
  await markMerged(street, low, high)
  await expectSameTables(street, community)
  expect(homeOn(community, low, '2018-12-31')).toBe(inB)
  expect(Object.keys(conflictsOf(community))).toEqual([`${low} membership`])
})

test('organizations merge like people, and all that hangs on both hangs on the survivor', async () => {
  const { a, b } = openOffices('a', 'b')
  const [low, high] = await a.write(set => [
    set.create('org', organization('A')),
    set.create('org', organization('A')),
  ])
  const meetings = await a.write(set =>
    [low, high].map(org => set.create('meeting', { org, type: '团课', held_on: '2018-03-01' })),
  )
  await a.write(set => set.create('merge', { of_entity: 'org', kept: low, lost: high, saw: seenOf(a, high) }))
  await expectSameTables(a, b)
  expect(meetings.map(id => rowOf(b, 'meeting', id)?.['org'])).toEqual([low, low])
})

test('of two who merge in opposite directions at once, neither loses the person: the lower id survives', async () => {
  const { street, community, low, high } = await doubled()
  await markMerged(street, low, high)
  await markMerged(community, high, low)
  await exchange(street, community)
  expect(street.differences()).toEqual([])
  expect(rowOf(street, 'person', low)).toMatchObject({ id: low, name: '李' })
})

test('a mark into a record that has not come yet leaves nothing behind when it is taken back', async () => {
  const { street, community } = openOffices('street', 'community')
  await street.write(set => set.create('person', { name: '李' }, 'li-1'))
  await street.write(set => set.create('person', { name: '李' }, 'li-2'))
  const mark = { of_entity: 'person', kept: 'li-1', lost: 'li-2', saw: [] }
  await street.write(set => set.create('merge', mark))
  await street.write(set => set.giveBack(lastOwn(street), reason))
  for (const change of street.changes().slice(1)) await community.receive([change])
  expect(rowOf(community, 'person', 'li-2')).toMatchObject({ name: '李' })
  expect(community.differences()).toEqual([])
})

test('a mark between a person and an organization leaves the tables equal to the journal', async () => {
  const a = openOffice('a')
  const [li, org] = await a.write(set => [
    set.create('person', { name: '李' }),
    set.create('org', organization('A')),
  ])
  const saw = seenOf(a, org)
  await a.write(set => set.create('merge', { of_entity: 'person', kept: li, lost: org, saw }))
  expect(a.differences()).toEqual([])
})
