import fc from 'fast-check'
import { expect, test } from 'vitest'
import { factsAt, factsInParts } from '#db/lifeline/gathering/facts-in-parts.ts'
import { gatherFacts } from '#db/lifeline/gathering/gather-facts.ts'
import { layOut, readHung } from '#db/lifeline/gathering/laid-out.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { askedOn, randomRegistry, stored } from './random-registry.ts'

test('the facts of a large registry, read in parts, are those that are read at once', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(randomRegistry, fc.nat(), async (given, pick) => {
      const root = given.orgs[pick % given.orgs.length]!.id
      const registry = stored(given)
      try {
        const scope = { root, asOf: askedOn }
        const expected = await gatherFacts(registry.reader, scope, defaultPack)
        const laid = layOut(registry.database, scope, readHung(registry.database, scope))
        const by = { asOf: askedOn, pack: defaultPack }
        const parts = await Array.fromAsync(factsInParts(registry.reader, laid, laid.nos.keys(), by))
        const found = parts.flat().map(({ facts }) => facts)
        const isThere = expected.some(({ orgId }) => orgId === root)
        const byId = <T extends { orgId: string }>(list: readonly T[]) =>
          list.toSorted((a, b) => (a.orgId < b.orgId ? -1 : 1))
        expect(byId(found)).toEqual(isThere ? byId(expected) : [])
        const [, second] = parts.flat()
        if (second === undefined) return
        expect(await factsAt(registry.reader, laid, [second.place], askedOn, defaultPack)).toEqual([second])
        compared++
      } finally {
        registry.close()
      }
    }),
    { numRuns: 60 },
  )
  expect(compared).toBeGreaterThan(10)
})
