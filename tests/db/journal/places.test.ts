import { expect, test } from 'vitest'
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
  shadowOf,
  stay,
  tell,
} from './offices.ts'

/** Two offices that know three organizations and one person, who belongs to the first since 2017. */
async function atHome() {
  const offices = openOffices('a', 'b')
  const { a, b } = offices
  const orgs = await a.write(set => ['A', 'B', 'C'].map(name => set.create('org', organization(name))))
  const [inA = '', inB = '', inC = ''] = orgs
  const li = await a.write(set => set.create('person', { name: '李' }))
  const first = await a.write(set => set.create('membership', stay(li, inA, '2017-01-01')))
  await tell(a, b)
  return { a, b, li, first, inA, inB, inC }
}

test('a stay ends where the next one begins, and leaving the League is a stay nowhere', async () => {
  const { a, b, li, first, inA, inB } = await atHome()
  const second = await a.write(set => set.create('membership', stay(li, inB, '2018-03-01', [first])))
  await a.write(set =>
    set.create('membership', { ...stay(li, null, '2018-09-01', [second]), reason: '超龄离团' }),
  )
  await expectSameTables(a, b)
  const days = ['2016-12-31', '2017-01-01', '2018-02-28', '2018-03-01', '2018-08-31', '2018-09-01']
  expect(days.map(day => homeOn(b, li, day))).toEqual([undefined, inA, inA, inB, inB, null])
  expect(conflictsOf(b)).toEqual({})
})

test('nobody is in two homes on one day, whatever stays were written', async () => {
  const { a, b, li, inA, inB, inC } = await atHome()
  for (const [office, org, since] of [
    [a, inB, '2018-03-01'],
    [b, inC, '2016-01-01'],
    [a, inA, '2018-02-01'],
    [b, inB, '2018-02-01'],
  ] as const) {
    await office.write(set => set.create('membership', stay(li, org, since)))
  }
  await expectSameTables(a, b)
  const holding = b.db
    .prepare('SELECT count(*) FROM membership WHERE since <= @day AND (until IS NULL OR until > @day)')
    .pluck()
  for (const day of ['2016-06-01', '2017-01-01', '2018-02-01', '2018-03-01', '2018-12-31']) {
    expect({ day, homes: holding.get({ day }) }).toEqual({ day, homes: 1 })
  }
})

test('today’s place is the one of highest version, not the one that begins last', async () => {
  const { a, b, li, first, inB, inC } = await atHome()
  const later = await a.write(set => set.create('membership', stay(li, inB, '2018-09-01', [first])))
  await tell(a, b)
  await b.write(set => set.create('membership', stay(li, inC, '2018-03-01', [later])))
  await expectSameTables(a, b)
  expect(homeOn(a, li, '2018-12-31')).toBe(inC)
  expect(rowOf(a, 'membership', later)).toMatchObject({ since: '2018-09-01', until: '2018-03-01' })
  expect(conflictsOf(a)).toEqual({})
})

test('two stays that follow the same one are a conflict, and one that follows both settles it', async () => {
  const { a, b, li, first, inB, inC } = await atHome()
  const toB = await a.write(set => set.create('membership', stay(li, inB, '2018-03-01', [first])))
  const toC = await b.write(set => set.create('membership', stay(li, inC, '2018-03-01', [first])))
  await expectSameTables(a, b)
  expect(conflictsOf(a)[`${li} membership`]).toMatchObject([{ org: inB }, { org: inC }])
  expect(homeOn(a, li, '2018-12-31')).toBe(inC)

  await a.write(set => set.create('membership', stay(li, inB, '2018-03-01', [toB, toC])))
  await expectSameTables(a, b)
  expect(conflictsOf(b)).toEqual({})
  expect(homeOn(b, li, '2018-12-31')).toBe(inB)
})

test('two who move somebody to the same place, on different days, are of one mind', async () => {
  const { a, b, li, first, inB } = await atHome()
  await a.write(set => set.create('membership', stay(li, inB, '2018-03-01', [first])))
  await b.write(set => set.create('membership', stay(li, inB, '2018-04-01', [first])))
  await expectSameTables(a, b)
  expect(conflictsOf(a)).toEqual({})
  expect(homeOn(a, li, '2018-04-01')).toBe(inB)
})

test('a stay that is returned or removed gives its days back to the one before', async () => {
  const { a, b, li, first, inA, inB, inC } = await atHome()
  const second = await a.write(set => set.create('membership', stay(li, inB, '2018-03-01', [first])))
  const third = await a.write(set => set.create('membership', stay(li, inC, '2018-06-01', [second])))
  await tell(a, b)
  await b.write(set => set.giveBack(lastOf(b, third), reason))
  await expectSameTables(a, b)
  expect(['2018-05-31', '2018-12-31'].map(day => homeOn(a, li, day))).toEqual([inB, inB])
  await a.write(set => set.remove('membership', second))
  await expectSameTables(a, b)
  expect(['2018-05-31', '2018-12-31'].map(day => homeOn(a, li, day))).toEqual([inA, inA])
})

test('the day of a stay can be corrected, and what comes before it ends on the new day', async () => {
  const { a, b, li, first, inA, inB } = await atHome()
  const second = await a.write(set => set.create('membership', stay(li, inB, '2018-03-01', [first])))
  await a.write(set => set.edit('membership', second, { since: '2018-05-01' }))
  await expectSameTables(a, b)
  expect(['2018-04-30', '2018-05-01'].map(day => homeOn(b, li, day))).toEqual([inA, inB])
})

/** Three organizations below a root, and a second office that knows them. */
async function tree() {
  const { a, b } = openOffices('a', 'b')
  const orgs = await a.write(set => ['区', 'A', 'B', 'C'].map(name => set.create('org', organization(name))))
  const [root = '', inA = '', inB = '', inC = ''] = orgs
  const [placeA = '', placeB = '', placeC = ''] = await a.write(set =>
    [inA, inB, inC].map(org => set.create('placement', place(org, root, '2010-01-01'))),
  )
  await tell(a, b)
  return { a, b, root, inA, inB, inC, placeA, placeB, placeC }
}

test('an organization’s first place reaches back to the beginning', async () => {
  const { a, b, root, inA, inB, placeA } = await tree()
  await a.write(set => set.create('placement', place(inA, inB, '2018-03-01', [placeA])))
  await expectSameTables(a, b)
  const days = ['1900-01-01', '2018-02-28', '2018-03-01']
  expect(days.map(day => parentOn(b, inA, day))).toEqual([root, root, inB])
})

test('a move that would close a circle, in version order, has no effect and is shown', async () => {
  const { a, b, root, inA, inB, placeA, placeB } = await tree()
  await a.write(set => set.create('placement', place(inA, inB, '2018-01-01', [placeA])))
  const circle = await b.write(set => set.create('placement', place(inB, inA, '2018-01-01', [placeB])))
  await expectSameTables(a, b)
  expect([parentOn(a, inA, '2018-12-31'), parentOn(a, inB, '2018-12-31')]).toEqual([inB, root])
  expect(rowOf(a, 'placement', circle)).toBeUndefined()
  expect(shadowOf(a, circle)).toMatchObject({ state: 'circle', fields: { org: inB, parent: inA } })
})

test('a circle over three organizations loses its move of highest version only', async () => {
  const { a, b, root, inA, inB, inC, placeA, placeB, placeC } = await tree()
  await a.write(set => set.create('placement', place(inA, inB, '2018-01-01', [placeA])))
  await exchange(a, b)
  await a.write(set => set.create('placement', place(inB, inC, '2018-01-01', [placeB])))
  const circle = await b.write(set => set.create('placement', place(inC, inA, '2018-01-01', [placeC])))
  await expectSameTables(a, b)
  expect([inA, inB, inC].map(org => parentOn(a, org, '2018-12-31'))).toEqual([inB, inC, root])
  expect(shadowOf(a, circle)).toMatchObject({ state: 'circle' })
})

test('a move that closed a circle takes effect once the other move is returned', async () => {
  const { a, b, root, inA, inB, placeA, placeB } = await tree()
  const below = await a.write(set => set.create('placement', place(inA, inB, '2018-01-01', [placeA])))
  const circle = await b.write(set => set.create('placement', place(inB, inA, '2018-01-01', [placeB])))
  await exchange(a, b)
  await b.write(set => set.giveBack(lastOf(b, below), reason))
  await expectSameTables(a, b)
  expect([parentOn(a, inA, '2018-12-31'), parentOn(a, inB, '2018-12-31')]).toEqual([root, inA])
  expect(shadowOf(a, circle)).toBeUndefined()
})

test('an organization cannot hang under itself', async () => {
  const { a, b, root, inA, placeA } = await tree()
  const self = await a.write(set => set.create('placement', place(inA, inA, '2018-01-01', [placeA])))
  await expectSameTables(a, b)
  expect(parentOn(b, inA, '2018-12-31')).toBe(root)
  expect(shadowOf(b, self)).toMatchObject({ state: 'circle' })
})
