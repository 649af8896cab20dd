import { expect, test } from 'vitest'
import { idOf } from '#db/journal/change.ts'
import { planUndo } from '#db/journal/undo.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { openReplica, type Replica } from '#tests/fixtures/replica.ts'
import {
  conflictsOf,
  dumpOf,
  expectSameTables,
  lastOf,
  openOffice,
  openOffices,
  organization,
  place,
  reason,
  rowOf,
  seenOf,
  stay,
  tell,
} from './offices.ts'

const lastSet = ({ db }: Replica) => Number(db.prepare('SELECT max(no) FROM change_set').pluck().get())

const plan = (office: Replica, changeSet: number) => planUndo(office.db, office.journal, changeSet)

/** Takes a change set back, as `undo` does when nothing stands in its way; answers the undo's own number. */
async function undo(office: Replica, changeSet: number): Promise<number> {
  const { names, blockers } = plan(office, changeSet)
  expect(blockers).toEqual([])
  await office.write(set => set.giveBack(names, reason))
  return lastSet(office)
}

function codeOf(work: () => unknown): string | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

test('an undo names every change of the set, in as few ranges as possible', async () => {
  const a = openOffice('a')
  await a.write(set => set.create('person', { name: '李' }))
  await a.write(set => {
    for (const name of ['王', '张', '赵']) set.create('person', { name })
  })
  const { names, blockers, sparing } = plan(a, 2)
  expect({ names, blockers }).toEqual({ names: [['a-000001', 2, 4]], blockers: [] })
  // Where nothing builds on it all of it goes.
  expect(sparing()).toEqual({ names, kept: new Map() })
})

test('after an undo all values are as before, and after its undo as they were then', async () => {
  const { a, b } = openOffices('a', 'b')
  const { li, inA, inB, home, placeB } = await a.write(set => {
    const root = set.create('org', organization('区'))
    const first = set.create('org', organization('A'))
    const second = set.create('org', organization('B'))
    const person = set.create('person', { name: '李', phone: '0' })
    return {
      li: person,
      inA: first,
      inB: second,
      home: set.create('membership', stay(person, first, '2017-01-01')),
      placeB: set.create('placement', place(second, root, '2010-01-01')),
    }
  })
  const before = dumpOf(a)
  await a.write(set => {
    set.edit('person', li, { phone: '1', name: '李一' })
    set.create('membership', stay(li, inB, '2018-01-01', [home]))
    set.create('placement', place(inB, inA, '2018-01-01', [placeB]))
    set.create('post', { person: li, org: inA, title: '书记' })
    set.edit('org', inA, { short_name: 'A' })
    set.remove('membership', home)
  })
  const after = dumpOf(a)
  const undone = await undo(a, 2)
  expect(dumpOf(a)).toEqual(before)
  const redone = await undo(a, undone)
  expect(dumpOf(a)).toEqual(after)
  await undo(a, redone)
  expect(dumpOf(a)).toEqual(before)
  await expectSameTables(a, b)
})

test('a removal that is undone brings back what hangs on the record', async () => {
  const { a, b } = openOffices('a', 'b')
  const { org, meeting } = await a.write(set => {
    const made = set.create('org', organization('A'))
    return { org: made, meeting: set.create('meeting', { org: made, type: '团课', held_on: '2018-03-01' }) }
  })
  await a.write(set => set.remove('org', org))
  expect(rowOf(a, 'meeting', meeting)).toBeUndefined()
  await undo(a, 2)
  await expectSameTables(a, b)
  expect(rowOf(b, 'meeting', meeting)).toMatchObject({ org })
})

test('a merge that is undone parts the two', async () => {
  const { a, b } = openOffices('a', 'b')
  const [low, high] = await a.write(set => [
    set.create('person', { name: '李' }),
    set.create('person', { name: '李', phone: '1' }),
  ])
  const before = dumpOf(a)
  const saw = seenOf(a, high)
  await a.write(set => set.create('merge', { of_entity: 'person', kept: low, lost: high, saw }))
  await undo(a, 2)
  expect(dumpOf(a)).toEqual(before)
  await expectSameTables(a, b)
})

test('what was edited elsewhere meanwhile stays, and only the undone values go', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { name: '李', phone: '0', email: 'old' }))
  await tell(a, b)
  await a.write(set => set.edit('person', li, { phone: '1' }))
  await b.write(set => set.edit('person', li, { email: 'new' }))
  await tell(b, a)
  await undo(a, 2)
  await expectSameTables(a, b)
  expect(rowOf(a, 'person', li)).toEqual({ id: li, name: '李', phone: '0', email: 'new' })
})

test('a packet from below is given back whole, and its records stay visible to their author', async () => {
  const { street, community } = openOffices('street', 'community')
  const [li, wang] = await community.write(set => [
    set.create('person', { name: '李' }),
    set.create('person', { name: '王' }),
  ])
  await tell(community, street)
  await undo(street, 1)
  await expectSameTables(street, community)
  const states = [li, wang].map(id => community.journal.tables.shadowOf(id)?.state)
  expect(states).toEqual(['returned', 'returned'])
})

test('an edit that builds on what would go stands in the way', async () => {
  const a = openOffice('a')
  const li = await a.write(set => set.create('person', { name: '李' }))
  await a.write(set => set.edit('person', li, { phone: '1' }))
  await a.write(set => set.edit('person', li, { phone: '2' }))
  expect(plan(a, 1).blockers.map(idOf)).toEqual(['a-000001:2'])
  expect(plan(a, 2).blockers.map(idOf)).toEqual(['a-000001:3'])
  expect(plan(a, 3).blockers).toEqual([])
})

test.each([
  ['a post of the person', (set, { li, org }) => set.create('post', { person: li, org, title: '书记' })],
  [
    'a meeting of the organization',
    (set, { org }) => set.create('meeting', { org, type: '团课', held_on: '2018-03-01' }),
  ],
  ['a stay of the person', (set, { li, org }) => set.create('membership', stay(li, org, '2018-03-01'))],
  [
    'an organization below',
    (set, { org, other }) => set.create('placement', place(other, org, '2018-03-01')),
  ],
  [
    'a merge mark',
    (set, { li }) => set.create('merge', { of_entity: 'person', kept: 'a', lost: li, saw: [] }),
  ],
  ['a removal', (set, { li }) => set.remove('person', li)],
] satisfies readonly [
  string,
  (
    set: Parameters<Parameters<Replica['write']>[0]>[0],
    ids: { readonly li: string; readonly org: string; readonly other: string },
  ) => unknown,
][])('%s stands in the way of what it hangs on', async (_, fill) => {
  const a = openOffice('a')
  const other = await a.write(set => set.create('org', organization('B')))
  const ids = await a.write(set => ({
    li: set.create('person', { name: '李' }),
    org: set.create('org', organization('A')),
    other,
  }))
  await a.write(set => fill(set, ids))
  expect(plan(a, 2).blockers.map(idOf)).toEqual(['a-000001:4'])
})

test('nothing stands in the way any more once it was itself taken back', async () => {
  const a = openOffice('a')
  const li = await a.write(set => set.create('person', { name: '李' }))
  await a.write(set => set.edit('person', li, { phone: '1' }))
  await undo(a, 2)
  await undo(a, 1)
  expect(rowOf(a, 'person', li)).toBeUndefined()
  expect(a.differences()).toEqual([])
})

test('a change set that does not exist, or is taken back already, is refused with its number', async () => {
  const a = openOffice('a')
  await a.write(set => set.create('person', { name: '李' }))
  expect(codeOf(() => plan(a, 7))).toBe('changeset-unknown')
  await undo(a, 1)
  expect(codeOf(() => plan(a, 1))).toBe('changeset-undone')
})

test('certificates are left out of an undo, and a set of nothing else is refused', async () => {
  const a = openOffice('a')
  const certificate = { org: 'o', name: 'n', sign_key: 'k', recipient: 'r', issuer: 'i', signature: 's' }
  await a.write(set => {
    set.create('certificate', { replica: 'replica-x', ...certificate })
    set.create('person', { name: '李' })
  })
  await a.write(set => set.create('certificate', { replica: 'replica-y', ...certificate }))
  expect(plan(a, 1).names).toEqual([['a-000001', 2, 2]])
  expect(codeOf(() => plan(a, 2))).toBe('changeset-undone')
})

test('undoing one of two edits that are in conflict settles it for the other', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { name: '李', phone: '0' }))
  await tell(a, b)
  await a.write(set => set.edit('person', li, { phone: '1' }))
  await b.write(set => set.edit('person', li, { phone: '2' }))
  await tell(b, a)
  expect(Object.keys(conflictsOf(a))).toEqual([`${li} phone`])
  await undo(a, 2)
  await expectSameTables(a, b)
  expect(rowOf(a, 'person', li)).toMatchObject({ phone: '2' })
  expect(conflictsOf(a)).toEqual({})
})

test('a later stay that follows the one that would go stands in the way', async () => {
  const a = openOffice('a')
  const { li, inA, inB } = await a.write(set => ({
    li: set.create('person', { name: '李' }),
    inA: set.create('org', organization('A')),
    inB: set.create('org', organization('B')),
  }))
  const first = await a.write(set => set.create('membership', stay(li, inA, '2018-01-01')))
  const second = await a.write(set => set.create('membership', stay(li, inB, '2018-06-01', [first])))
  expect(plan(a, 2).blockers.map(change => change.thing)).toEqual([second])
})

test('a correction that lifted a return stands in the way of taking the return back', async () => {
  const { street, community } = openOffices('street', 'community')
  const li = await community.write(set => set.create('person', { name: '李', phone: '1' }))
  await tell(community, street)
  await street.write(set => set.giveBack(lastOf(street, li), reason))
  const returned = lastSet(street)
  await tell(street, community)
  await community.write(set => set.edit('person', li, { phone: '2' }))
  await tell(community, street)
  expect(rowOf(street, 'person', li)).toMatchObject({ phone: '2' })
  expect(plan(street, returned).blockers.map(change => change.thing)).toEqual([li])
})

test('taking back a correction looks only at the changes of what it corrected, whatever came after it', async () => {
  const statements: string[] = []
  const a = openReplica('a', { watch: text => statements.push(text) })
  const [li = '', ...others] = await a.write(set =>
    Array.from({ length: 20 }, (_, i) => set.create('person', { name: `王${i}` })),
  )
  await a.write(set => set.edit('person', li, { phone: '1' }))
  await a.write(set => {
    for (const id of others) set.edit('person', id, { phone: '2' })
  })
  await a.write(set => set.edit('person', li, { phone: '3' }))
  statements.length = 0
  expect(plan(a, 2).blockers.map(({ n }) => n)).toEqual([41])
  const walks = statements
    .filter(text => /^\s*SELECT/.test(text))
    .flatMap(text =>
      a.db
        .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
        .all()
        .map(({ detail }) => detail),
    )
    .filter(step => /^SCAN (c|change)\b|PRIMARY KEY \(rowid>\?\)$/.test(step))
  a.db.close()
  expect(walks).toEqual([])
})
