import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Change } from '#db/journal/change.ts'
import { idOf } from '#db/journal/change.ts'
import { project } from '#db/journal/fold/project.ts'
import { registryEntities } from '#db/registry/entities.ts'
import { histories, play } from '#tests/fixtures/histories.ts'
import { openReplica } from '#tests/fixtures/replica.ts'

const runs = Number(process.env['LIFELINE_RUNS'] ?? 80)
/** All of them are played, however busy the PC is. */
const enough = Math.max(120_000, runs * 4_000)

function plain(changes: Iterable<Change>): string {
  const { tables, shadows, conflicts } = project(changes, registryEntities)
  const sorted = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify({
    tables: sorted(tables).map(([name, rows]) => [name, sorted(rows)]),
    shadows: sorted(shadows),
    conflicts: sorted(conflicts),
  })
}

function allChanges(replicas: readonly { changes: () => Change[] }[]): Change[] {
  const all = new Map<string, Change>()
  for (const replica of replicas) for (const change of replica.changes()) all.set(idOf(change), change)
  return [...all.values()]
}

describe('the tables are a function of the set of changes', () => {
  test(
    'every replica’s tables equal its journal projected anew, after every history',
    async () => {
      await fc.assert(
        fc.asyncProperty(histories, async steps => {
          for (const replica of await play(steps)) {
            expect(replica.differences()).toEqual([])
            replica.db.close()
          }
        }),
        { numRuns: runs },
      )
    },
    enough,
  )

  test(
    'any permutation, doubling and regrouping of the same changes gives the same tables',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          histories,
          fc.array(fc.nat(1000), { minLength: 200, maxLength: 200 }),
          fc.integer({ min: 1, max: 12 }),
          async (steps, keys, groupSize) => {
            const replicas = await play(steps)
            const all = allChanges(replicas)
            const shuffled = all
              .map((change, i) => ({ change, key: keys[i % keys.length]! * 7919 + i * (keys[0]! % 13) }))
              .sort((a, b) => (a.key % 1009) - (b.key % 1009))
              .map(item => item.change)
            const doubled = [...shuffled, ...shuffled.filter((_, i) => i % 3 === 0)]
            const target = openReplica('z')
            for (let i = 0; i < doubled.length; i += groupSize)
              await target.receive(doubled.slice(i, i + groupSize))
            expect(target.differences()).toEqual([])
            expect(plain(target.changes())).toBe(plain(all))
            for (const replica of [...replicas, target]) replica.db.close()
          },
        ),
        { numRuns: runs },
      )
    },
    enough,
  )
})
