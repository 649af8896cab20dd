import { expect, test } from 'vitest'
import { type Change, idOf, versionOf } from '#db/journal/change.ts'
import { uuidV7 } from '#db/shared/new-id.ts'
import { countingIds, type Replica } from '#tests/fixtures/replica.ts'
import {
  conflictsOf,
  dumpOf,
  exchange,
  expectSameTables,
  openOffice,
  openOffices,
  rowOf,
  tell,
} from './offices.ts'

test('every change raises the lamport, and on receipt it becomes the larger of both', async () => {
  const { a, b } = openOffices('a', 'b')
  await a.write(set => {
    for (const name of ['甲', '乙', '丙']) set.create('person', { name })
  })
  await b.write(set => set.create('person', { name: '丁' }))
  await tell(a, b)
  const late = await b.write(set => set.create('person', { name: '戊' }))
  await tell(b, a)
  await a.write(set => set.create('person', { name: '己' }))
  expect(a.changes().map(versionOf)).toEqual([
    '1@a-000001',
    '2@a-000001',
    '3@a-000001',
    '1@b-000001',
    '4@b-000001',
    '5@a-000001',
  ])
  expect(b.journal.changes.ofThing(late).map(change => change.n)).toEqual([2])
})

test('a version names one change, and so does a writer’s number, among all that three offices write', async () => {
  const { a, b, c } = openOffices('a', 'b', 'c')
  for (let round = 0; round < 4; round++) {
    for (const office of [a, b, c]) await office.write(set => set.create('person', { name: `${round}` }))
    if (round % 2 === 0) await exchange(a, b)
    else await exchange(b, c)
  }
  await exchange(a, b, c)
  const changes = c.changes()
  expect(new Set(changes.map(versionOf)).size).toBe(changes.length)
  expect(new Set(changes.map(idOf)).size).toBe(changes.length)
  expect(changes).toHaveLength(12)
})

test('work that fails is rolled back whole, and its numbers are given to the next', async () => {
  const a = openOffice('a')
  const li = await a.write(set => set.create('person', { name: '李' }))
  const before = dumpOf(a)
  const failing = a.write(set => {
    set.create('person', { name: '王' })
    set.edit('person', li, { phone: '1' })
    throw new Error('the disk is full')
  })
  await expect(failing).rejects.toThrow('the disk is full')
  expect(dumpOf(a)).toEqual(before)
  const next = await a.write(set => set.create('person', { name: '张' }))
  expect(a.journal.changes.ofThing(next)).toMatchObject([{ n: 2, lamport: 2 }])
  expect(a.differences()).toEqual([])
})

test('a dry run answers what would happen and changes nothing', async () => {
  const a = openOffice('a')
  await a.write(set => set.create('person', { name: '李' }))
  const before = dumpOf(a)
  const done = await a.journal.write({ label: {}, actor: '', dryRun: true }, set => {
    const id = set.create('person', { name: '王' })
    return rowOf(a, 'person', id)?.['name']
  })
  expect(done).toEqual({ changeSet: null, changes: 1, result: '王' })
  expect(dumpOf(a)).toEqual(before)
  expect(a.journal.changes.highestLamport()).toBe(1)
})

test('work that writes nothing is no change set', async () => {
  const a = openOffice('a')
  const done = await a.journal.write({ label: {}, actor: '' }, () => 'nothing')
  expect(done).toEqual({ changeSet: null, changes: 0, result: 'nothing' })
  expect(a.db.prepare('SELECT count(*) FROM change_set').pluck().get()).toBe(0)
})

test('changes that are known already are neither stored nor counted again', async () => {
  const { a, b } = openOffices('a', 'b')
  await a.write(set => set.create('person', { name: '李' }))
  await tell(a, b)
  const before = dumpOf(b)
  const done = await b.journal.write({ label: {}, actor: '' }, set => set.receive(a.changes()))
  expect(done).toEqual({ changeSet: null, changes: 0, result: 0 })
  expect(dumpOf(b)).toEqual(before)
})

test('a restored backup and a cloned PC never use an id twice', async () => {
  const a = openOffice('a')
  await a.write(set => set.create('person', { name: '李' }))
  const ids = (name: string) => ({ replica: 'replica-a', office: 'office-a', newId: countingIds(name) })
  const backup = openOffice('backup', { copyOf: a, ...ids('backup') })
  const clone = openOffice('clone', { copyOf: a, ...ids('clone') })
  for (const office of [a, backup, clone]) {
    await office.write(set => set.create('person', { name: `王 ${office.name}` }))
  }
  await expectSameTables(a, backup, clone)
  const changes = a.changes()
  expect(changes.map(idOf).sort()).toEqual(['a-000001:1', 'a-000001:2', 'backup-000001:1', 'clone-000001:1'])
  expect(new Set(changes.map(change => change.origin.replica))).toEqual(new Set(['replica-a']))
  expect(a.db.prepare('SELECT count(*) FROM person').pluck().get()).toBe(4)
})

test('a restored backup gets back what it forgot, and its new work stands beside it', async () => {
  const { a, street } = openOffices('a', 'street')
  const li = await a.write(set => set.create('person', { name: '李', phone: '0' }))
  const restored = openOffice('restored', { copyOf: a, replica: 'replica-a', office: 'office-a' })
  await a.write(set => set.edit('person', li, { phone: 'forgotten' }))
  await tell(a, street)
  await restored.write(set => set.edit('person', li, { phone: 'new' }))
  await expectSameTables(restored, street)
  expect(Object.values(conflictsOf(restored))).toEqual([[{ phone: 'forgotten' }, { phone: 'new' }]])
})

/** A history of two offices in which everything that a clock could disturb happens. */
async function lived(now: Date): Promise<Replica> {
  const clock = { now: () => now }
  const a = openOffice('a', { clock })
  const b = openOffice('b', { clock: { now: () => new Date('2018-12-31T09:00:00Z') } })
  const li = await a.write(set => set.create('person', { name: '李', phone: '0' }))
  await tell(a, b)
  await a.write(set => set.edit('person', li, { phone: '1' }))
  await b.write(set => set.edit('person', li, { phone: '2' }))
  await exchange(a, b)
  await a.write(set => set.edit('person', li, { name: '李一' }))
  await b.write(set => set.remove('person', li))
  await expectSameTables(a, b)
  return a
}

test('a wall clock of 2009 or 2099 changes nothing but what people read', async () => {
  const [then, now, late] = await Promise.all(
    ['2009-01-01T00:00:00Z', '2018-12-31T09:00:00Z', '2099-12-31T00:00:00Z'].map(day => lived(new Date(day))),
  )
  if (!then || !now || !late) throw new Error('three histories were lived')
  expect(dumpOf(then)).toEqual(dumpOf(now))
  expect(dumpOf(late)).toEqual(dumpOf(now))
  const versions = (office: Replica) => office.changes().map(versionOf)
  expect(versions(then)).toEqual(versions(late))
  expect(new Set(late.changes().map(change => change.origin.at))).toContain('2099-12-31T00:00:00.000Z')
})

test('a clock that goes back between two writes gives no version and no id twice', async () => {
  const times = [Date.UTC(2019, 0, 1), Date.UTC(2009, 0, 1), Date.UTC(2009, 0, 1), Date.UTC(2019, 0, 1)]
  let i = 0
  const a = openOffice('a', { newId: uuidV7(() => times[i++ % times.length] ?? 0) })
  for (let k = 0; k < 8; k++) await a.write(set => set.create('person', { name: `${k}` }))
  expect(new Set(a.changes().map(change => change.thing)).size).toBe(8)
  expect(a.changes().map(change => change.lamport)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
})

test('a record of an entity that only a newer app knows is carried on, and touches no table', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { name: '李' }))
  const [creation] = a.changes()
  if (creation?.kind !== 'put') throw new Error('a creation was written')
  const origin = { ...creation.origin, writer: 'newer-000001', replica: 'replica-newer' }
  const visit: Change = {
    ...creation,
    origin,
    n: 1,
    lamport: 9,
    entity: 'drone_flight',
    thing: 'visit-1',
    hangsOn: [li],
    schema: 99,
    body: { set: { what: { topic: '走访' } } },
  }
  await a.receive([visit])
  await expectSameTables(a, b)
  expect(b.journal.changes.ofThing('visit-1')).toEqual([visit])
  expect(shadowCount(b)).toBe(0)
})

test('a field that only a newer app knows is carried on by an older one', async () => {
  const { a, b } = openOffices('a', 'b')
  await a.write(set => set.create('person', { name: '李' }))
  const [creation] = a.changes()
  if (creation?.kind !== 'put') throw new Error('a creation was written')
  const origin = { ...creation.origin, writer: 'newer-000001' }
  const body = { set: { name: { name: '王', name_in_latin: 'Wang' }, faith: { faith: '无' } } }
  await a.receive([{ ...creation, origin, thing: 'wang', body }])
  await expectSameTables(a, b)
  expect(rowOf(b, 'person', 'wang')).toEqual({ id: 'wang', name: '王' })
  expect(b.journal.changes.ofThing('wang')).toMatchObject([{ body }])
})

test('what is worked out is never journaled: search keys, ends of stays, conflicts and shadows', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { name: '单雪' }))
  await a.write(set =>
    set.create('membership', { person: li, since: '2018-01-01', since_known: 1, follows: [] }),
  )
  const written = JSON.stringify(a.changes().map(change => change.body))
  expect(written).not.toMatch(/shanxue|pinyin|initials|until|rank/)
  await expectSameTables(a, b)
  const reading = b.db.prepare('SELECT pinyin, initials FROM person').get()
  expect(reading).toEqual({ pinyin: 'shanxue', initials: 'sx' })
})

function shadowCount(office: Replica): unknown {
  return office.db.prepare('SELECT count(*) FROM shadow').pluck().get()
}
