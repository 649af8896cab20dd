import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import type { Change } from '#db/journal/change.ts'
import { Incoming } from '#db/packets/opening/incoming.ts'

const origin = { firstN: 1, office: 'o', at: '', actor: '', label: {} }
const [a, b] = ['a', 'b'].map(replica => ({ ...origin, writer: `${replica}.1`, replica }))

function put(by: Change['origin'] | undefined, n: number, name = `${n}`): Change {
  const of = by ?? { ...origin, writer: '', replica: '' }
  const envelope = { origin: of, n, lamport: n, entity: 'person', thing: `p${n}`, hangsOn: [], schema: 1 }
  return { ...envelope, signature: null, kind: 'put', body: { set: { name: { name } } } }
}

/** What a packet's changes come to: which of them were the first of their ids, and what is there afterwards. */
function added(changes: readonly Change[], most: number) {
  const db = new Database(':memory:')
  onTestFinished(() => {
    db.close()
  })
  const incoming = new Incoming(db, most)
  const isFirst = changes.map((change, i) => incoming.add(i + 1, change, `digest-${i}`, false))
  incoming.end()
  const isIndexed =
    db.prepare("SELECT 1 FROM temp.sqlite_schema WHERE name = 'incoming_id'").get() !== undefined
  const there = [...incoming.of('take')].map(({ origin: { writer }, n, body }) => ({ writer, n, body }))
  return { isFirst, isIndexed, there, isOfA: incoming.isOf('a'), isNewer: incoming.isNewerThan(0) }
}

test('a large packet whose numbers rise is kept without an index over its ids, and whole', () => {
  const changes = Array.from({ length: 45 }, (_, i) => put(a, i + 1))
  const large = added(changes, 1e6)
  expect(large).toMatchObject({ isIndexed: false, isOfA: true, isNewer: true })
  expect(large.isFirst).not.toContain(false)
  expect(large.there).toEqual(changes.map(({ n, body }) => ({ writer: 'a.1', n, body })))
})

test.each([45, 20, 19, 1])('an id that comes twice is told, though %i came in order before it', count => {
  const rising = Array.from({ length: count }, (_, i) => put(a, i + 2))
  const changes = [
    ...rising,
    put(b, 7),
    put(a, 1),
    put(a, 2, 'another'),
    put(b, 7, 'another'),
    put(b, 3),
    put(b, 8),
  ]
  const [large, small] = [added(changes, 1e6), added(changes, 10)]
  expect(large).toEqual(small)
  expect(large.isFirst.slice(count)).toEqual([true, true, false, false, true, true])
  expect(large.isIndexed).toBe(true)
  expect(large.isOfA).toBe(false)
  expect(large.there).toHaveLength(count + 4)
})
