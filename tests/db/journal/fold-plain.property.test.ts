import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Change, type Put, versionOf } from '#db/journal/change.ts'
import type { Entity } from '#db/journal/entity.ts'
import { foldRecord } from '#db/journal/fold/fold.ts'
import { foldPlain } from '#db/journal/fold/fold-plain.ts'
import { undisputed } from '#db/journal/gather/verdict-context.ts'

const runs = Number(process.env['LIFELINE_RUNS'] ?? 150)

const visit: Entity = {
  name: 'visit',
  registers: { when: { day: 'text' }, what: { topic: 'text', guests: 'integer' }, tags: { tags: 'list' } },
  required: ['day'],
  refs: {},
}

const values = {
  when: [{ day: '2018-05-04' }, { day: '2018-06-01' }, {}],
  what: [{ topic: 'a' }, { topic: 'b', guests: 3 }, { guests: 'many' }],
  tags: [{ tags: ['x'] }, { tags: [] }, { tags: 7 }],
  unknown: [{ later: 'program' }],
} as const

const registers = Object.keys(values) as (keyof typeof values)[]

const odd = fc.record({
  lamport: fc.integer({ min: 1, max: 6 }),
  writer: fc.constantFrom('a', 'b'),
  isCreation: fc.boolean(),
  written: fc.subarray(registers, { minLength: 0 }),
  named: fc.array(fc.nat(9), { maxLength: 3 }),
  pick: fc.nat(2),
})

/** Puts alone, in any order, with bases of which some are their own, some of other registers, some not known. */
const histories: fc.Arbitrary<readonly Change[]> = fc.array(odd, { minLength: 1, maxLength: 7 }).map(list => {
  const changes: Put[] = []
  for (const [i, { lamport, writer, isCreation, written, named, pick }] of list.entries()) {
    const set = Object.fromEntries(
      written.map(register => [register, values[register][pick % values[register].length]]),
    )
    const bases = named.flatMap(n => {
      const base = changes[n % (changes.length + 1)]
      return base ? [versionOf(base)] : ['99@nobody']
    })
    const base = Object.fromEntries([...written, 'when'].map(register => [register, bases]))
    const origin = { writer, firstN: 1, replica: writer, office: 'o', at: '', actor: '', label: {} }
    const envelope = {
      origin,
      n: i + 1,
      lamport: lamport + i,
      entity: 'visit',
      thing: 'visit-1',
      hangsOn: [],
    }
    const body = (i === 0 || isCreation ? { set } : { set, base }) as Put['body']
    changes.push({ ...envelope, schema: 1, signature: null, kind: 'put', body })
  }
  return changes
})

test('what is in force whole is folded as everything else is, only faster', () => {
  let plain = 0
  fc.assert(
    fc.property(histories, fc.boolean(), (changes, growOnly) => {
      const entity = { ...visit, growOnly }
      const quick = foldPlain(entity, changes)
      if (quick === undefined) return
      plain++
      expect(quick).toEqual(foldRecord({ entity, changes, ...undisputed }))
    }),
    { numRuns: runs },
  )
  expect(plain).toBeGreaterThan(runs / 10)
})
