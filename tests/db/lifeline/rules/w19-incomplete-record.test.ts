import { expect, onTestFinished, test } from 'vitest'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { scanWithEvidence } from '#db/lifeline/scanning/scan-with-evidence.ts'
import { day } from '../healthy.ts'
import { smallRegistry } from '../small-registry.ts'

const full = { short_name: '简称', industry: '非公企业', phone: '0755-1', credit_code: '91' }

async function blankIn(more: Readonly<Record<string, string | null>>, kind = 'branch', tier = 'two-new') {
  const registry = smallRegistry()
  onTestFinished(() => void registry.close())
  const root = registry.org({
    kind: 'leading',
    tier: 'district',
    under: null,
    more: { ...full, industry: null },
  })
  const complete = registry.org({ under: root, more: full })
  const org = registry.org({ kind, tier, under: root, more: { ...full, ...more } })
  for (const one of [root, complete, org]) registry.post(registry.person(), one, '书记')
  const { findings } = await scanWithEvidence(registry.reader, defaultPack, {
    root,
    asOf: day('2018-12-31'),
    rules: ['W19'],
  })
  return findings.map(f => [f.orgId === org, f.measured, f.why.zh, f.evidence[0]?.entity])
}

test('nothing is blank: nothing is found, nor of a leading organ without an industry and above', async () => {
  expect(await blankIn({})).toEqual([])
})

test('each blank field is named; the organization itself is the record', async () => {
  expect(await blankIn({ phone: null, industry: null })).toEqual([
    [true, 2, '有2项未填：单位所属行业类别、联系电话。', 'org'],
  ])
})

test('the credit code is asked for of new organizations alone', async () => {
  expect(await blankIn({ credit_code: null })).toHaveLength(1)
  expect(await blankIn({ credit_code: null }, 'branch', 'community')).toEqual([])
})
