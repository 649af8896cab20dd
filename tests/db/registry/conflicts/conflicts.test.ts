import { expect, test } from 'vitest'
import type { Change } from '#db/journal/change.ts'
import { readConflicts, readingJournal, settleConflict } from '#db/registry/conflicts/conflicts.ts'
import { readDisputes } from '#db/registry/conflicts/disputes.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { openReplica, type Replica } from '#tests/fixtures/replica.ts'
import { type OpenRegistry, openRegistry } from '../open-registry.ts'

/** What another office wrote, not knowing what is written here. */
async function meanwhile(
  registry: OpenRegistry,
  write: (other: Replica) => Promise<unknown>,
): Promise<readonly Change[]> {
  const other = openReplica('other')
  await other.receive(registry.changes())
  await write(other)
  const changes = other.changes()
  other.db.close()
  return changes
}

const conflicts = ({ db, journal }: OpenRegistry) => readConflicts(db, journal).rows

async function settle(registry: OpenRegistry, id: string, keep: string): Promise<void> {
  const { db, journal } = registry
  await registry.write(set => settleConflict(db, journal, set, id, keep))
  expect(registry.differences()).toEqual([])
}

/** A person whose phone two offices wrote at once. */
async function twoPhones() {
  const registry = openRegistry()
  const [li = ''] = await registry.people('李')
  const theirs = await meanwhile(registry, other =>
    other.write(set => set.edit('person', li, { phone: '2' })),
  )
  await registry.write(set => set.edit('person', li, { phone: '1' }))
  await registry.receive(theirs)
  return { registry, li }
}

const phoneOf = ({ db }: OpenRegistry, id: string) =>
  db.prepare('SELECT phone FROM person WHERE id = ?').pluck().get(id)

test('a conflict is told with its record, its heads, who wrote them, and which one holds', async () => {
  const { registry, li } = await twoPhones()
  const [conflict, ...others] = conflicts(registry)
  expect(others).toEqual([])
  expect(conflict).toMatchObject({
    id: `${li}:phone`,
    entity: 'person',
    record: '李',
    register: 'phone',
    heads: [
      { version: '2@other-000001', value: { phone: '2' }, actor: 'other', org: 'office-other' },
      { version: '2@r-000001', value: { phone: '1' }, actor: 'r', org: 'office-r' },
    ],
    holds: '2@r-000001',
  })
})

test('the window shows of two telephone numbers what it shows elsewhere, and the signs in which they differ', async () => {
  const registry = openRegistry()
  const [li = ''] = await registry.people('李')
  const theirs = await meanwhile(registry, other =>
    other.write(set => set.edit('person', li, { phone: '13911112345' })),
  )
  await registry.write(set => set.edit('person', li, { phone: '13922212345' }))
  await registry.receive(theirs)
  const [dispute] = readDisputes(registry.db, registry.journal).rows
  const shown = dispute?.heads.map(({ fields }) => fields[0]?.value)
  expect(shown).toHaveLength(2)
  expect(shown).not.toContain('13911112345')
  expect(shown).not.toContain('13922212345')
  expect(new Set(shown).size).toBe(2)
})

test('numbers of people in a conflict are masked but for the signs in which they differ', async () => {
  const [registry, second] = [openRegistry(), openRegistry()]
  const [li = ''] = await registry.people('李')
  const said = (id_number: string) => ({
    ...{ id_type: 'resident', id_number, birth: '2001-03-01', sex: 'male', phone: '13911112345' },
  })
  const theirs = await meanwhile(registry, other =>
    other.write(set => {
      set.edit('person', li, said('440307200103010018'))
    }),
  )
  await registry.write(set => set.remove('person', li))
  await registry.receive(theirs)
  const [removed] = conflicts(registry)
  expect(JSON.stringify(removed)).toContain('440307**********18')
  expect(JSON.stringify(removed)).not.toMatch(/20010301|11112345/)
  const [wang = ''] = await second.people('王')
  const others = await meanwhile(second, other =>
    other.write(set => set.edit('person', wang, said('440307200103010018'))),
  )
  await second.write(set => set.edit('person', wang, said('440307200103030018')))
  await second.receive(others)
  const identity = conflicts(second).find(({ register }) => register !== 'phone')
  expect(identity?.heads.map(({ value }) => value)).toMatchObject([
    { id_number: '440307*******1**18' },
    { id_number: '440307*******3**18' },
  ])
})

test.each([
  ['2@other-000001', '2'],
  ['2@r-000001', '1'],
])('a conflict that is settled for %s has that value, and is no more', async (keep, phone) => {
  const { registry, li } = await twoPhones()
  await settle(registry, `${li}:phone`, keep)
  expect(phoneOf(registry, li)).toBe(phone)
  expect(conflicts(registry)).toEqual([])
})

test('a head that emptied the field can be kept', async () => {
  const registry = openRegistry()
  const [li = ''] = await registry.people('李')
  await registry.write(set => set.edit('person', li, { phone: '0' }))
  const theirs = await meanwhile(registry, other =>
    other.write(set => set.edit('person', li, { phone: null })),
  )
  await registry.write(set => set.edit('person', li, { phone: '1' }))
  await registry.receive(theirs)
  await settle(registry, `${li}:phone`, '3@other-000001')
  expect(phoneOf(registry, li)).toBeNull()
  expect(conflicts(registry)).toEqual([])
})

/** A person edited here and removed there. */
async function editedAndRemoved() {
  const registry = openRegistry()
  const [li = ''] = await registry.people('李')
  const theirs = await meanwhile(registry, other => other.write(set => set.remove('person', li)))
  await registry.write(set => set.edit('person', li, { phone: '1' }))
  await registry.receive(theirs)
  return { registry, li }
}

test('of edited here and removed there, the edit can be kept: the record stays whole', async () => {
  const { registry, li } = await editedAndRemoved()
  expect(conflicts(registry)).toMatchObject([{ id: `${li}:*`, register: '*' }])
  await settle(registry, `${li}:*`, '2@r-000001')
  expect(registry.db.prepare('SELECT name, phone FROM person').all()).toEqual([{ name: '李', phone: '1' }])
  expect(conflicts(registry)).toEqual([])
})

test('of edited here and removed there, the removal can be kept: the record goes', async () => {
  const { registry, li } = await editedAndRemoved()
  await settle(registry, `${li}:*`, '2@other-000001')
  expect(registry.db.prepare('SELECT count(*) FROM person').pluck().get()).toBe(0)
  expect(conflicts(registry)).toEqual([])
})

test.each(['here', 'there'] as const)(
  'of two homes, the one that was written %s can be kept',
  async which => {
    const registry = openRegistry()
    const orgs = {
      first: await registry.org('甲'),
      here: await registry.org('乙'),
      there: await registry.org('丙'),
    }
    const [li = ''] = await registry.people('李')
    const home = await registry.member(li, orgs.first, '2017-01-01')
    const moved = (org: string) => ({ person: li, org, since: '2018-03-01', since_known: 1, follows: [home] })
    const theirs = await meanwhile(registry, other =>
      other.write(set => set.create('membership', moved(orgs.there))),
    )
    await registry.write(set => set.create('membership', moved(orgs.here)))
    await registry.receive(theirs)
    const [conflict] = conflicts(registry)
    expect(conflict).toMatchObject({ id: `${li}:membership`, record: '李', register: 'membership' })
    expect(conflict?.heads).toHaveLength(2)
    const kept = conflict?.heads.find(head => (head.value as { org?: string }).org === orgs[which])
    await settle(registry, `${li}:membership`, kept?.version ?? '')
    expect(registry.db.prepare('SELECT org FROM membership WHERE until IS NULL').pluck().all()).toEqual([
      orgs[which],
    ])
    expect(conflicts(registry)).toEqual([])
  },
)

test('a conflict or a version that is not there is refused, with the versions to choose from', async () => {
  const { registry, li } = await twoPhones()
  const codes: unknown[] = []
  for (const [id, keep] of [
    ['nobody:phone', '2@r-000001'],
    [`${li}:email`, '2@r-000001'],
    [`${li}:phone`, '9@r-000001'],
  ] as const) {
    const refused = await settle(registry, id, keep).catch((error: unknown) => error)
    codes.push(refused instanceof Refusal ? [refused.code, refused.details] : refused)
  }
  expect(codes).toEqual([
    ['conflict-unknown', { id: 'nobody:phone' }],
    ['conflict-unknown', { id: `${li}:email` }],
    ['conflict-version-unknown', { id: `${li}:phone`, versions: ['2@other-000001', '2@r-000001'] }],
  ])
  expect(conflicts(registry)).toHaveLength(1)
})

test('twice as many conflicts are read with at most twice the questions, and the merge marks once', async () => {
  const asked = async (count: number) => {
    const statements: string[] = []
    const a = openReplica('a', { watch: text => statements.push(text) })
    const b = openReplica('b')
    const people = await a.write(set =>
      Array.from({ length: count }, (_, i) => set.create('person', { name: `王${i}` })),
    )
    await b.receive(a.changes())
    for (const [replica, phone] of [
      [a, '1'],
      [b, '2'],
    ] as const) {
      await replica.write(set => {
        for (const id of people) set.edit('person', id, { phone })
      })
    }
    await a.write(set => {
      const twice = [
        set.create('person', { name: '李' }, 'x'),
        set.create('person', { name: '李' }, 'y'),
      ] as const
      set.create('merge', { of_entity: 'person', kept: twice[0], lost: twice[1], saw: [] })
    })
    await a.receive(b.changes())
    statements.length = 0
    expect(readConflicts(a.db, readingJournal(a.db)).rows).toHaveLength(count)
    for (const { db } of [a, b]) db.close()
    expect(statements.filter(text => text.includes('FROM merge'))).toHaveLength(1)
    return statements.length
  }
  expect(await asked(40)).toBeLessThanOrEqual((await asked(20)) * 2.5)
})

test('of a field with hundreds of values some of each office are shown, the rest is counted, and each can be kept', async () => {
  const registry = openRegistry()
  const { db, journal } = registry
  const [li = ''] = await registry.people('李')
  const mine = await meanwhile(registry, other =>
    other.write(set => set.edit('person', li, { phone: 'honest' })),
  )
  // An office whose program forgets what it wrote: each value stands against all others.
  const flood = await meanwhile(registry, async other => {
    for (let i = 0; i < 300; i++) await other.write(set => set.edit('person', li, { phone: `${i}` }))
  })
  const rival = flood.flatMap((change): Change[] => {
    const origin = { ...change.origin, writer: 'flood-000001', replica: 'flood', office: 'office-flood' }
    if (change.kind !== 'put' || change.origin.replica !== 'replica-other') return []
    return [{ ...change, origin, body: { ...change.body, base: { phone: [] } } }]
  })
  await registry.receive([...mine, ...rival])
  const [conflict] = conflicts(registry)
  const heads = db.prepare('SELECT json_array_length(heads) FROM conflict').pluck().get()
  expect(heads).toBe(301)
  expect(conflict?.heads).toHaveLength(12)
  expect(conflict?.more).toBe(289)
  expect(conflict?.holds).toBe(conflict?.heads.at(-1)?.version)
  expect(conflict?.heads.map(({ org }) => org)).toContain('office-other')
  const [dispute] = readDisputes(db, journal).rows
  expect(dispute).toMatchObject({ more: 289, holds: conflict?.holds })
  expect(dispute?.heads.map(({ version }) => version)).toEqual(conflict?.heads.map(({ version }) => version))
  const honest = conflict?.heads.find(({ org }) => org === 'office-other')?.version ?? ''
  await settle(registry, conflict?.id ?? '', honest)
  expect(phoneOf(registry, li)).toBe('honest')
  expect(conflicts(registry)).toEqual([])
})

test('of a hundred thousand conflicts a thousand are read, all are counted, and those behind come once these are gone', async () => {
  const registry = openRegistry()
  const { db, journal } = registry
  const [li = ''] = await registry.people('李')
  db.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
     INSERT INTO conflict (thing, register, entity, heads) SELECT ?, printf('r%06d', i), 'meeting', '[]' FROM n`,
  ).run(li)
  const first = readDisputes(db, journal)
  expect([first.total, first.rows.length, first.rows[0]?.register]).toEqual([100_000, 1000, 'r000001'])
  expect(readConflicts(db, journal).total).toBe(100_000)
  db.exec("DELETE FROM conflict WHERE register <= 'r001000'")
  const next = readDisputes(db, journal)
  expect([next.total, next.rows.length, next.rows[0]?.register]).toEqual([99_000, 1000, 'r001001'])
})
