import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import type { Finding } from '#db/lifeline/rule.ts'
import { type ScanResult, scan } from '#db/lifeline/scanning/scan.ts'
import { type EvidencedScan, scanWithEvidence } from '#db/lifeline/scanning/scan-with-evidence.ts'
import { longhuaExpected, longhuaIsThere, longhuaRegistry } from './longhua-rosters.ts'
import { naiveRegistryIn } from './naive-registry.ts'
import { naiveScan } from './naive-scan.ts'
import type { SmallRegistry } from './small-registry.ts'

if (!longhuaIsThere) console.warn('SKIPPED: the rosters of longhua-2018 are not beside the repository.')

describe.skipIf(!longhuaIsThere)('the district’s rosters of 2018', () => {
  const expected = longhuaIsThere ? longhuaExpected() : undefined!
  let registry: SmallRegistry & { readonly root: string }
  let result: ScanResult
  let evidenced: EvidencedScan

  beforeAll(async () => {
    registry = await longhuaRegistry(expected.asOf)
    const question = { root: registry.root, asOf: expected.asOf }
    result = await scan(registry.reader, defaultPack, question)
    evidenced = await scanWithEvidence(registry.reader, defaultPack, question)
  })
  afterAll(() => registry.close())

  const hits = (rule: string, ...severities: readonly Finding['severity'][]) =>
    result.findings.filter(f => f.rule === rule && severities.includes(f.severity)).map(f => f.org)

  test('883 branches exist, 21 of them exempt', () => {
    expect(result.branches).toBe(expected.totals.branches)
    expect(result.exempt).toBe(expected.totals.exempt)
  })

  test.each([
    ['W01', 'W01', ['red']],
    ['W02', 'W02', ['red']],
    ['W03', 'W03', ['orange']],
    ['W04_red', 'W04', ['red']],
    ['W04_orange', 'W04', ['orange']],
    ['W04_yellow', 'W04', ['yellow']],
    ['W06_overdue', 'W06', ['orange', 'red']],
    ['W06_red', 'W06', ['red']],
    ['W07', 'W07', ['yellow']],
    ['W16', 'W16', ['yellow', 'orange']],
  ] as const)('%s is the expected set', (set, rule, severities) => {
    expect(hits(rule, ...severities)).toEqual(expected[set]!.toSorted())
  })

  test('all twenty rules find what the plain implementation finds in it', () => {
    const slim = result.findings.map(({ org, rule, severity, since, measured }) => ({
      org,
      rule,
      severity,
      since,
      measured,
    }))
    const plain = naiveScan(naiveRegistryIn(registry.database), registry.root, expected.asOf)
    expect(slim).toEqual(plain.findings)
    expect(new Set(slim.map(({ rule }) => rule)).size).toBe(12)
    expect(result.unjudged.map(({ rule }) => rule)).toEqual(['W09', 'W12', 'W13', 'W20'])
  })

  test('every finding can be read: its records, its reason and what would clear it', () => {
    expect(evidenced.findings.length).toBe(result.findings.length)
    for (const finding of evidenced.findings) {
      expect(finding.evidence.length).toBeGreaterThan(0)
      for (const text of [finding.why, finding.clears, ...finding.evidence.map(e => e.text)]) {
        expect(`${text.zh} ${text.en}`).not.toMatch(/undefined|null|NaN|\d{17}[\dX]/)
      }
    }
  })

  test('a scan by all rules takes at most 150 ms of the processor', async () => {
    const question = { root: registry.root, asOf: expected.asOf }
    const times: number[] = []
    for (let run = 0; run < 5; run++) {
      const before = process.cpuUsage()
      await scan(registry.reader, defaultPack, question)
      const { user, system } = process.cpuUsage(before)
      times.push((user + system) / 1000)
    }
    expect(Math.min(...times)).toBeLessThan(150)
  })
})
