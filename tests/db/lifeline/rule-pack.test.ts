import { expect, onTestFinished, test } from 'vitest'
import { defaultRulePack } from '#db/lifeline/packs/default-rule-pack.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { packFor } from '#db/lifeline/packs/pack-in-force.ts'
import { rehearse } from '#db/lifeline/packs/rehearse.ts'
import { packOn, type RulePack, readRulePack } from '#db/lifeline/packs/rule-pack.ts'
import { scan } from '#db/lifeline/scanning/scan.ts'
import { day } from './healthy.ts'
import { smallRegistry } from './small-registry.ts'

const dated = (value: number, from: string | null = null, checked: string | null = null) => ({
  value,
  from,
  basis: null,
  source: null,
  checked,
})
const pack = (but: Partial<RulePack> = {}): RulePack => ({
  name: { zh: '区规则', en: 'District rules' },
  year: 2018,
  version: 2,
  since: '2018-01-01',
  rules: {},
  thresholds: {},
  ...but,
})

test('the program’s own pack names every threshold with its ground, and is the default on any day before 2021', () => {
  expect(packOn(defaultRulePack, defaultPack.id, day('2018-12-31'))).toEqual(defaultPack)
  expect(readRulePack(JSON.stringify(defaultRulePack))).toEqual(defaultRulePack)
  for (const list of Object.values(defaultRulePack.thresholds))
    for (const { basis, checked } of list) expect([basis !== null, checked !== null]).toEqual([true, true])
})

test('a threshold is what held on the day', () => {
  const two = (on: string) => packOn(defaultRulePack, 'p', day(on)).thresholds.W17.yellowAboveDays
  expect(['2020-12-31', '2021-01-01'].map(two)).toEqual([2, 3])
  const own = pack({ thresholds: { 'W01.fewestMembers': [dated(5, '2019-01-01'), dated(4)] } })
  const fewest = (on: string) => packOn(own, 'p', day(on)).thresholds.W01.fewestMembers
  expect(['2018-12-31', '2019-01-01'].map(fewest)).toEqual([4, 5])
  // what a pack does not name is as in the program
  expect(packOn(own, 'p', day('2018-12-31')).thresholds.W04).toEqual(defaultPack.thresholds.W04)
})

test('one that nobody has checked for a year is marked', () => {
  const own = pack({ thresholds: { 'W01.fewestMembers': [dated(3, null, '2018-01-31')] } })
  expect(packOn(own, 'p', day('2019-01-31')).stale).toEqual([])
  expect(packOn(own, 'p', day('2019-02-01')).stale).toEqual(['W01.fewestMembers'])
})

test('what a newer program names is carried and said; what contradicts itself is refused by name', () => {
  const newer = readRulePack(
    JSON.stringify({
      ...pack({ thresholds: { 'W21.most': [dated(1)], 'W01.fewestMembers': [dated(3)] } }),
      rules: { W21: { counts: true, how: 'new' }, W19: { counts: false } },
      colours: ['purple'],
    }),
  )
  expect(packOn(newer, 'p', day('2018-12-31'))).toMatchObject({ unknown: ['W21', 'W21.most'], off: ['W19'] })
  expect(newer).toMatchObject({ colours: ['purple'], rules: { W21: { how: 'new' } } })
  const wrong = pack({ thresholds: { 'W04.orangeAboveDays': [dated(91)] } })
  expect(() => packOn(wrong, 'p', day('2018-12-31'))).toThrow(
    expect.objectContaining({
      code: 'pack-invalid',
      text: { zh: expect.stringContaining('W04'), en: expect.any(String) },
    }),
  )
})

test.each([
  ['no JSON', '不是有效的 JSON 文件'],
  ['[]', '这个文件不是规则包'],
  [JSON.stringify({ ...pack(), since: '2018-02-30' }), '“since”应当是日历上有的一天'],
  [JSON.stringify({ ...pack(), year: 1 }), '“year”应当是不小于 1950 的整数'],
  [JSON.stringify({ ...pack(), name: '规则' }), '“name”应当是花括号里的一组名称和内容'],
  [JSON.stringify(pack({ thresholds: { 'W01.most': [] } })), '“thresholds.W01.most”应当是不少于 1 项的列表'],
  [
    JSON.stringify({ ...pack(), rules: { W01: { atMost: 'pink' } } }),
    '“rules.W01.atMost”应当是这些词之一：red',
  ],
])('what is wrong in a pack is said in words: %s', (json, words) => {
  const text = { zh: expect.stringContaining(words), en: expect.not.stringMatching(/expected|received/i) }
  expect(() => readRulePack(json)).toThrow(expect.objectContaining({ code: 'pack-unreadable', text }))
})

function district() {
  const registry = smallRegistry()
  onTestFinished(() => void registry.close())
  const root = registry.org({ code: 'A', kind: 'leading', under: null })
  registry.post(registry.person(), root, '书记')
  const branches = [2, 3, 4].map(n => {
    const branch = registry.org({ code: `B${n}`, under: root })
    registry.post(registry.person(), branch, '书记')
    for (let i = 0; i < n; i++) registry.member(registry.person(), branch)
    return branch
  })
  return { registry, root, branches }
}

test('a rule that does not count finds nobody, and one may only remind', async () => {
  const { registry, root } = district()
  const found = async (rules: RulePack['rules']) => {
    const { findings } = await scan(registry.reader, packOn(pack({ rules }), 'p', day('2018-12-31')), {
      root,
      asOf: day('2018-12-31'),
    })
    return findings.map(f => `${f.org} ${f.rule} ${f.severity}`)
  }
  expect(await found({})).toEqual(['B2 W01 red'])
  expect(await found({ W01: { counts: false } })).toEqual([])
  expect(await found({ W01: { counts: true, atMost: 'yellow' } })).toEqual(['B2 W01 yellow'])
})

test('a rehearsal says what would be newly flagged and cleared, and writes nothing', async () => {
  const { registry, root } = district()
  const asOf = day('2018-12-31')
  const changes = registry.database.prepare('SELECT total_changes()').pluck()
  const before = changes.get()
  const stricter = packOn(pack({ thresholds: { 'W01.fewestMembers': [dated(4)] } }), 'p', asOf)
  expect(await rehearse(registry.reader, defaultPack, stricter, { root, asOf })).toMatchObject({
    branches: 3,
    now: { flagged: 1, suggested: 1 },
    next: { flagged: 2, suggested: 2 },
    newlyFlagged: [{ org: 'B3', orgId: expect.any(String), name: expect.any(String), rules: ['W01'] }],
    cleared: [],
    newlySuggested: [{ org: 'B3' }],
    released: [],
    rules: [{ rule: 'W01', now: 1, next: 2 }],
  })
  const looser = packOn(pack({ thresholds: { 'W01.fewestMembers': [dated(1)] } }), 'p', asOf)
  expect(await rehearse(registry.reader, defaultPack, looser, { root, asOf })).toMatchObject({
    cleared: [{ org: 'B2', rules: ['W01'] }],
    newlyFlagged: [],
    released: [{ org: 'B2' }],
  })
  expect(changes.get()).toBe(before)
})

test('the newest pack of the topmost office judges from its day on; one of a street, or one that is damaged, does not', async () => {
  const { registry, root, branches } = district()
  const stored = (id: string, org: string, but: Partial<RulePack>, body?: string) => {
    const one = pack(but)
    registry.record('rule_pack', {
      id,
      org,
      year: one.year,
      version: one.version,
      since: one.since,
      name: one.name.zh,
      body: body ?? JSON.stringify(one),
    })
  }
  const fewest = (n: number) => ({ thresholds: { 'W01.fewestMembers': [dated(n)] } })
  registry.database.prepare("INSERT INTO meta (key, value) VALUES ('office', ?)").run(branches[1])
  stored('p1', root, { since: '2018-01-01', version: 1, ...fewest(4) })
  stored('p2', root, { since: '2018-07-01', version: 2, ...fewest(5) })
  stored('p3', branches[0]!, { since: '2018-01-01', version: 9, ...fewest(9) })
  stored('p4', root, { since: '2018-09-01', version: 3 }, '{"torn":')
  const on = async (asOf: string) => {
    const { id, thresholds } = await packFor(registry.reader, day(asOf))
    return [id, thresholds.W01.fewestMembers]
  }
  expect(await on('2017-12-31')).toEqual([defaultPack.id, 3])
  expect(await on('2018-06-30')).toEqual(['p1', 4])
  expect(await on('2018-12-31')).toEqual(['p2', 5])
})
