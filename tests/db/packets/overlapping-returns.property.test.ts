import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countedByReturn, eachOnce, type GivenBackRange } from '#db/packets/status/returns-in-force.ts'

const most = 20
const numbersOf = ({ from, to }: GivenBackRange) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)

const ranges = fc.array(
  fc
    .record({
      no: fc.integer({ min: 1, max: 4 }),
      writer: fc.integer({ min: 1, max: 2 }),
      from: fc.integer({ min: 1, max: most }),
      // One that ends before it begins names nothing, and a packet may bring it.
      length: fc.integer({ min: -3, max: most }),
    })
    .map(
      ({ length, ...range }): GivenBackRange => ({ ...range, to: Math.min(most, range.from + length - 1) }),
    ),
  { maxLength: 12 },
)

test('of ranges that overlap each number is in the first that has it, and in no other', () => {
  fc.assert(
    fc.property(ranges, given => {
      const first = new Map<string, number>()
      for (const range of given)
        for (const n of numbersOf(range)) {
          const id = `${range.writer}:${n}`
          if (!first.has(id)) first.set(id, range.no)
        }
      const apart = eachOnce(given).flatMap(range =>
        numbersOf(range).map(n => [`${range.writer}:${n}`, range.no] as const),
      )
      expect(apart.length).toBe(first.size)
      expect(new Map(apart)).toEqual(first)
    }),
  )
})

test('what each return names is counted once, whatever its own ranges and those of others have in common', () => {
  fc.assert(
    fc.property(ranges, fc.uniqueArray(fc.integer({ min: 1, max: most })), (given, known) => {
      const counted = countedByReturn(
        given,
        (_writer, from, to) => known.filter(n => n >= from && n <= to).length,
      )
      const naive = new Map<number, number>()
      for (const [no, own] of Map.groupBy(
        given.filter(one => numbersOf(one).length > 0),
        one => one.no,
      )) {
        const named = new Set(own.flatMap(range => numbersOf(range).map(n => `${range.writer}:${n}`)))
        naive.set(no, [...named].filter(id => known.includes(Number(id.split(':')[1]))).length)
      }
      expect(counted).toEqual(naive)
    }),
  )
})
