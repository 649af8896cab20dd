import { expect, onTestFinished, test } from 'vitest'
import type { Change, Fields } from '#db/journal/change.ts'
import { Records } from '#db/journal/gather/records.ts'
import { VerdictContexts } from '#db/journal/gather/verdict-context.ts'
import { registryEntities } from '#db/registry/entities.ts'
import { openReplica, type Replica } from '#tests/fixtures/replica.ts'

/** A replica that counts the statements it runs. */
function counted(name: string, copyOf?: Replica): { replica: Replica; statements: string[] } {
  const statements: string[] = []
  const replica = openReplica(name, { watch: text => statements.push(text), ...(copyOf && { copyOf }) })
  onTestFinished(() => {
    replica.db.close()
  })
  return { replica, statements }
}

async function withPeople(count: number) {
  const { replica } = counted('a')
  const ids = await replica.write(set => {
    const org = set.create('org', { name: 'A', tier: 'street', kind: 'branch', branch_type: 'ordinary' })
    return Array.from({ length: count }, (_, i) => {
      const person = set.create('person', { name: `王${i}` })
      set.create('membership', { person, org, since: '2018-01-01', since_known: 1, follows: [] })
      return person
    })
  })
  return { replica, ids }
}

const reading = (statements: readonly string[]) =>
  statements.filter(text => /^\s*SELECT/.test(text) && !/FROM change\s+WHERE writer|FROM writer/.test(text))

test('what a packet costs is one look at the histories of all its records, not one for each change', async () => {
  const { replica: a, ids } = await withPeople(400)
  const { replica: b, statements } = counted('b', a)
  const before = a.changes().length
  for (const round of ['1', '2', '3', '4', '5']) {
    await a.write(set => {
      for (const id of ids) set.edit('person', id, { phone: round })
    })
  }
  const edits = a.changes().slice(before)
  expect(edits).toHaveLength(2000)
  statements.length = 0
  await b.receive(edits)
  // How long they are is asked first: of few records that were changed a million times some at a time are read.
  const ofHistories = statements.filter(text => text.includes('INDEXED BY change_thing'))
  expect(ofHistories.map(text => text.includes('count(*)'))).toEqual([true, false])
  expect(reading(statements).length).toBeLessThan(20)
  // All 400 get the same columns: they are written with one statement.
  expect(statements.filter(text => text.startsWith('UPDATE person'))).toHaveLength(1)
  expect(b.differences()).toEqual([])
})

test('twice as many people and stays in a packet cost at most twice the questions', async () => {
  const cost = async (count: number) => {
    const { replica: a } = await withPeople(count)
    const { replica: b, statements } = counted('b')
    await b.receive(a.changes())
    const asked = reading(statements).length
    expect(b.differences()).toEqual([])
    return asked
  }
  const [small, large] = [await cost(1000), await cost(2000)]
  expect(large).toBeLessThanOrEqual(small * 2.5)
  // Each kind of record that may name one of them is asked once for a slice of them.
  expect(large).toBeLessThan(15 * registryEntities.size)
})

test('an edit by hand costs the same after a long history of everything else', async () => {
  const { replica: a, ids } = await withPeople(50)
  const cost = async (value: string) => {
    const { replica: b, statements } = counted('b', a)
    await b.write(set => set.edit('person', ids[0] ?? '', { phone: value }))
    return statements.length
  }
  const first = await cost('1')
  for (let round = 0; round < 20; round++) {
    await a.write(set => {
      for (const id of ids.slice(1)) set.edit('person', id, { phone: `${round}` })
    })
  }
  expect(await cost('2')).toBe(first)
})

test('only what differs is written', async () => {
  const { replica: a, ids } = await withPeople(2)
  const { replica: b, statements } = counted('b', a)
  const before = a.changes().length
  await a.write(set => {
    set.edit('person', ids[0] ?? '', { phone: '1', email: 'a@b' })
    set.edit('person', ids[1] ?? '', { name: '李' })
  })
  statements.length = 0
  await b.receive(a.changes().slice(before))
  const writes = statements.filter(
    text =>
      /^(UPDATE|DELETE|INSERT)/.test(text) && /^\w+ (INTO |FROM )?(person|grams|shadow|conflict)/.test(text),
  )
  expect(writes.map(text => text.replace(/ WHERE.*/s, '')).sort()).toEqual([
    'DELETE FROM grams',
    expect.stringMatching(/^INSERT INTO grams/),
    expect.stringMatching(
      /^UPDATE person SET name = .+ 1, pinyin = .+ 2, initials = .+ 3, pristine = .+ 4 FROM json_each\('\[\[2,"李","li","l",null\]\]'\) j$/,
    ),
    expect.stringMatching(
      /^UPDATE person SET phone = .+ 1, email = .+ 2, pristine = .+ 3 FROM json_each\('\[\[1,"1","a@b",null\]\]'\) j$/,
    ),
  ])
})

test('a return that names more numbers than there are costs no more than there are changes', async () => {
  const { replica: a, ids } = await withPeople(3)
  const writer = a.changes()[0]?.origin.writer ?? ''
  const { replica: b, statements } = counted('b', a)
  const origin = { writer: 'w', firstN: 1, replica: 'r', office: 'o', at: '', actor: '', label: {} }
  const reason = { code: '', zh: '', en: '' }
  const names: Change = {
    origin,
    n: 1,
    lamport: 99,
    entity: 'return',
    thing: 'return-1',
    hangsOn: [],
    schema: 1,
    signature: null,
    kind: 'return',
    body: { names: [[writer, 1, 2 ** 40]], reason },
  }
  statements.length = 0
  await b.receive([names])
  expect(statements.length).toBeLessThan(200)
  expect(b.differences()).toEqual([])
  expect(b.journal.tables.shadowOf(ids[0] ?? '')?.state).toBe('returned')
})

const statistics = {
  none: '',
  'of a small beginning':
    "INSERT INTO sqlite_stat1 VALUES ('change', 'change_thing', '4 4'), ('change', 'change_id', '4 4 1'), ('named', 'named_range', '1 1 1');",
  'of a district':
    "INSERT INTO sqlite_stat1 VALUES ('change', 'change_thing', '1000000 3'), ('change', 'change_id', '1000000 20000 1'), ('change', 'change_governing', '200 100 1'), ('named', 'named_range', '2000 20 2');",
}

test.each(Object.entries(statistics))(
  'no question of the journal scans all changes, with statistics %s',
  async (_, sql) => {
    const { replica: a, ids } = await withPeople(3)
    const { replica: b, statements } = counted('b', a)
    b.db.exec(`ANALYZE; DELETE FROM sqlite_stat1; ${sql} ANALYZE sqlite_master;`)
    await a.write(set => set.create('revocation', { replica: 'replica-x', accepted: [] }))
    await a.write(set => set.giveBack([['nobody', 1, 5]], { code: '', zh: '', en: '' }))
    await a.write(set => set.edit('person', ids[0] ?? '', { phone: '1' }))
    statements.length = 0
    const known = b.changes().length
    statements.length = 0
    await b.receive(a.changes().slice(known))
    await b.write(set => {
      set.edit('person', ids[1] ?? '', { phone: '2' })
      set.remove('person', ids[2] ?? '')
    })
    const asked = new Set(statements.filter(text => /^\s*SELECT/.test(text)))
    const scans = [...asked].flatMap(text =>
      b.db
        .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
        .all()
        .filter(step =>
          /^SCAN (c|change|named|person|membership)\b(?!.*(change_governing|named_change))/.test(step.detail),
        )
        .map(step => `${step.detail}: ${text}`),
    )
    expect(scans).toEqual([])
  },
)

test('derived columns and search texts read no other field than they say', () => {
  for (const entity of registryEntities.values()) {
    const read = new Set<string>()
    const fields: Fields = new Proxy({}, { get: (_, field) => void read.add(String(field)) })
    entity.derived?.(fields)
    entity.search?.grams(fields)
    const short: Fields = new Proxy(
      { short_name: '短' },
      {
        get: (of, field) => {
          read.add(String(field))
          return Reflect.get(of, field)
        },
      },
    )
    entity.derived?.(short)
    expect([...(entity.readings ?? [])].sort()).toEqual([...read].sort())
  }
})

test('records that were written often are folded a few at a time, however many there are', async () => {
  const { replica: office } = counted('a')
  const people = await office.write(set =>
    ['a', 'b', 'c', 'd', 'e'].map(name => set.create('person', { name })),
  )
  const origin = { ...office.changes()[0]!.origin, writer: 'b-000001', replica: 'b' }
  const edits = people.slice(0, 3).flatMap((thing, of) =>
    Array.from({ length: 1999 }, (_, i): Change => {
      const n = of * 1999 + i + 1
      const base = { name: [i === 0 ? `1@a-000001` : `${n + 9}@b-000001`] }
      const body = { set: { name: { name: `${i}` } }, base }
      return {
        ...{ origin, n, lamport: n + 10, entity: 'person', thing, hangsOn: [], schema: 1, signature: null },
        ...{ kind: 'put', body },
      }
    }),
  )
  await office.receive(edits)
  const { changes, tables, entities } = office.journal
  const records = new Records(changes, tables, entities, new VerdictContexts(changes, entities))
  const parts = [...records.inParts(people)]
  expect(parts.flat()).toEqual(people)
  // Of 2,000 changes each, two people are as much as a part may hold; the last two have one each.
  expect(parts.map(part => part.length)).toEqual([2, 3])
})

test('an edit reads nothing of what merge marks of others say to have seen, and one of a merged record what its own marks say', async () => {
  const { replica: a, ids } = await withPeople(4)
  const [one = '', two = '', other = ''] = ids.toSorted()
  await a.write(set => {
    for (let i = 0; i < 3; i++) {
      const saw = Array.from({ length: 100 }, (_, n) => `${n + 1}@nobody.${i}`)
      set.create('merge', { of_entity: 'person', kept: one, lost: two, saw })
    }
  })
  const { replica: b, statements } = counted('b', a)
  const ofSeen = async (person: string) => {
    statements.length = 0
    await b.write(set => set.edit('person', person, { phone: '1' }))
    return statements.filter(text => /FROM merge\b[^;]*\bsaw\b/.test(text)).length
  }
  expect(await ofSeen(other)).toBe(0)
  expect(await ofSeen(one)).toBeGreaterThan(0)
  expect(b.differences()).toEqual([])
})
