import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Change, type Put, versionOf } from '#db/journal/change.ts'
import type { Entity } from '#db/journal/entity.ts'
import { foldCreation, foldRecord } from '#db/journal/fold/fold.ts'
import { judge } from '#db/journal/fold/judge.ts'

const entity: Entity = {
  name: 'thing',
  registers: { name: { name: 'text' }, phone: { phone: 'text', ext: 'text' } },
  required: ['name'],
  refs: {},
}

function envelope(writer: string, lamport: number) {
  const origin = { writer, firstN: 1, replica: writer, office: writer, at: '', actor: '', label: {} }
  const rest = { entity: 'thing', thing: 't', hangsOn: [], schema: 1, signature: null }
  return { origin, n: lamport, lamport, ...rest }
}

const created: Put = { ...envelope('a', 1), kind: 'put', body: { set: { name: { name: '李' } } } }

function put(lamport: number, phone: string, base: readonly string[]): Put {
  return {
    ...envelope('a', lamport),
    kind: 'put',
    body: { set: { phone: { phone } }, base: { phone: base } },
  }
}

function fold(changes: readonly Change[]) {
  const verdicts = judge(changes, new Map([[entity.name, entity]]), new Map())
  return foldRecord({ entity, changes, verdicts, findReturns: () => [] })
}

/** A creation, and puts that each name any of the versions before them. */
const puts = fc
  .array(
    fc.record({ phone: fc.constantFrom('1', '2', '3'), bases: fc.array(fc.nat(20), { maxLength: 3 }) }),
    {
      maxLength: 9,
    },
  )
  .map(list => {
    const changes: Put[] = [created]
    for (const { phone, bases } of list) {
      const named = bases.map(i => versionOf(changes[i % changes.length] ?? created))
      changes.push(put(changes.length + 1, phone, [...new Set(named)]))
    }
    return changes
  })

test('heads are the versions that no other change names, and the highest is the value', () => {
  fc.assert(
    fc.property(puts, changes => {
      const folded = fold(changes)
      const named = new Set(changes.flatMap(change => change.body.base?.['phone'] ?? []))
      const heads = changes.filter(change => !named.has(versionOf(change)))
      if (folded.state !== 'live') throw new Error('a created record is live')
      expect(folded.heads['phone']).toEqual(heads.map(versionOf))
      expect(folded.heads['name']).toEqual([versionOf(created)])
      expect(folded.fields['phone']).toBe(heads.at(-1)?.body.set['phone']?.['phone'] ?? null)
      const said = new Set(heads.map(head => head.body.set['phone']?.['phone']))
      expect(folded.conflicts.map(conflict => conflict.register)).toEqual(said.size > 1 ? ['phone'] : [])
    }),
  )
})

test('the order in which changes are given does not matter', () => {
  fc.assert(
    fc.property(puts, changes => {
      expect(fold(changes.toReversed())).toEqual(fold(changes))
    }),
  )
})

test('a creation alone folds to the same as the shorter way', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom('name', 'phone', 'other'),
        fc.dictionary(
          fc.constantFrom('name', 'phone', 'ext'),
          fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
        ),
      ),
      set => {
        const creation: Change = { ...created, body: { set } }
        const long = fold([creation])
        const short = foldCreation(entity, creation)
        const visible = (folded: typeof long) => (folded.state === 'live' ? { ...folded, heads: {} } : folded)
        expect(visible(short)).toEqual(visible(long))
      },
    ),
  )
})

test('a base that is not known here is trusted: what builds on it counts', () => {
  const folded = fold([created, put(5, '9', ['4@elsewhere'])])
  expect(folded).toMatchObject({ state: 'live', fields: { phone: '9' } })
})

test('two puts that name each other bring nothing down', () => {
  const first = put(2, '1', ['3@a'])
  const second = put(3, '2', ['2@a'])
  expect(fold([created, first, second])).toMatchObject({ state: 'live', fields: { name: '李' } })
})

test('a value at the end of a chain of twenty thousand changes is read like any other', async () => {
  const changes: Put[] = [created]
  // Only the last one writes the value: the others would make this slow before it fails.
  for (let lamport = 2; lamport <= 20_000; lamport++) {
    const link = put(lamport, `${lamport}`, [`${lamport - 1}@a`])
    changes.push(lamport < 20_000 ? { ...link, body: { ...link.body, set: {} } } : link)
  }
  expect(fold(changes)).toMatchObject({ state: 'live', fields: { phone: '20000' } })
})
