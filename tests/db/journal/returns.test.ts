import { expect, test } from 'vitest'
import type { Replica } from '#tests/fixtures/replica.ts'
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

/** A street and a community whose person the street has returned, both knowing of it. */
async function returnedPerson() {
  const { street, community } = openOffices('street', 'community')
  const li = await community.write(set => set.create('person', { name: '李', phone: '1' }))
  await tell(community, street)
  await street.write(set => set.giveBack(lastOf(street, li), reason))
  await tell(street, community)
  return { street, community, li }
}

test('what an office above returns leaves the tables and stays visible, marked, with its fields', async () => {
  const { street, community, li } = await returnedPerson()
  await expectSameTables(street, community)
  expect(rowOf(community, 'person', li)).toBeUndefined()
  const fields = { name: '李', phone: '1' }
  expect(shadowOf(community, li)).toEqual({ state: 'returned', survivor: null, fields })
})

test('what its author took back himself is gone from view, and history keeps it', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { name: '李' }))
  await a.write(set => set.giveBack(lastOf(a, li), reason))
  await expectSameTables(a, b)
  expect([rowOf(b, 'person', li), shadowOf(b, li)]).toEqual([undefined, undefined])
  expect(b.journal.changes.ofThing(li)).toHaveLength(1)
})

test('what a second PC of the same office returns is taken back, not given back', async () => {
  const a = openOffice('a', { office: 'street' })
  const b = openOffice('b', { office: 'street' })
  const li = await a.write(set => set.create('person', { name: '李' }))
  await tell(a, b)
  await b.write(set => set.giveBack(lastOf(b, li), reason))
  await expectSameTables(a, b)
  expect(shadowOf(a, li)).toBeUndefined()
})

test('an edit that an office above returns gives the value before it', async () => {
  const { street, community } = openOffices('street', 'community')
  const li = await community.write(set => set.create('person', { name: '李', phone: '1' }))
  await community.write(set => set.edit('person', li, { phone: '2' }))
  await tell(community, street)
  await street.write(set => set.giveBack(lastOf(street, li), reason))
  await expectSameTables(street, community)
  expect(rowOf(community, 'person', li)).toEqual({ id: li, name: '李', phone: '1' })
  expect(conflictsOf(community)).toEqual({})
})

test('what builds on returned changes alone counts for nothing, however long the chain', async () => {
  const { street, community } = openOffices('street', 'community')
  const li = await community.write(set => set.create('person', { name: '李', phone: '1' }))
  await community.write(set => set.edit('person', li, { phone: '2' }))
  await tell(community, street)
  await street.write(set => set.giveBack(lastOf(street, li), reason))
  for (const phone of ['3', '4']) await community.write(set => set.edit('person', li, { phone }))
  await expectSameTables(street, community)
  expect(rowOf(street, 'person', li)).toEqual({ id: li, name: '李', phone: '1' })
})

test('what builds on a returned change and on one in force stays in force', async () => {
  const { street, a, b } = openOffices('street', 'a', 'b')
  const li = await a.write(set => set.create('person', { name: '李', phone: '0' }))
  await exchange(street, a, b)
  await a.write(set => set.edit('person', li, { phone: '1' }))
  await b.write(set => set.edit('person', li, { phone: '2' }))
  await exchange(street, a, b)
  const returned = namesOf(
    a
      .changes()
      .filter(change => change.kind === 'put')
      .slice(1, 2),
  )
  await a.write(set => set.edit('person', li, { phone: '3' }))
  await street.write(set => set.giveBack(returned, reason))
  await expectSameTables(street, a, b)
  expect(rowOf(street, 'person', li)).toEqual({ id: li, name: '李', phone: '3' })
  expect(conflictsOf(street)).toEqual({})
})

test('a put that names the return lifts it, and lifts the whole change with all its registers', async () => {
  const { street, community, li } = await returnedPerson()
  await community.write(set => set.edit('person', li, { phone: '2' }))
  await expectSameTables(street, community)
  expect(rowOf(street, 'person', li)).toEqual({ id: li, name: '李', phone: '2' })
  expect(shadowOf(street, li)).toBeUndefined()
  expect(conflictsOf(street)).toEqual({})
})

test('a put that does not name the return does not lift it', async () => {
  const { street, community, li } = await returnedPerson()
  await community.write(set => set.edit('person', li, { phone: '2' }, { phone: ['1@community-000001'] }))
  await expectSameTables(street, community)
  expect(rowOf(street, 'person', li)).toBeUndefined()
  expect(shadowOf(street, li)).toMatchObject({ state: 'returned' })
})

test('of a return that names many records, a put lifts its own record’s alone', async () => {
  const { street, community } = openOffices('street', 'community')
  const people = await community.write(set => ['李', '王', '张'].map(name => set.create('person', { name })))
  const [li = '', wang = '', zhang = ''] = people
  await tell(community, street)
  await street.write(set => set.giveBack([['community-000001', 1, 3]], reason))
  await tell(street, community)
  await community.write(set => set.edit('person', wang, { phone: '2' }))
  await expectSameTables(street, community)
  expect(rowOf(street, 'person', wang)).toEqual({ id: wang, name: '王', phone: '2' })
  expect([li, zhang].map(id => shadowOf(street, id)?.state)).toEqual(['returned', 'returned'])
})

test('of two returns, a put lifts the one that it names', async () => {
  const { street, district, community } = openOffices('street', 'district', 'community')
  const li = await community.write(set => set.create('person', { name: '李' }))
  await exchange(street, district, community)
  await street.write(set => set.giveBack(lastOf(street, li), reason))
  await tell(street, community)
  await district.write(set => set.giveBack(lastOf(district, li), reason))
  await community.write(set => set.edit('person', li, { phone: '2' }))
  await expectSameTables(street, district, community)
  expect(shadowOf(community, li)).toMatchObject({ state: 'returned' })
  await community.write(set => set.edit('person', li, { phone: '3' }))
  await expectSameTables(street, district, community)
  expect(rowOf(district, 'person', li)).toEqual({ id: li, name: '李', phone: '3' })
})

test('a removal lifts nothing: the returned record is gone and does not come back', async () => {
  const { street, community, li } = await returnedPerson()
  await community.write(set => set.remove('person', li))
  await expectSameTables(street, community)
  expect([rowOf(street, 'person', li), shadowOf(street, li)]).toEqual([undefined, undefined])
})

test('a returned put lifts nothing: the record is returned again', async () => {
  const { street, community, li } = await returnedPerson()
  await community.write(set => set.edit('person', li, { phone: '2' }))
  await tell(community, street)
  expect(rowOf(street, 'person', li)).toBeDefined()
  await street.write(set => set.giveBack(lastOf(street, li), reason))
  await expectSameTables(street, community)
  expect(rowOf(community, 'person', li)).toBeUndefined()
  expect(shadowOf(community, li)).toMatchObject({ state: 'returned', fields: { name: '李', phone: '2' } })
})

test('taking a return back brings the record back, and taking that back returns it again', async () => {
  const { street, community, li } = await returnedPerson()
  const standing: boolean[] = []
  for (let i = 0; i < 4; i++) {
    await street.write(set => set.giveBack(lastOwn(street), reason))
    await expectSameTables(street, community)
    standing.push(rowOf(community, 'person', li) !== undefined)
  }
  expect(standing).toEqual([true, false, true, false])
})

test('returns are judged from the highest version down, whatever order they come in', async () => {
  const { street, community, li } = await returnedPerson()
  await street.write(set => set.giveBack(lastOwn(street), reason))
  await street.write(set => set.giveBack(lastOwn(street), reason))
  const [creation, first, second, third] = street.changes()
  if (!creation || !first || !second || !third) throw new Error('a creation and three returns were written')
  const orders = [
    [third, second, first, creation],
    [second, creation, third, first],
    [creation, third, first, second],
    [first, third, creation, second],
  ]
  const late: Replica[] = []
  for (const [i, order] of orders.entries()) {
    const office = openOffice(`late-${i}`)
    for (const change of order) await office.receive([change])
    late.push(office)
  }
  await expectSameTables(street, community, ...late)
  for (const office of late) expect(shadowOf(office, li)).toMatchObject({ state: 'returned' })
})

test('a return that comes before what it names holds it when it comes', async () => {
  const { street, community, li } = await returnedPerson()
  const late = openOffice('late')
  await late.receive(street.changes().filter(change => change.kind === 'return'))
  expect(shadowOf(late, li)).toBeUndefined()
  await late.receive(community.changes())
  expect(shadowOf(late, li)).toMatchObject({ state: 'returned' })
  expect(late.differences()).toEqual([])
})

test('a person who was returned takes his stays and posts out of the tables, and brings them back', async () => {
  const { street, community } = openOffices('street', 'community')
  const ids = await community.write(set => {
    const org = set.create('org', organization('A'))
    const li = set.create('person', { name: '李' })
    const home = set.create('membership', stay(li, org, '2018-01-01'))
    const post = set.create('post', { person: li, org, title: '书记' })
    return { li, home, post }
  })
  await tell(community, street)
  await street.write(set => set.giveBack(lastOf(street, ids.li), reason))
  await expectSameTables(street, community)
  expect([rowOf(street, 'membership', ids.home), rowOf(street, 'post', ids.post)]).toEqual([
    undefined,
    undefined,
  ])
  expect([shadowOf(street, ids.home)?.state, shadowOf(street, ids.post)?.state]).toEqual(['parked', 'parked'])

  await community.write(set => set.edit('person', ids.li, { phone: '2' }))
  await expectSameTables(street, community)
  expect(rowOf(street, 'membership', ids.home)).toMatchObject({ person: ids.li })
  expect(rowOf(street, 'post', ids.post)).toMatchObject({ person: ids.li })
})

test('certificates and revocations are never returned', async () => {
  const a = openOffice('a')
  const fields = { org: 'o', name: 'n', sign_key: 'k', recipient: 'r', issuer: 'i', signature: 's' }
  const [certificate, revocation] = await a.write(set => [
    set.create('certificate', { replica: 'replica-x', ...fields }),
    set.create('revocation', { replica: 'replica-x', accepted: [], standing: [] }),
  ])
  await a.write(set => set.giveBack([['a-000001', 1, 2]], reason))
  await expectSameTables(a)
  expect(rowOf(a, 'certificate', certificate)).toMatchObject(fields)
  expect(rowOf(a, 'revocation', revocation)).toMatchObject({ replica: 'replica-x' })
})

test('certificates and revocations are never removed', async () => {
  const a = openOffice('a')
  const fields = { org: 'o', name: 'n', sign_key: 'k', recipient: 'r', issuer: 'i', signature: 's' }
  const [certificate, revocation] = await a.write(set => [
    set.create('certificate', { replica: 'replica-x', ...fields }),
    set.create('revocation', { replica: 'replica-x', accepted: [], standing: [] }),
  ])
  await a.write(set => {
    set.remove('certificate', certificate)
    set.remove('revocation', revocation)
  })
  expect(rowOf(a, 'certificate', certificate)).toMatchObject(fields)
  expect(rowOf(a, 'revocation', revocation)).toMatchObject({ replica: 'replica-x' })
})

test('whoever corrects the field that he edited before he heard of the return is in no conflict with himself', async () => {
  const { street, community } = openOffices('street', 'community')
  const li = await community.write(set => set.create('person', { name: '李', phone: '1' }))
  await tell(community, street)
  await street.write(set => set.giveBack(lastOf(street, li), reason))
  await community.write(set => set.edit('person', li, { phone: '2' }))
  await tell(street, community)
  expect(shadowOf(community, li)).toMatchObject({ fields: { phone: '2' } })
  await community.write(set => set.edit('person', li, { phone: '3' }))
  expect(rowOf(community, 'person', li)).toEqual({ id: li, name: '李', phone: '3' })
  expect(conflictsOf(community)).toEqual({})
})
