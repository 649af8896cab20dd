import { afterEach, beforeEach, expect, test } from 'vitest'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { scanWithEvidence } from '#db/lifeline/scanning/scan-with-evidence.ts'
import { day } from '../healthy.ts'
import { type SmallRegistry, smallRegistry } from '../small-registry.ts'

let registry: SmallRegistry
let root: string
beforeEach(() => {
  registry = smallRegistry()
  root = registry.org({ code: 'A', kind: 'leading', under: null })
  registry.post(registry.person(), root, '书记')
})
afterEach(() => registry.close())

async function evidenceOf(rule: string) {
  const question = { root, asOf: day('2018-12-31'), rules: [rule] }
  const { findings } = await scanWithEvidence(registry.reader, defaultPack, question)
  expect(findings.length).toBe(1)
  return findings[0]!
}
const zh = (finding: Awaited<ReturnType<typeof evidenceOf>>) => finding.evidence.map(e => e.text.zh)

test('of a hollow branch: everyone on the roll, those who do not count first', async () => {
  const branch = registry.org({ code: 'B', under: root })
  const [counts, disabled, left] = ['赵', '钱', '孙'].map(name =>
    registry.person({ name, idNumber: '440399200001011234' }),
  )
  for (const person of [counts!, disabled!, left!]) registry.member(person, branch)
  registry.standing(disabled!, 'disabled', 'withdrawn')
  registry.standing(left!, 'resigned', 'approved')
  const finding = await evidenceOf('W01')
  expect(finding.evidence.map(e => [e.entity, e.id])).toEqual([
    ['person', disabled],
    ['person', counts],
  ])
  expect(zh(finding)).toEqual(['钱：禁用，报到被撤回，不计入', '赵：正常，审核通过，计入'])
  expect(finding.evidenceLeftOut).toBe(0)
})

test('at most fifty records, and how many more there are', async () => {
  const branch = registry.org({ code: 'B', under: root })
  for (let i = 0; i < 53; i++) registry.member(registry.person(), branch)
  const finding = await evidenceOf('W07')
  expect(finding.evidence.length).toBe(50)
  expect(finding.evidenceLeftOut).toBe(3)
})

test('where there is no record the organization itself says so', async () => {
  const branch = registry.org({ code: 'B', under: root })
  const finding = await evidenceOf('W02')
  expect(finding.evidence).toEqual([
    { entity: 'org', id: branch, text: { zh: '没有任何职务记录', en: 'no post on record' } },
  ])
})

test('of a vacancy: posts held first, then the one that ended last; not those to come', async () => {
  const branch = registry.org({ code: 'B', under: root })
  const person = (name: string) => registry.person({ name })
  registry.post(person('赵'), branch, '书记', { since: '2014-01-01', until: '2016-01-01' })
  registry.post(person('钱'), branch, '书记', { since: null, until: '2018-01-01' })
  registry.post(person('孙'), branch, '组织委员', { since: '2017-01-01' })
  registry.post(person('李'), branch, '书记', { since: '2019-01-01' })
  expect(zh(await evidenceOf('W04'))).toEqual([
    '组织委员孙：2017-01-01起，在任',
    '书记钱：任职日不详起，2018-01-01止',
    '书记赵：2014-01-01起，2016-01-01止',
  ])
})

test('of an overdue election: the elections, the newest first', async () => {
  const branch = registry.org({ code: 'B', under: root })
  registry.term(branch, '2012-03-01', 3)
  registry.term(branch, '2015-03-01', null)
  registry.term(branch, '2019-03-01', 3)
  expect(zh(await evidenceOf('W06'))).toEqual(['2015-03-01换届，届期未录入', '2012-03-01换届，届期3年'])
  const oldest = (await evidenceOf('W06')).evidence.at(-1)
  expect(oldest?.text.en).toBe('elected 2012-03-01, term of 3 years')
})

test('of members past 28: who, and since when, the eldest first', async () => {
  const branch = registry.org({ code: 'B', under: root })
  registry.member(registry.person({ name: '赵', birth: '1990-06-01' }), branch)
  registry.member(registry.person({ name: '钱', birth: '1988-02-29' }), branch)
  registry.member(registry.person({ name: '孙', birth: '1991-06-01' }), branch)
  expect(zh(await evidenceOf('W16'))).toEqual([
    '钱：2016-02-29满28周岁，没有团内职务',
    '赵：2018-06-01满28周岁，没有团内职务',
  ])
})

test('of a hollow committee: what hangs below it on the day', async () => {
  const committee = registry.org({ code: 'B', kind: 'committee', under: root })
  registry.org({ code: 'C', kind: 'leading', name: '空壳', under: committee })
  registry.org({ code: 'D', name: '已撤销', under: committee, closed: '2018-01-01' })
  registry.org({ code: 'E', name: '明年成立', under: committee, founded: '2019-01-01' })
  expect(zh(await evidenceOf('W03'))).toEqual(['空壳：其下没有团支部'])
})
