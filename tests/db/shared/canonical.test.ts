import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical, type Json } from '#db/shared/canonical.ts'

/** The same value with its keys in another order, at every depth. */
function shuffled(value: Json): Json {
  if (Array.isArray(value)) return value.map(shuffled)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, field]) => [key, field === undefined ? undefined : shuffled(field)]),
  )
}

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>

test('the order of keys does not matter, at any depth', () => {
  fc.assert(
    fc.property(json, value => {
      expect(canonical(shuffled(value))).toBe(canonical(value))
    }),
  )
})

test('the text is JSON of the same value, in composed form, and its own canonical text', () => {
  fc.assert(
    fc.property(json, value => {
      const text = canonical(value)
      const read: Json = JSON.parse(text)
      expect(canonical(read)).toBe(text)
      expect(JSON.stringify(value).normalize('NFC').length).toBe(text.length)
    }),
  )
})

test('keys are sorted by their code units, with nothing between the tokens', () => {
  expect(canonical({ b: 1, a: [true, null, 'x'], B: { z: 0, y: -1.5 }, 团: 2 })).toBe(
    '{"B":{"y":-1.5,"z":0},"a":[true,null,"x"],"b":1,"团":2}',
  )
})

test('two ways to type a letter are one text', () => {
  expect(canonical('Cafe\u0301')).toBe(canonical('Caf\u00e9'))
  expect(canonical({ name: ['\u1100\u1161'] })).toBe('{"name":["\uac00"]}')
})

test('an absent field is left out, and is not null', () => {
  expect(canonical({ a: undefined, b: null })).toBe('{"b":null}')
  expect(canonical({ a: undefined })).toBe(canonical({}))
  expect(canonical({ a: null })).not.toBe(canonical({}))
})

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%d has no text', value => {
  expect(() => canonical({ a: [value] })).toThrow(RangeError)
})

test('zero has one text, and numbers are written as JSON writes them', () => {
  expect(canonical(-0)).toBe('0')
  expect([1e21, 0.1, 1e-7].map(canonical)).toEqual(['1e+21', '0.1', '1e-7'])
})
