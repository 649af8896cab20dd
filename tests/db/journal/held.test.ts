import { expect, test } from 'vitest'
import type { Replica } from '#tests/fixtures/replica.ts'
import {
  conflictsOf,
  exchange,
  expectSameTables,
  lastOf,
  openOffice,
  openOffices,
  reason,
  rowOf,
  shadowOf,
  tell,
} from './offices.ts'

/** Revokes the key of an office's PC; `accepted` are the ranges that still count. */
function revoke(by: Replica, replica: Replica, ...accepted: readonly string[]): Promise<string> {
  return by.write(set =>
    set.create('revocation', { replica: `replica-${replica.name}`, accepted, standing: [] }),
  )
}

/** A street and a community whose first person the street has accepted, and whose second it has not. */
async function revoked() {
  const { street, community } = openOffices('street', 'community')
  const accepted = await community.write(set => set.create('person', { name: '李' }))
  await tell(community, street)
  const later = await community.write(set => set.create('person', { name: '王' }))
  await revoke(street, community, 'community-000001:1-1')
  await exchange(street, community)
  return { street, community, accepted, later }
}

test('a revocation holds what the key wrote after the last accepted change, and that alone', async () => {
  const { street, community, accepted, later } = await revoked()
  await expectSameTables(street, community)
  expect(rowOf(street, 'person', accepted)).toMatchObject({ name: '李' })
  expect([rowOf(street, 'person', later), shadowOf(street, later)]).toEqual([undefined, undefined])
})

test('held changes lie in the journal and travel', async () => {
  const { street, later } = await revoked()
  const district = openOffice('district')
  await tell(street, district)
  await expectSameTables(street, district)
  expect(district.journal.changes.ofThing(later)).toHaveLength(1)
  expect(district.journal.absorber.isHeld(district.journal.changes.ofThing(later)[0]!)).toBe(true)
})

test('held edits, removals and returns change nothing', async () => {
  const { street, community, accepted } = await revoked()
  const zhang = await street.write(set => set.create('person', { name: '张' }))
  await exchange(street, community)
  await community.write(set => set.edit('person', accepted, { phone: '1' }))
  await community.write(set => set.remove('person', accepted))
  await community.write(set => set.giveBack(lastOf(community, zhang), reason))
  await expectSameTables(street, community)
  expect(rowOf(street, 'person', accepted)).toEqual({ id: accepted, name: '李' })
  expect(rowOf(street, 'person', zhang)).toMatchObject({ name: '张' })
  expect(conflictsOf(street)).toEqual({})
})

test('an admission lets in what it names, and nothing beside it', async () => {
  const { street, community, accepted, later } = await revoked()
  await community.write(set => set.edit('person', accepted, { phone: 'held' }))
  await exchange(street, community)
  await street.write(set => set.admit(lastOf(street, later), reason))
  await expectSameTables(street, community)
  expect(rowOf(street, 'person', later)).toMatchObject({ name: '王' })
  expect(rowOf(street, 'person', accepted)).toEqual({ id: accepted, name: '李' })
})

test('an admission that is taken back holds again what it let in', async () => {
  const { street, community, later } = await revoked()
  await street.write(set => set.admit(lastOf(street, later), reason))
  await street.write(set => set.giveBack([['street-000001', 2, 2]], reason))
  await expectSameTables(street, community)
  expect(rowOf(street, 'person', later)).toBeUndefined()
})

test('an admission that comes before what it names lets it in when it comes', async () => {
  const { street, community, later } = await revoked()
  await street.write(set => set.admit(lastOf(street, later), reason))
  const late = openOffice('late')
  await late.receive(street.changes().filter(change => change.entity !== 'person'))
  await late.receive(community.changes())
  await expectSameTables(street, community, late)
  expect(rowOf(late, 'person', later)).toMatchObject({ name: '王' })
})

test('a writer that the revocation does not name is held from its first change', async () => {
  const { street, community, accepted } = await revoked()
  const again = openOffice('again', { replica: 'replica-community', office: 'office-community' })
  await tell(community, again)
  const person = await again.write(set => set.create('person', { name: '赵' }))
  await expectSameTables(street, community, again)
  expect(rowOf(street, 'person', person)).toBeUndefined()
  expect(rowOf(street, 'person', accepted)).toBeDefined()
})

test('a key may have had several writers, each with its own last accepted change', async () => {
  const { street, community } = openOffices('street', 'community')
  const restored = openOffice('restored', { replica: 'replica-community', office: 'office-community' })
  const people: string[] = []
  for (const office of [community, restored]) {
    for (const name of ['甲', '乙', '丙'])
      people.push(await office.write(set => set.create('person', { name })))
  }
  await exchange(street, community, restored)
  await revoke(street, community, 'community-000001:1-2', 'restored-000001:1-1')
  await expectSameTables(street, community, restored)
  expect(people.map(id => rowOf(street, 'person', id) !== undefined)).toEqual([
    true,
    true,
    false,
    true,
    false,
    false,
  ])
})

test('a revoked writer cannot let himself in again, nor revoke the one who revoked him', async () => {
  const { street, community, later } = await revoked()
  const zhang = await street.write(set => set.create('person', { name: '张' }))
  await exchange(street, community)
  await community.write(set => set.admit(lastOf(community, later), reason))
  await revoke(community, street)
  await expectSameTables(street, community)
  expect(rowOf(street, 'person', later)).toBeUndefined()
  expect(rowOf(street, 'person', zhang)).toMatchObject({ name: '张' })
})

test('an office above that admits the admission of a revoked writer changes nothing by it', async () => {
  const { street, community, later } = await revoked()
  await community.write(set => set.admit(lastOf(community, later), reason))
  await tell(community, street)
  await street.write(set => set.admit([['community-000001', 3, 3]], reason))
  await expectSameTables(street, community)
  expect(rowOf(street, 'person', later)).toBeUndefined()
})

test('of two revocations of one key, a change counts only as far as both accept it', async () => {
  const { street, district, community } = openOffices('street', 'district', 'community')
  const people: string[] = []
  for (const name of ['甲', '乙', '丙'])
    people.push(await community.write(set => set.create('person', { name })))
  await exchange(street, district, community)
  await revoke(street, community, 'community-000001:1-2')
  await revoke(district, community, 'community-000001:1-1')
  await expectSameTables(street, district, community)
  expect(people.map(id => rowOf(street, 'person', id) !== undefined)).toEqual([true, false, false])
})

test('a revocation that comes first holds what comes after it, in whatever parts', async () => {
  const { street, community, accepted, later } = await revoked()
  const late = openOffice('late')
  await late.receive(street.changes().filter(change => change.entity === 'revocation'))
  for (const change of community.changes().reverse()) await late.receive([change])
  await expectSameTables(street, community, late)
  expect(rowOf(late, 'person', accepted)).toBeDefined()
  expect(rowOf(late, 'person', later)).toBeUndefined()
})
