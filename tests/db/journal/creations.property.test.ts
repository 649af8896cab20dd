import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import type { Creation } from '#db/journal/change-set.ts'
import { openReplica } from '#tests/fixtures/replica.ts'
import { lastOf, organization, reason, seenOf, stay } from './offices.ts'

/** A registry in which some people and organizations are removed, merged or taken back, and some are as they were. */
async function before() {
  const replica = openReplica('a')
  onTestFinished(() => {
    replica.db.close()
  })
  const made = await replica.write(set => ({
    orgs: ['A', 'B', 'C'].map(name => set.create('org', organization(name))),
    people: ['王', '李', '张', '赵'].map(name => set.create('person', { name })),
  }))
  const [gone = '', ...orgs] = made.orgs
  const [removed = '', kept = '', lost = '', returned = ''] = made.people
  await replica.write(set => set.giveBack(lastOf(replica, returned), reason))
  await replica.write(set => {
    set.remove('org', gone)
    set.remove('person', removed)
    set.create('merge', { of_entity: 'person', kept, lost, saw: seenOf(replica, lost) })
  })
  return { replica, orgs: [gone, ...orgs], people: made.people }
}

type Standing = Awaited<ReturnType<typeof before>>

/**
 * The creation of this number, of whatever kind; `n` names what it hangs on: made before, or by any of the others. What
 * lacks a field that it needs, or is merged, is named after it alone: what was written before a creation does not act on it.
 */
function creation(
  i: number,
  kind: number,
  n: readonly [number, number],
  { orgs, people }: Standing,
): Creation {
  const id = String(i)
  const numbers = [0, 1, 2, 3, 4, 5]
  const all = (made: readonly string[], prefix: string) => [
    ...made,
    ...numbers.map(other => `${prefix}${other}`),
    ...numbers.filter(other => other < i).map(other => `q${other}`),
    'nobody',
  ]
  const known = [...people, ...numbers.filter(other => other < i).map(other => `p${other}`)]
  const pick = (made: readonly string[], at: number) => made[at % made.length] ?? ''
  const [person, org] = [pick(all(people, 'p'), n[0]), pick(all(orgs, 'o'), n[1])]
  const parent = pick(all(orgs, 'o'), n[0])
  switch (kind) {
    case 0:
      return { entity: 'person', id: `p${id}`, fields: { name: `人${id}` } }
    case 1:
      return { entity: 'org', id: `o${id}`, fields: organization(`社区${id}`) }
    case 2:
      return { entity: 'person', id: `q${id}`, fields: { phone: 'without a name' } }
    case 3:
      return { entity: 'membership', id: `m${id}`, fields: stay(person, org, '2018-01-01') }
    case 4:
      return {
        entity: 'standing',
        id: `s${id}`,
        fields: { person, status: 'normal', report: 'approved', since: '2018-01-01', follows: [] },
      }
    case 5:
      return { entity: 'placement', id: `l${id}`, fields: { org, parent, since: '2018-01-01', follows: [] } }
    case 6:
      return { entity: 'post', id: `t${id}`, fields: { person, org, title: '书记' } }
    default:
      return {
        entity: 'merge',
        id: `x${id}`,
        fields: { of_entity: 'person', kept: pick(known, n[0]), lost: pick(known, n[1]), saw: [] },
      }
  }
}

test('creations written together make what the journal says, whatever they hang on and in whatever order', async () => {
  const standing = await before()
  const bytes = standing.replica.db.serialize()
  const drawn = fc.tuple(
    fc.integer({ min: 0, max: 30 }).map(n => (n > 28 ? 7 : n % 7)),
    fc.tuple(fc.nat(20), fc.nat(20)),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(drawn, { maxLength: 12 }), fc.nat(12), async (kinds, cut) => {
      const replica = openReplica('b', { copyOf: bytes })
      const creations = kinds.map(([kind, n], i) => creation(i, kind, n, standing))
      await replica.write(set => {
        set.createAll(creations.slice(0, cut))
        set.createAll(creations.slice(cut))
      })
      expect(replica.differences()).toEqual([])
      replica.db.close()
    }),
    { numRuns: 60 },
  )
})
