import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  byVersion,
  type Change,
  type FieldValue,
  idOf,
  namesChange,
  rangesOf,
  rankOf,
  signedText,
  versionOf,
} from '#db/journal/change.ts'
import { type FieldType, shapely } from '#db/journal/entity.ts'
import { registryEntities } from '#db/registry/entities.ts'

function change(writer: string, n: number, lamport: number, extra: Partial<Change> = {}): Change {
  const origin = { writer, firstN: n, replica: 'r', office: 'o', at: '', actor: '', label: {} }
  return {
    origin,
    n,
    lamport,
    entity: 'person',
    thing: 't',
    hangsOn: [],
    schema: 1,
    signature: null,
    kind: 'put',
    body: { set: {} },
    ...extra,
  } as Change
}

const written = fc
  .record({
    writer: fc.constantFrom('a', 'b', 'c-000001'),
    n: fc.integer({ min: 1, max: 40 }),
    lamport: fc.integer({ min: 1, max: 2 ** 40 }),
  })
  .map(({ writer, n, lamport }) => change(writer, n, lamport))

test('ranks sort as versions do: by lamport, then by writer', () => {
  fc.assert(
    fc.property(written, written, (a, b) => {
      fc.pre(versionOf(a) !== versionOf(b))
      expect(Math.sign(byVersion(a, b))).toBe(rankOf(a) < rankOf(b) ? -1 : 1)
    }),
  )
})

test('ranges name exactly the changes that they were made of, and never touch or overlap', () => {
  fc.assert(
    fc.property(
      fc.array(written, { maxLength: 30 }),
      fc.array(written, { maxLength: 30 }),
      (named, others) => {
        const ranges = rangesOf(named.map(({ origin, n }) => [origin.writer, n]))
        const ids = new Set(named.map(idOf))
        for (const one of [...named, ...others]) expect(namesChange(ranges, one)).toBe(ids.has(idOf(one)))
        for (const [i, [writer, from, to]] of ranges.entries()) {
          expect(from).toBeLessThanOrEqual(to)
          const next = ranges[i + 1]
          if (next?.[0] === writer) expect(next[1]).toBeGreaterThan(to + 1)
        }
      },
    ),
  )
})

test('a signature is over everything but itself, whatever the order of keys', () => {
  const one = change('a', 1, 1)
  const text = signedText(one)
  expect(signedText({ ...one, signature: 'AAAA' })).toBe(text)
  const reversed = Object.fromEntries(Object.entries(one).reverse()) as unknown as Change
  expect(signedText(reversed)).toBe(text)
  const touched: Change[] = [
    { ...one, n: 2 },
    { ...one, lamport: 2 },
    { ...one, thing: 'u' },
    { ...one, hangsOn: ['x'] },
    { ...one, schema: 2 },
    { ...one, origin: { ...one.origin, office: 'p' } },
    change('a', 1, 1, { kind: 'remove', body: { saw: [] } }),
  ]
  for (const other of touched) expect(signedText(other)).not.toBe(text)
})

test('a value is kept where it has its field’s shape, and is empty otherwise', () => {
  const shaped = (type: FieldType, value: FieldValue | undefined) => shapely({}, 'x', type, value)
  expect(['李', 5, ['李'], undefined].map(value => shaped('text', value))).toEqual(['李', null, null, null])
  const numbers = [3, 3.5, Number.NaN, 2 ** 60, '3', null].map(value => shaped('integer', value))
  expect(numbers).toEqual([3, null, null, null, null, null])
  expect(shaped('list', ['a', 'b'])).toEqual(['a', 'b'])
  expect([shaped('list', 'a'), shaped('list', null)]).toEqual([null, null])
})

test('a day that no calendar has, and a number that nobody can write, are empty', () => {
  const meeting = registryEntities.get('meeting')!
  const rating = registryEntities.get('rating')!
  const day = (value: string) => shapely(meeting, 'held_on', 'text', value)
  expect(['2018-02-28', '2018-02-30', '0000-01-01', '9999-12-31', 'x'].map(day)).toEqual([
    '2018-02-28',
    ...[null, null, null, null],
  ])
  const year = (value: number) => shapely(rating, 'year', 'integer', value)
  expect([2018, 0, -1, 2 ** 40].map(year)).toEqual([2018, null, null, null])
})
