import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wantedFindings } from '#db/lifeline/findings-list.ts'
import { gatherFacts, gatherOwnFacts } from '#db/lifeline/gathering/gather-facts.ts'
import { overviewOf } from '#db/lifeline/overview.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { reviewOf, unitsUnder } from '#db/lifeline/review.ts'
import { allRules } from '#db/lifeline/rules/all-rules.ts'
import { scan } from '#db/lifeline/scanning/scan.ts'
import { scanWithEvidence } from '#db/lifeline/scanning/scan-with-evidence.ts'
import { addMonths } from '#db/shared/day.ts'
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

test('two implementations find the same in any registry, from any organization down', async () => {
  const seen = new Map<string, number>()
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
      for (const { rule, severity } of findings) {
        const key = `${rule} ${severity}`
        seen.set(key, (seen.get(key) ?? 0) + 1)
      }
    }),
    { numRuns: 600 },
  )
  // a comparison of empty lists would prove nothing
  const wanted = [
    'W05 orange',
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
    'W16 orange',
  ]
  expect(wanted.filter(key => !seen.has(key))).toEqual([])
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
    { numRuns: 200 },
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
  )
})
