import { expect, test } from 'vitest'
import type { Change } from '#db/journal/change.ts'
import { isEnvelopeTrue } from '#db/journal/hangs-on.ts'
import type { Replica } from '#tests/fixtures/replica.ts'
import {
  exchange,
  expectSameTables,
  lastOwn,
  openOffice,
  openOffices,
  organization,
  reason,
  rowOf,
  seenOf,
} from './offices.ts'

/** Whether receivers take the last change about a thing for what it says that it is. */
function isLastTrue({ journal }: Replica, thing: string): boolean {
  const own: readonly Change[] = journal.changes.ofThing(thing)
  const last = own.at(-1)
  return last !== undefined && isEnvelopeTrue(last, journal.entities, own[0])
}

test('an edit of one field names all that the whole register speaks of, after a merge too', async () => {
  const { street, community } = openOffices('street', 'community')
  const { low, high, standing } = await street.write(set => {
    const first = set.create('person', { name: '李' })
    const second = set.create('person', { name: '李' })
    const state = { person: second, status: 'normal', report: 'approved', since: '2018-01-01', follows: [] }
    return { low: first, high: second, standing: set.create('standing', state) }
  })
  const saw = seenOf(street, high)
  await street.write(set => set.create('merge', { of_entity: 'person', kept: low, lost: high, saw }))
  await street.write(set => set.edit('standing', standing, { report: 'pending' }))
  expect(isLastTrue(street, standing)).toBe(true)
  await expectSameTables(street, community)
  expect(rowOf(community, 'standing', standing)).toMatchObject({ person: low, report: 'pending' })
})

test('what was edited while its person was merged is his again when the mark is taken back', async () => {
  const { street, community } = openOffices('street', 'community')
  const { low, high, standing } = await street.write(set => {
    const first = set.create('person', { name: '李' })
    const second = set.create('person', { name: '李' })
    const state = { person: second, status: 'normal', report: 'approved', since: '2018-01-01', follows: [] }
    return { low: first, high: second, standing: set.create('standing', state) }
  })
  const saw = seenOf(street, high)
  await exchange(street, community)
  await community.write(set => set.create('merge', { of_entity: 'person', kept: low, lost: high, saw }))
  await community.write(set => set.edit('standing', standing, { report: 'pending' }))
  await exchange(street, community)
  await street.write(set => set.giveBack([['community-000001', 1, 1]], reason))
  await expectSameTables(street, community)
  expect(rowOf(street, 'standing', standing)).toMatchObject({ person: high, report: 'pending' })
})

test('what a record lies by is fixed when it is made', async () => {
  const a = openOffice('a')
  const ids = await a.write(set => {
    const here = set.create('org', organization('A'))
    const there = set.create('org', organization('B'))
    const li = set.create('person', { name: '李' })
    const meeting = set.create('meeting', { org: here, type: '团课', held_on: '2018-03-01' })
    const term = set.create('term', { org: here, elected: '2018-03-01' })
    const post = set.create('post', { person: li, org: here, title: '书记' })
    return { here, there, meeting, term, post }
  })
  for (const kind of ['meeting', 'term', 'post'] as const) {
    const moving = a.write(set => set.edit(kind, ids[kind], { org: ids.there }))
    await expect(moving).rejects.toThrow('what a record lies by is fixed')
    await a.write(set => set.edit(kind, ids[kind], { org: ids.here }))
    expect(rowOf(a, kind, ids[kind])).toMatchObject({ org: ids.here })
  }
  const corrected = await a.write(set => {
    set.remove('meeting', ids.meeting)
    return set.create('meeting', { org: ids.there, type: '团课', held_on: '2018-03-01' })
  })
  expect(rowOf(a, 'meeting', corrected)).toMatchObject({ org: ids.there })
  await a.write(set => set.giveBack(lastOwn(a), reason))
  expect(a.differences()).toEqual([])
})

test('a first stay that names none before it is the same in the tables and in the journal projected anew', async () => {
  const { a, b } = openOffices('a', 'b')
  await a.write(set => {
    const org = set.create('org', organization('A'))
    const person = set.create('person', { name: '李' })
    set.create('membership', { person, org, since: '2018-01-01', since_known: 1 })
    set.create('standing', { person, status: 'normal', report: 'approved', since: '2018-01-01' })
    set.create('placement', { org, parent: null, since: '2018-01-01' })
  })
  await expectSameTables(a, b)
})
