import { expect, test } from 'vitest'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { scan } from '#db/lifeline/scanning/scan.ts'
import { generateDistrict } from '#db/sample/generate-district.ts'
import { officeFiles } from '#db/sample/office-files.ts'
import { bytesOf } from '#tests/db/sample/read-back.ts'
import { day } from './healthy.ts'
import { registryOf } from './longhua-rosters.ts'
import { naiveRegistryIn } from './naive-registry.ts'
import { naiveScan } from './naive-scan.ts'

/** Another district for every seed, on days on either side of what changed in the rules, a leap day among them. */
const districts = [
  [2, '2016-12-31'],
  [8, '2020-02-29'],
  [233, '2026-12-31'],
] as const

test.each(districts)(
  'district %i on %s: exactly what was planted, and what the plain implementation finds',
  {
    timeout: 60_000,
  },
  async (seed, on) => {
    const asOf = day(on)
    const district = generateDistrict({ seed, asOf })
    const { planted, totals } = district
    const bytes = Object.fromEntries(
      await Promise.all(
        [...officeFiles(district)].map(async file => [file.as, await bytesOf(file)] as const),
      ),
    )
    const { orgs, members, cadres, meetings } = bytes
    if (!orgs || !members || !cadres || !meetings) throw new Error('a district hands in four files')
    const registry = await registryOf({ orgs, members, cadres, meetings }, asOf)
    try {
      const rules = [...new Set(planted.findings.map(({ rule }) => rule))]
      const question = { root: registry.root, asOf }
      const found = await scan(registry.reader, defaultPack, { ...question, rules })
      const said = found.findings.map(({ org, rule, severity }) => `${org} ${rule} ${severity}`)
      expect(said.toSorted()).toEqual(
        planted.findings.map(f => `${f.org} ${f.rule} ${f.severity}`).toSorted(),
      )
      expect(found).toMatchObject({ branches: totals.branches, exempt: totals.exempt })
      expect(found.suggested).toEqual(planted.suggested)
      const all = await scan(registry.reader, defaultPack, question)
      const slim = all.findings.map(({ org, rule, severity, since, measured }) => ({
        ...{ org, rule, severity, since, measured },
      }))
      expect(slim).toEqual(naiveScan(naiveRegistryIn(registry.database), registry.root, asOf).findings)
      // What was never typed in (fees by month, ratings) judges nobody; all that was is compared.
      expect(new Set(slim.map(({ rule }) => rule)).size).toBeGreaterThan(12)
    } finally {
      registry.close()
    }
  },
)
