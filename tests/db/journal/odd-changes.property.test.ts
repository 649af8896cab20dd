import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Change, versionOf } from '#db/journal/change.ts'
import { openReplica, type Replica } from '#tests/fixtures/replica.ts'
import { beginningOf, oddChanges } from './odd-changes.ts'
import { dumpOf, openOffice, openOffices, organization } from './offices.ts'

const runs = Number(process.env['LIFELINE_RUNS'] ?? 80)
/** All of them are played, however busy the PC is. */
const enough = Math.max(120_000, runs * 4_000)

/** What is noted of a row that nobody wrote again says the same as its whole history. */
function expectSameSeen({ db, journal }: Replica): void {
  const { absorber, entities } = journal
  for (const { name } of entities.values()) {
    const rows = db
      .prepare<[], { id: string; pristine: number | null }>(`SELECT id, pristine FROM "${name}" ORDER BY id`)
      .all()
    const heads = rows.map(({ id }) => [id, Object.values(absorber.headsOf(id) ?? {}).flat()] as const)
    expect(absorber.seenOf(rows)).toEqual(new Map(heads.map(([id, of]) => [id, [...new Set(of)].sort()])))
  }
}

test(
  'no change, however odd, makes the tables differ from the journal, in whatever order and parts it comes',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        oddChanges,
        fc.array(fc.nat(1000), { minLength: 22, maxLength: 22 }),
        fc.integer({ min: 1, max: 5 }),
        async (changes, keys, size) => {
          const inOrder = openReplica('in-order')
          const shuffled = openReplica('shuffled')
          try {
            await inOrder.receive(changes)
            await shuffled.receive(beginningOf(changes))
            const rest = changes.map((change, i) => ({ change, key: keys[i] ?? 0 }))
            rest.sort((a, b) => a.key - b.key)
            const order = rest.map(({ change }) => change)
            for (let i = 0; i < order.length; i += size) await shuffled.receive(order.slice(i, i + size))
            expect(inOrder.differences()).toEqual([])
            expect(shuffled.differences()).toEqual([])
            expect(dumpOf(shuffled)).toEqual(dumpOf(inOrder))
            for (const office of [inOrder, shuffled]) expectSameSeen(office)
          } finally {
            inOrder.db.close()
            shuffled.db.close()
          }
        },
      ),
      { numRuns: runs },
    )
  },
  enough,
)

test(
  'nor does what takes the place of one that is known, under the same id',
  async () => {
    await fc.assert(
      fc.asyncProperty(oddChanges, fc.nat(), fc.nat(), async (changes, at, from) => {
        const office = openReplica('replaced')
        try {
          await office.receive(changes)
          const [was, source] = [changes[at % changes.length], changes[from % changes.length]]
          if (was === undefined || source === undefined) throw new Error('there are always changes')
          const { origin, n, lamport } = was
          const other = { ...source, origin, n, lamport }
          await office.write(set => set.replace(other))
          expect(office.differences()).toEqual([])
          const afresh = openReplica('afresh')
          await afresh.receive(changes.map(change => (change === was ? other : change)))
          expect(dumpOf(office)).toEqual(dumpOf(afresh))
          afresh.db.close()
        } finally {
          office.db.close()
        }
      }),
      { numRuns: runs },
    )
  },
  enough,
)

test('a thing that two writers take for two kinds of record stands in one table', async () => {
  const { a, b, late } = openOffices('a', 'b', 'late')
  await a.write(set => set.create('person', { name: '王' }))
  await a.write(set => set.create('person', { name: '李' }, 'same'))
  await b.write(set => set.create('org', organization('A'), 'same'))
  await late.receive(a.changes())
  await late.receive(b.changes())
  expect(late.differences()).toEqual([])
})

test('a post whose person is an organization is the same in the tables and in the journal projected anew', async () => {
  const a = openOffice('a')
  const org = await a.write(set => set.create('org', organization('A')))
  await a.write(set => set.create('post', { person: org, org, title: '书记' }))
  expect(a.differences()).toEqual([])
})

test('a stay that refers to the id of a return is the same in the tables and in the journal projected anew', async () => {
  const a = openOffice('a')
  await a.write(set => set.giveBack([['nobody', 1, 1]], { code: '', zh: '', en: '' }))
  const returned: Change | undefined = a.changes()[0]
  const person = returned?.thing ?? ''
  await a.write(set => set.create('membership', { person, since: '2018-01-01', since_known: 1, follows: [] }))
  expect(a.differences()).toEqual([])
})

/** What another PC wrote about a thing, as it says. */
function foreign(n: number, entity: string, thing: string, lamport: number): Change {
  const origin = { writer: 'w', firstN: n, replica: 'r', office: 'o', at: '', actor: '', label: {} }
  const envelope = { origin, n, lamport, entity, thing, hangsOn: [], schema: 1, signature: null }
  return { ...envelope, kind: 'remove', body: { saw: [] } }
}

test('a stay whose person turns out later to be of another kind is parked', async () => {
  const a = openOffice('a')
  await a.write(set =>
    set.create('membership', { person: 'x', since: '2018-01-01', since_known: 1, follows: [] }),
  )
  await a.receive([foreign(1, 'org', 'x', 9)])
  expect(a.differences()).toEqual([])
})

test('a person whose id was a merge mark’s before leaves the tables', async () => {
  const a = openOffice('a')
  await a.write(set => set.create('org', organization('A')))
  await a.write(set => set.create('person', { name: '李' }, 'x'))
  await a.receive([foreign(1, 'merge', 'x', 1)])
  expect(a.differences()).toEqual([])
})

/** A first change of a thing, as another PC wrote it. */
function made(entity: string, thing: string): Change {
  const set = {
    names: { name: 'x' },
    name: { name: 'x' },
    kind: { kind: 'branch' },
    tier: { tier: 'street' },
  }
  const body = { set: { ...set, branch_type: { branch_type: 'ordinary' }, what: { topic: 'x' } } }
  return { ...foreign(1, entity, thing, 9), kind: 'put', body }
}

test.each(['org', 'drone_flight', 'membership', 'post'])(
  'a stay of somebody not known yet is parked when he turns out to be of another kind: %s',
  async entity => {
    const a = openOffice('a')
    await a.write(set =>
      set.create('membership', { person: 'x', since: '2018-01-01', since_known: 1, follows: [] }),
    )
    await a.receive([made(entity, 'x')])
    expect(a.differences()).toEqual([])
    await a.receive([
      { ...foreign(2, 'person', 'x', 1), kind: 'put', body: { set: { name: { name: '王' } } } },
    ])
    expect(a.differences()).toEqual([])
  },
)

test('a person who turns out to be a meeting of a newer program leaves the tables, and who was merged into him too', async () => {
  const a = openOffice('a')
  await a.write(set => {
    set.create('person', { name: '李' }, 'x')
    set.create('person', { name: '李' }, 'y')
  })
  await a.write(set => set.create('merge', { of_entity: 'person', kept: 'x', lost: 'y', saw: [] }))
  await a.receive([foreign(1, 'drone_flight', 'x', 1)])
  expect(a.differences()).toEqual([])
})

test('an organization whose creation comes with the end of the merge that it survived has one row', async () => {
  const a = openOffice('a')
  await a.write(set => set.create('org', organization('B'), 'y'))
  const mark = await a.write(set => set.create('merge', { of_entity: 'org', kept: 'x', lost: 'y', saw: [] }))
  const end = foreign(2, 'merge', mark, 99)
  const saw = a.changes().flatMap(change => (change.thing === mark ? [versionOf(change)] : []))
  await a.receive([made('org', 'x'), { ...end, kind: 'remove', body: { saw } }])
  expect(a.differences()).toEqual([])
  expect(a.db.prepare('SELECT id FROM org ORDER BY id').all()).toEqual([{ id: 'x' }, { id: 'y' }])
})

test('two kinds of thing that were one by mistake each stand in their own table afterwards', async () => {
  const a = openOffice('a')
  await a.write(set => set.create('org', organization('B'), 'y'))
  await a.write(set => set.create('person', { name: '王' }, 'x'))
  const mark = await a.write(set => set.create('merge', { of_entity: 'org', kept: 'x', lost: 'y', saw: [] }))
  expect(a.differences()).toEqual([])
  await a.write(set => set.remove('merge', mark))
  expect(a.differences()).toEqual([])
})

const since = { since: { since: '2018-01-01', since_known: 1 }, follows: { follows: [] } }

test.each([
  ['membership', 'person', 'org'],
  ['placement', 'org', 'parent'],
])(
  'two places of one version are told apart in whatever order they come: %s',
  async (entity, what, where) => {
    const { a, b, c } = openOffices('a', 'b', 'c')
    const twin = (n: number, thing: string, to: string): Change => {
      const set = { place: { [what]: 'x', [where]: to }, ...since }
      return { ...foreign(n, entity, thing, 9), hangsOn: ['x', to], kind: 'put', body: { set } }
    }
    const [one, two] = [twin(1, 'stay-2', 'org-1'), twin(2, 'stay-1', 'org-2')]
    await a.receive([one, two])
    await b.receive([two, one])
    await c.receive([two])
    await c.receive([one])
    for (const office of [a, b, c]) {
      expect(office.differences()).toEqual([])
      expect(dumpOf(office)).toEqual(dumpOf(a))
    }
    expect(a.db.prepare(`SELECT id FROM ${entity} WHERE until IS NULL`).all()).toEqual([{ id: 'stay-2' }])
  },
)
