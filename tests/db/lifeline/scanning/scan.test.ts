import { afterEach, beforeEach, expect, test } from 'vitest'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { scan } from '#db/lifeline/scanning/scan.ts'
import { day } from '../healthy.ts'
import { type SmallRegistry, smallRegistry } from '../small-registry.ts'

let registry: SmallRegistry
let root: string
beforeEach(() => {
  registry = smallRegistry()
  root = registry.org({ code: 'LH000001', kind: 'leading', under: null })
  registry.post(registry.person(), root, '书记')
})
afterEach(() => registry.close())

const asOf = day('2018-12-31')
const ask = (rules?: readonly string[]) =>
  scan(registry.reader, defaultPack, { root, asOf, ...(rules !== undefined && { rules }) })

/** A branch with a secretary and `members` people who count. */
function branch(code: string | null, members: number, more: { readonly founded?: string } = {}): string {
  const id = registry.org({ code, under: root, ...more })
  registry.post(registry.person(), id, '书记')
  for (let i = 0; i < members; i++) registry.member(registry.person(), id)
  return id
}

test('a registry in order has nothing to report', async () => {
  branch('LH000002', 3)
  const { unjudged, ...result } = await ask()
  expect(result).toEqual({
    asOf,
    pack: defaultPack.id,
    branches: 1,
    exempt: 0,
    flagged: 0,
    findings: [],
    suggested: [],
    stale: [],
    unknown: [],
  })
  expect(unjudged.map(({ rule }) => rule)).toEqual([
    'W08',
    'W09',
    'W10',
    'W11',
    'W12',
    'W13',
    'W14',
    'W15',
    'W18',
    'W20',
  ])
  expect(unjudged[0]?.why.zh).toContain('还没有支部大会记录')
})

test('what nobody keeps is said once; once half of all keep it, all are judged from their first record on', async () => {
  const [keeps, lacks] = [branch('LH000002', 3), branch('LH000003', 3)]
  registry.record('meeting', { org: keeps, type: '支部大会', held_on: '2018-08-20' })
  registry.record('meeting', { org: keeps, type: '团课', held_on: '2018-12-20' })
  const { findings, unjudged } = await ask()
  expect(unjudged.map(({ rule }) => rule)).not.toContain('W08')
  // of the quarters before August nobody is asked
  expect(findings.map(f => [f.org, f.rule, f.severity, f.measured])).toEqual([
    ['LH000003', 'W08', 'yellow', 1],
    ['LH000003', 'W11', 'orange', 133],
  ])
  expect(findings.every(f => f.orgId === lacks)).toBe(true)
  expect((await ask(['W14'])).unjudged.map(({ rule }) => rule)).toEqual(['W14'])
})

test('findings come by the organization’s code, then by rule; without a code its id stands', async () => {
  const nameless = branch(null, 0)
  registry.org({ code: 'LH000009', under: root })
  branch('LH000003', 2)
  const result = await ask()
  expect(result.findings.map(f => [f.org, f.rule])).toEqual([
    ['LH000003', 'W01'],
    ['LH000009', 'W01'],
    ['LH000009', 'W02'],
    ['LH000009', 'W19'],
    [nameless, 'W01'],
  ])
  expect(result.suggested).toEqual(['LH000003', 'LH000009', nameless])
  expect(result).toMatchObject({ branches: 3, flagged: 3 })
})

test('an exempt branch is counted apart and never flagged', async () => {
  branch('LH000002', 0, { founded: '2018-12-01' })
  expect(await ask()).toMatchObject({
    branches: 1,
    exempt: 1,
    flagged: 0,
    suggested: [],
    findings: [{ rule: 'W01', severity: 'info' }],
  })
})

test('a committee’s findings are listed, but it is no flagged branch', async () => {
  registry.org({ code: 'LH000002', kind: 'committee', under: root })
  const result = await ask()
  expect(result.findings.map(f => [f.rule, f.severity])).toEqual([
    ['W03', 'orange'],
    ['W04', 'red'],
    ['W19', 'yellow'],
  ])
  expect(result).toMatchObject({ branches: 0, flagged: 0, suggested: ['LH000002'] })
})

test('only the rules asked for', async () => {
  registry.org({ code: 'LH000009', under: root })
  const result = await ask(['W02', 'W07'])
  expect(result.findings.map(f => f.rule)).toEqual(['W02'])
  expect((await ask([])).findings).toEqual([])
})

test('a rule that does not exist is refused by name', async () => {
  await expect(ask(['W01', 'W99'])).rejects.toMatchObject({
    code: 'rule-unknown',
    text: { en: expect.stringContaining('W99') },
  })
})

test('an organization that is not there has no branches', async () => {
  expect(await scan(registry.reader, defaultPack, { root: 'nowhere', asOf })).toMatchObject({
    branches: 0,
    findings: [],
  })
})

test('a scan inside a transaction joins it', async () => {
  branch('LH000002', 1)
  const result = await registry.reader.transaction().execute(trx => scan(trx, defaultPack, { root, asOf }))
  expect(result.flagged).toBe(1)
})
