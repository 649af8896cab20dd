import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Severity, severities } from '#contract/vocabulary.ts'
import { wantedFindings } from '#db/lifeline/findings-list.ts'
import { gatherFacts, gatherOwnFacts } from '#db/lifeline/gathering/gather-facts.ts'
import { overviewOf } from '#db/lifeline/overview.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { reviewOf, unitsUnder } from '#db/lifeline/review.ts'
import type { Finding } from '#db/lifeline/rule.ts'
import { allRules } from '#db/lifeline/rules/all-rules.ts'
import { scan } from '#db/lifeline/scanning/scan.ts'
import { scanWithEvidence } from '#db/lifeline/scanning/scan-with-evidence.ts'
import { addDays, addMonths } from '#db/shared/day.ts'
import { everyWeakness } from './every-weakness.ts'
import { type NaiveRegistry, naiveScan, plusMonths } from './naive-scan.ts'
import { askedOn, randomRegistry, stored } from './random-registry.ts'

async function scanned(given: NaiveRegistry, root: string, rules?: readonly string[]) {
  const registry = stored(given)
  try {
    const question = { root, asOf: askedOn, ...(rules !== undefined && { rules }) }
    return await scan(registry.reader, defaultPack, question)
  } finally {
    registry.close()
  }
}

const runs = Number(process.env['LIFELINE_RUNS'] ?? 80)
/** Of what is asked of every registry one by one: each of these scans twice, or gathers all evidence. */
const half = { numRuns: Math.ceil(runs / 2) }

/** Rules by which a finding that will be worse by the day alone says so. */
const timeAlone = ['W04', 'W06', 'W11', 'W16']

const gravity = (severity: string | undefined) =>
  severity === undefined ? severities.length : severities.indexOf(severity as Severity)

/** The same registry, in which nothing is dated after the day. */
function nothingAfter(given: NaiveRegistry, day: string): NaiveRegistry {
  const begun = ({ since }: { readonly since: string | null }) => (since ?? '') <= day
  const over = (end: string | null) => (end !== null && end > day ? null : end)
  return {
    ...given,
    orgs: given.orgs.map(org => ({
      ...org,
      closed: over(org.closed),
      // it hangs under its first parent even before it was there
      places: org.places.filter((place, at) => at === 0 || begun(place)),
    })),
    people: given.people.map(person => ({
      ...person,
      homes: person.homes.filter(begun),
      states: person.states.filter(begun),
    })),
    posts: given.posts
      .filter(post => begun(post) || (post.until ?? '9999') <= day)
      .map(post => ({ ...post, until: over(post.until) })),
    terms: given.terms
      .filter(({ elected }) => elected <= day)
      .map(term => ({
        ...term,
        extension: (term.extension?.approved ?? '') <= day ? term.extension : null,
      })),
    meetings: given.meetings.filter(({ heldOn }) => heldOn <= day),
  }
}

/** What the plain implementation says of a finding on other days, if nothing is done until then. */
function foreseen(given: NaiveRegistry, root: string) {
  const quiet = nothingAfter(given, askedOn)
  const scans = new Map<string, ReturnType<typeof naiveScan>>()
  return ({ org, rule }: Pick<Finding, 'org' | 'rule'>, day: string) => {
    const scan = scans.get(day) ?? naiveScan(quiet, root, day)
    scans.set(day, scan)
    return scan.findings.find(found => found.org === org && found.rule === rule)?.severity
  }
}

/** The same of who has not paid, once the month that runs is over: who comes and goes by then is known already. */
function afterTheMonth(given: NaiveRegistry, root: string, { org, rule }: Pick<Finding, 'org' | 'rule'>) {
  const { orgs } = nothingAfter(given, askedOn)
  const { findings } = naiveScan({ ...given, orgs }, root, '2019-01-01')
  return findings.find(found => found.org === org && found.rule === rule)?.severity
}

test('two implementations find the same in any registry, from any organization down, and foresee the same', async () => {
  const seen = new Set<string>()
  let compared = 0
  const planted = everyWeakness()
  await fc.assert(
    fc.asyncProperty(randomRegistry, fc.nat(), async (given, pick) => {
      const root = given.orgs[pick % given.orgs.length]!.id
      const { branches, exempt, flagged, suggested, findings } = await scanned(given, root)
      const slim = findings.map(({ org, rule, severity, since, measured }) => ({
        org,
        rule,
        severity,
        since,
        measured,
      }))
      expect({ branches, exempt, flagged, suggested, findings: slim }).toEqual(
        naiveScan(given, root, askedOn),
      )
      const then = foreseen(given, root)
      compared += findings.length
      for (const found of findings) {
        const { rule, severity, worsens } = found
        if (given === planted)
          for (const key of [
            `${rule} ${severity}`,
            ...(worsens === null ? [] : [`${rule} -> ${worsens.to}`]),
          ])
            seen.add(key)
        if (severity === 'info') continue
        if (rule === 'W14') {
          const next = gravity(afterTheMonth(given, root, found))
          expect(gravity(worsens?.to ?? severity)).toBe(Math.min(next, gravity(severity)))
        } else if (worsens !== null) {
          expect([rule, worsens.on, then(found, worsens.on)]).toEqual([rule, worsens.on, worsens.to])
          // how quickly applications are answered is counted by month besides
          const before = rule === 'W17' ? undefined : then(found, addDays(worsens.on, -1))
          if (before !== undefined) expect([rule, before]).toEqual([rule, severity])
        } else if (timeAlone.includes(rule)) {
          expect([rule, gravity(then(found, addDays(askedOn, 365)))]).toEqual([rule, gravity(severity)])
        }
      }
    }),
    { numRuns: runs, examples: [[planted, 0]] },
  )
  // a comparison of empty lists would prove nothing
  expect(compared).toBeGreaterThan(runs)
  // what random registries come upon is luck: these lie in the one that is compared each time
  const wanted = [
    'W04 -> orange',
    'W04 -> red',
    'W06 -> orange',
    'W06 -> red',
    'W08 -> orange',
    'W08 -> red',
    'W09 -> orange',
    'W11 -> red',
    'W14 -> red',
    'W17 -> orange',
    'W05 orange',
    'W07 yellow',
    'W08 yellow',
    'W08 orange',
    'W08 red',
    'W09 yellow',
    'W09 orange',
    'W10 orange',
    'W11 orange',
    'W11 red',
    'W12 yellow',
    'W12 red',
    'W13 yellow',
    'W13 red',
    'W14 yellow',
    'W14 orange',
    'W14 red',
    'W15 orange',
    'W17 yellow',
    'W17 orange',
    'W18 yellow',
    'W19 yellow',
    'W20 yellow',
    'W20 orange',
    'W20 red',
    'W01 red',
    'W01 info',
    'W02 red',
    'W02 info',
    'W03 orange',
    'W04 red',
    'W04 orange',
    'W04 yellow',
    'W06 red',
    'W06 orange',
    'W06 yellow',
    'W16 yellow',
    'W16 orange',
  ]
  expect([...seen].toSorted()).toEqual(wanted.toSorted())
})

test('one review of everything says of each organization in it what a scan of that one says', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(randomRegistry, fc.nat(), async (given, pick) => {
      const top = given.orgs[0]!.id
      const root = given.orgs[pick % given.orgs.length]!.id
      const registry = stored(given)
      try {
        const facts = await gatherFacts(registry.reader, { root: top, asOf: askedOn }, defaultPack)
        const review = reviewOf(facts, defaultPack, { root: top, asOf: askedOn })
        if (!review.orgs.some(({ id }) => id === root)) return
        const expected = await scan(registry.reader, defaultPack, { root, asOf: askedOn })
        const own = await gatherOwnFacts(registry.reader, { root, asOf: askedOn }, defaultPack)
        const all = await gatherFacts(registry.reader, { root, asOf: askedOn }, defaultPack)
        expect(own).toEqual(all.find(({ orgId }) => orgId === root))
        const wanted = { rule: undefined, severity: undefined, suggested: false, own: undefined, text: '' }
        const found = wantedFindings(review, { root, ...wanted, sort: 'org', down: false })
        const children = new Set(unitsUnder(review, root).values())
        const { branches, exempt, flagged, suggested } = overviewOf(review, root, children)
        expect({
          branches,
          exempt,
          flagged,
          suggested,
          findings: found.map(({ under: _, ...one }) => one),
        }).toEqual({
          branches: expected.branches,
          exempt: expected.exempt,
          flagged: expected.flagged,
          suggested: expected.suggested.length,
          findings: expected.findings,
        })
        compared += found.length
      } finally {
        registry.close()
      }
    }),
    half,
  )
  expect(compared).toBeGreaterThan(100)
})

test('the two calendars agree', () => {
  const start = fc
    .integer({ min: 0, max: 60_000 })
    .map(n => new Date(n * 86_400_000).toISOString().slice(0, 10))
  fc.assert(
    fc.property(start, fc.integer({ min: -360, max: 360 }), (from, months) => {
      expect(addMonths(from as typeof askedOn, months)).toBe(plusMonths(from, months))
    }),
    { numRuns: 2000 },
  )
})

test('one member more never makes a branch hollow', async () => {
  await fc.assert(
    fc.asyncProperty(randomRegistry, fc.nat(), async (given, pick) => {
      const org = given.orgs[pick % given.orgs.length]!.id
      const newcomer = {
        id: 'p999',
        birth: '2001-01-01',
        political: null,
        joined: null,
        memberNo: null,
        paidTo: null,
        homes: [{ org, since: askedOn }],
        states: [],
      }
      const before = await scanned(given, 'o000', ['W01'])
      const after = await scanned({ ...given, people: [...given.people, newcomer] }, 'o000', ['W01'])
      const hollow = new Set(before.findings.map(f => f.org))
      expect(after.findings.filter(f => !hollow.has(f.org))).toEqual([])
    }),
    half,
  )
})

test('a rule asked for alone finds what it finds among all', async () => {
  await fc.assert(
    fc.asyncProperty(
      randomRegistry,
      fc.constantFrom(...allRules.map(rule => rule.id)),
      async (given, rule) => {
        const all = await scanned(given, 'o000')
        const one = await scanned(given, 'o000', [rule])
        expect(one.findings).toEqual(all.findings.filter(f => f.rule === rule))
      },
    ),
    half,
  )
})

test('every finding in any registry has its records', async () => {
  await fc.assert(
    fc.asyncProperty(randomRegistry, async given => {
      const registry = stored(given)
      const question = { root: 'o000', asOf: askedOn }
      const { findings } = await scanWithEvidence(registry.reader, defaultPack, question)
      registry.close()
      for (const { rule, measured, evidence, evidenceLeftOut } of findings) {
        expect(evidence.length).toBeGreaterThan(0)
        if (rule === 'W16') expect(evidence.length + evidenceLeftOut).toBe(measured)
        if (rule === 'W01') {
          expect(evidence.filter(e => e.text.zh.endsWith('，计入')).length).toBe(measured)
        }
        if (['W14', 'W15', 'W18'].includes(rule)) expect(evidence[0]?.entity).toBe('person')
        if (rule === 'W15') expect(evidence.length + evidenceLeftOut).toBe(measured)
        if (rule === 'W06') expect(evidence[0]?.entity).toBe('term')
      }
    }),
    half,
  )
})
