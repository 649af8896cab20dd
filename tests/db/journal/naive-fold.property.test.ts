import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Change } from '#db/journal/change.ts'
import { fieldsOf } from '#db/journal/entity.ts'
import { project } from '#db/journal/fold/project.ts'
import { fullHistories, play } from '#tests/fixtures/histories.ts'
import { openReplica, type Replica } from '#tests/fixtures/replica.ts'
import { type NaiveRegistry, naiveFold } from './naive-fold.ts'
import { oddChanges } from './odd-changes.ts'

const runs = Number(process.env['LIFELINE_RUNS'] ?? 80)
/** All of them are played, however busy the PC is. */
const enough = Math.max(120_000, runs * 4_000)

/** A list of nothing says nothing: a table keeps it as an empty list. */
const saidOf = (value: unknown) => (Array.isArray(value) && value.length === 0 ? null : (value ?? null))

/** What the program's tables say: rows by kind, conflicts, and which row of a dated kind holds on which day. */
function toldBy({ db, journal }: Replica, days: readonly string[]) {
  const kinds = [...journal.entities.values()]
  const rows = kinds.map(kind => [
    kind.name,
    journal.tables
      .allOf(kind)
      .map(row => [row.id, ...fieldsOf(kind).map(field => saidOf(row[field]))])
      .sort(byFirst),
  ])
  const holding = kinds.flatMap(kind => {
    const { series } = kind
    if (!series) return []
    const begins = kind.tree ? 'starts' : 'since'
    const subjects = db
      .prepare<[], { id: string }>(`SELECT DISTINCT ${series.subject} AS id FROM ${kind.name} ORDER BY 1`)
      .all()
    const on = db.prepare<[string, string, string], { id: string }>(
      `SELECT id FROM ${kind.name} WHERE ${series.subject} = ? AND ${begins} <= ? AND (until IS NULL OR until > ?)`,
    )
    return subjects.map(({ id }) => [
      kind.name,
      id,
      days.map(day =>
        on
          .all(id, day, day)
          .map(row => row.id)
          .join(' and '),
      ),
    ])
  })
  const conflicts = db
    .prepare<[], { thing: string; register: string }>('SELECT thing, register FROM conflict')
    .all()
    .map(conflict => `${conflict.thing} ${conflict.register}`)
    .sort()
  return { rows, holding, conflicts }
}

function toldByNaive(naive: NaiveRegistry, { journal }: Replica, days: readonly string[]) {
  const kinds = [...journal.entities.values()]
  const rows = kinds.map(kind => [
    kind.name,
    [...(naive.rows.get(kind.name) ?? [])]
      .map(([id, row]) => [id, ...fieldsOf(kind).map(field => saidOf(row.fields[field]))])
      .sort(byFirst),
  ])
  const holding = kinds.flatMap(kind =>
    kind.series
      ? naive
          .subjectsOf(kind.name)
          .toSorted()
          .map(id => [kind.name, id, days.map(day => naive.holding(kind.name, id, day) ?? '')])
      : [],
  )
  return { rows, holding, conflicts: [...naive.conflicts].sort() }
}

function byFirst(a: readonly unknown[], b: readonly unknown[]): number {
  return String(a[0]) < String(b[0]) ? -1 : 1
}

/** The days on which something begins, and those between. */
function daysOf({ journal }: Replica): readonly string[] {
  const begun = [...journal.entities.values()]
    .filter(kind => kind.series)
    .flatMap(kind => journal.tables.allOf(kind).map(row => String(row['since'])))
  return [...new Set([...begun, ...begun.map(day => `${day}+`), '0001-01-01', '9999-12-31'])].sort()
}

function expectEqual(replica: Replica): void {
  const days = daysOf(replica)
  const naive = naiveFold(replica.changes(), replica.journal.entities)
  expect(toldBy(replica, days)).toEqual(toldByNaive(naive, replica, days))
}

test(
  'after every history the tables are what a plain reading of the rules makes of the same changes',
  async () => {
    const met = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fullHistories, async steps => {
        const replicas = await play(steps)
        try {
          for (const replica of replicas) {
            expectEqual(replica)
            for (const { kind, entity } of replica.changes()) met.add(kind === 'put' ? entity : kind)
          }
        } finally {
          for (const replica of replicas) replica.db.close()
        }
      }),
      { numRuns: runs },
    )
    // A generator that forgot a kind of record would prove nothing about it.
    const kinds = ['org', 'placement', 'person', 'membership', 'standing', 'post', 'term', 'meeting']
    expect([...met]).toEqual(
      expect.arrayContaining([...kinds, 'merge', 'revocation', 'remove', 'return', 'admit']),
    )
  },
  enough,
)

test(
  'so they are after changes that no honest program writes',
  async () => {
    await fc.assert(
      fc.asyncProperty(oddChanges, async changes => {
        const replica = openReplica('odd')
        try {
          await replica.receive(changes)
          expectEqual(replica)
        } finally {
          replica.db.close()
        }
      }),
      { numRuns: runs },
    )
  },
  enough,
)

const written = (writer: string, n: number, lamport: number) => ({
  origin: { writer, firstN: n, replica: writer, office: writer, at: '', actor: '', label: {} },
  ...{ n, lamport, hangsOn: [], schema: 1, signature: null },
})
const back = (writer: string, lamport: number, named: string): Change => ({
  ...written(writer, 1, lamport),
  ...{ entity: 'return', thing: `of-${named}`, kind: 'return' },
  body: { names: [[named, 1, 1]], reason: { code: '', zh: '', en: '' } },
})
const put = (n: number, lamport: number, thing: string, name: string, base?: string[]): Change => ({
  ...written('author', n, lamport),
  ...{ entity: 'person', thing, kind: 'put' },
  body: { set: { name: { name } }, ...(base && { base: { name: base } }) },
})

test.each([
  [0, 1, 2, 3],
  [3, 0, 1, 2],
  [0, 1, 3, 2],
])(
  'what is put into the id of a return lifts no return of it, in the order %i %i %i %i',
  async (...order) => {
    const changes = [
      put(1, 1, 'person', '李'),
      back('street', 2, 'author'),
      back('district', 3, 'street'),
      put(2, 4, 'of-author', '李', ['3@district']),
    ]
    const replica = openReplica('any')
    for (const one of order) {
      await replica.receive(changes.slice(one, one + 1))
      expectEqual(replica)
      expect(replica.differences()).toEqual([])
    }
    const { tables } = project(changes, replica.journal.entities)
    expect([...(tables.get('person')?.keys() ?? [])]).toEqual(['person'])
    expect(replica.db.prepare('SELECT id FROM person').all()).toEqual([{ id: 'person' }])
  },
)

test('a correction stands on the return that it lifts, also where another one gives back what is corrected', async () => {
  const replica = openReplica('any')
  const mark = { of_entity: 'person', kept: 'kept', lost: 'lost', saw: ['1@author'] }
  const changes: Change[] = [
    put(1, 1, 'lost', '李'),
    back('street', 2, 'author'),
    put(2, 3, 'kept', '王'),
    put(3, 4, 'lost', '张', ['2@street', '1@author']),
    { ...written('marker', 1, 5), entity: 'merge', thing: 'mark', kind: 'put', body: { set: { mark } } },
    back('district', 6, 'author'),
  ]
  await replica.receive(changes)
  expect(replica.differences()).toEqual([])
  expectEqual(replica)
  expect(replica.db.prepare('SELECT id, name FROM person').all()).toEqual([{ id: 'kept', name: '张' }])
  expect(replica.db.prepare('SELECT thing, register FROM conflict').all()).toHaveLength(1)
})
