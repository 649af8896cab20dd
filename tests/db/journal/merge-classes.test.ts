import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Mark, mergeClasses } from '#db/journal/fold/merge-classes.ts'

const marks = fc.array(
  fc
    .record({ kept: fc.nat(9), lost: fc.nat(9) })
    .map(({ kept, lost }): Mark => ({ kept: `id-${kept}`, lost: `id-${lost}`, saw: [] })),
  { maxLength: 12 },
)

/** All that can be reached from an id over marks, in either direction. */
function reachable(list: readonly Mark[], from: string): string[] {
  const found = new Set([from])
  for (const id of found) {
    for (const { kept, lost } of list) {
      if (kept === id) found.add(lost)
      if (lost === id) found.add(kept)
    }
  }
  return [...found].sort()
}

test('a class is all that marks connect, and its lowest id survives', () => {
  fc.assert(
    fc.property(marks, list => {
      const classes = mergeClasses(list)
      expect([...classes.keys()].sort()).toEqual(
        [...new Set(list.flatMap(({ kept, lost }) => [kept, lost]))].sort(),
      )
      for (const [id, { survivor, members }] of classes) {
        expect(members).toEqual(reachable(list, id))
        expect(survivor).toBe(members[0])
      }
    }),
  )
})

test('the order of the marks and their doubling do not matter', () => {
  fc.assert(
    fc.property(marks, list => {
      const sorted = (found: ReturnType<typeof mergeClasses>) =>
        [...found].sort(([a], [b]) => (a < b ? -1 : 1))
      expect(sorted(mergeClasses([...list.toReversed(), ...list]))).toEqual(sorted(mergeClasses(list)))
    }),
  )
})
