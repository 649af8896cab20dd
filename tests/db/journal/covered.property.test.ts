import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Range } from '#db/journal/change.ts'
import { Covered } from '#db/journal/gather/covered.ts'

const range = fc
  .tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 12 }))
  .map(([writer, from, more]): Range => [writer, from, from + more])

test('each number is gone through once, whatever ranges name it and in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(fc.array(range, { maxLength: 8 }), { maxLength: 8 }), batches => {
      const covered = new Covered()
      const seen: string[] = []
      for (const batch of batches)
        for (const [writer, from, to] of covered.take(batch))
          for (let n = from; n <= to; n++) seen.push(`${writer} ${n}`)
      const named = batches
        .flat()
        .flatMap(([writer, from, to]) =>
          Array.from({ length: to - from + 1 }, (_, i) => `${writer} ${from + i}`),
        )
      expect(seen.toSorted()).toEqual([...new Set(named)].toSorted())
    }),
    { numRuns: 500 },
  )
})
