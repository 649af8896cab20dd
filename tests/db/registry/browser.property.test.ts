import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memberStatuses, reportStatuses } from '#contract/vocabulary.ts'
import { Browser } from '#db/registry/looking/browser.ts'
import { existing, readStats } from '#db/registry/stats.ts'
import { holdsOn, type Scope, withSubtree } from '#db/registry/subtree.ts'
import { addDays, addYears, type IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { askedOn, randomRegistry, stored } from '#tests/db/lifeline/random-registry.ts'

/** The day itself, days long past and one to come. */
const aDay = fc.integer({ min: -400, max: 4000 }).map(days => addDays(askedOn, -days))

const nobody = {
  text: '',
  status: undefined,
  report: undefined,
  agedBy: undefined,
  agedAfter: undefined,
}

test('the picture kept in memory counts as the statistics do, below every organization and on any day', async () => {
  let counted = 0
  await fc.assert(
    fc.asyncProperty(randomRegistry, aDay, async (given, asOf) => {
      const registry = stored(given)
      try {
        const browser = new Browser(registry.database)
        for (const { id: root } of given.orgs) {
          const slow = await readStats(registry.reader, { root, asOf })
          expect(browser.ask('stats', { root, asOf })).toMatchObject(slow)
          const { branches, members } = browser.ask('node', { root, asOf })
          expect({ branches, members }).toEqual({ branches: slow.branches, members: slow.members })
          counted += slow.members
        }
      } finally {
        registry.close()
      }
    }),
    { numRuns: 80 },
  )
  expect(counted).toBeGreaterThan(100)
})

/** Those below, one by one: placed by the day, hanging there on it, not closed. */
async function slowChildren(reader: Reader, { root, asOf }: Scope): Promise<string[]> {
  const rows = await reader
    .selectFrom('placement')
    .innerJoin('org', 'org.id', 'placement.org')
    .where('placement.parent', '=', root)
    .where(holdsOn('placement', asOf, 'since'))
    .where(holdsOn('placement', asOf, 'starts'))
    .where(eb => eb.or([eb('org.closed', 'is', null), eb('org.closed', '>', asOf)]))
    .select('org.id')
    .execute()
  return rows.map(row => row.id).toSorted()
}

test('what lies directly below is listed as it hangs on the day, and as many as the node says', async () => {
  await fc.assert(
    fc.asyncProperty(randomRegistry, aDay, async (given, asOf) => {
      const registry = stored(given)
      try {
        const browser = new Browser(registry.database)
        for (const { id: root } of given.orgs) {
          const slow = await slowChildren(registry.reader, { root, asOf })
          const listed = browser.ask('children', { root, asOf }).map(node => node.id)
          expect(listed.toSorted()).toEqual(slow)
          expect(browser.ask('node', { root, asOf }).children).toBe(slow.length)
          const under = await withSubtree(registry.reader, { root, asOf })
            .selectFrom('subtree')
            .select('subtree.org')
            .execute()
          const ways = browser.ask('places', { orgs: under.map(row => row.org), asOf })
          expect(ways.every(({ path }) => path.some(place => place.id === root))).toBe(true)
        }
      } finally {
        registry.close()
      }
    }),
    { numRuns: 60 },
  )
})

const aFilter = fc.record({
  text: fc.constantFrom('', '', '团', '1', '没有'),
  status: fc.option(fc.constantFrom(...memberStatuses), { nil: undefined, freq: 1 }),
  report: fc.option(fc.constantFrom('open' as const, ...reportStatuses), { nil: undefined, freq: 1 }),
  agedBy: fc.option(aDay, { nil: undefined, freq: 1 }),
  agedAfter: fc.option(aDay, { nil: undefined, freq: 1 }),
})
type Filter = typeof aFilter extends fc.Arbitrary<infer F> ? F : never

/** Everyone of an organization and all below it, filtered one by one. */
async function slowPeople(reader: Reader, scope: Scope, { text, status, report, agedBy, agedAfter }: Filter) {
  const rows = await existing(reader, scope)
    .innerJoin('membership', 'membership.org', 'org.id')
    .innerJoin('person', 'person.id', 'membership.person')
    .leftJoin('standing', join =>
      join.onRef('standing.person', '=', 'person.id').on(holdsOn('standing', scope.asOf)),
    )
    .where(holdsOn('membership', scope.asOf))
    .select(['person.id', 'person.name', 'person.birth', 'standing.status', 'standing.report'])
    .execute()
  return rows
    .filter(row => row.name.includes(text))
    .filter(row => status === undefined || (row.status ?? 'normal') === status)
    .filter(row => {
      const known = row.report ?? 'approved'
      return report === undefined || (report === 'open' ? known !== 'approved' : known === report)
    })
    .filter(({ birth }) => {
      if (agedBy === undefined && agedAfter === undefined) return true
      if (birth === null) return false
      const leaves = addYears(birth as IsoDay, 28)
      return (agedBy === undefined || leaves <= agedBy) && (agedAfter === undefined || leaves > agedAfter)
    })
    .map(row => row.id)
}

test('lists of people hold whom a look at each of them finds, window by window, in order', async () => {
  let listed = 0
  await fc.assert(
    fc.asyncProperty(randomRegistry, aDay, fc.nat(), aFilter, async (given, asOf, pick, filter) => {
      const registry = stored(given)
      try {
        const root = given.orgs[pick % given.orgs.length]!.id
        const slow = await slowPeople(registry.reader, { root, asOf }, filter)
        const browser = new Browser(registry.database)
        const ask = (sort: 'name' | 'birth', offset: number, limit: number) =>
          browser.ask('people', { root, asOf, ...filter, sort, down: false, offset, limit })
        const { total, rows } = ask('birth', 0, 1000)
        expect(total).toBe(slow.length)
        expect(rows.map(row => row.id).toSorted()).toEqual(slow.toSorted())
        const births = rows.map(row => row.birth ?? '9999')
        expect(births).toEqual(births.toSorted())
        const byName = ask('name', 0, 1000).rows
        const windows = [ask('name', 0, 3), ask('name', 3, 3), ask('name', 6, 1000)]
        expect(windows.flatMap(window => window.rows)).toEqual(byName)
        listed += total
      } finally {
        registry.close()
      }
    }),
    { numRuns: 60 },
  )
  expect(listed).toBeGreaterThan(100)
})

const plain = { text: '', sort: 'org', down: false } as const

test('posts come window by window and are as many as the statistics say', async () => {
  await fc.assert(
    fc.asyncProperty(randomRegistry, aDay, async (given, asOf) => {
      const registry = stored(given)
      try {
        const browser = new Browser(registry.database)
        for (const { id: root } of given.orgs) {
          const whole = browser.ask('cadres', { root, asOf, ...plain, offset: 0, limit: 1000 })
          expect(whole.rows).toHaveLength(whole.total)
          expect(whole.total).toBe((await readStats(registry.reader, { root, asOf })).cadres)
          const parts = Array.from(
            { length: Math.ceil(whole.total / 2) },
            (_, i) => browser.ask('cadres', { root, asOf, ...plain, offset: i * 2, limit: 2 }).rows,
          )
          expect(parts.flat()).toEqual(whole.rows)
        }
      } finally {
        registry.close()
      }
    }),
    { numRuns: 60 },
  )
})

test('an organization that is not there is refused', () => {
  const registry = stored({
    orgs: [],
    people: [],
    posts: [],
    terms: [],
    meetings: [],
    fees: [],
    appraisals: [],
    ratings: [],
  })
  const browser = new Browser(registry.database)
  const ask = () =>
    browser.ask('people', {
      root: 'x',
      asOf: askedOn,
      ...nobody,
      sort: 'name',
      down: false,
      offset: 0,
      limit: 1,
    })
  expect(ask).toThrow(expect.objectContaining({ code: 'org-unknown' }))
  registry.close()
})
