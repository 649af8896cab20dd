import { expect, test } from 'vitest'
import { type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { carry, codes, exchangeAll, write } from '#tests/fixtures/exchange.ts'
import { expectAgreement, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

const problemsOf = async (asking: Promise<unknown>) => {
  const { details } = await refusalOf(asking)
  return (details['problems'] as { field: string; code: string }[]).map(({ field, code }) => [field, code])
}

/** The first organization that the rules propose and that this office may decide about. */
async function proposed(pc: Pc) {
  const { rows } = await pc.ask.rulings.proposals({ state: 'open' })
  const found = rows.find(row => row.isOurs)
  if (found === undefined) throw new Error('the rules propose somebody')
  return found
}

const asked = { reason: '人员外出务工，年内合并', signer: '王书记', expires: '2019-06-30' }

test('a proposal is set aside by a person with reason, signer and expiry; what the rules said stays beside it', async () => {
  const { district } = await offices()
  const { ask } = district
  const one = await proposed(district)
  expect(await problemsOf(ask.rulings.decide({ org: one.orgId, outcome: 'set-aside' }))).toEqual([
    ['expires', 'missing'],
    ['reason', 'missing'],
    ['signer', 'missing'],
  ])
  const done = await ask.rulings.decide({ org: one.orgId, outcome: 'set-aside', ...asked })
  expect(done.sentences[0]?.zh).toContain(
    '不予认定为软弱涣散团组织（2018-12-31，王书记签署，有效期至 2019-06-30）',
  )
  const { rows, counts } = await ask.rulings.proposals({ org: one.orgId, own: true })
  expect(counts).toMatchObject({ 'set-aside': 1, open: 0 })
  const [ruling] = await ask.rulings.of({ org: one.orgId })
  expect(ruling?.rules).toEqual([...new Set(one.findings.map(({ rule }) => rule))])
  expect(ruling?.said.length).toBeGreaterThan(0)
  expect(rows[0]).toMatchObject({
    isSuggested: true,
    state: 'set-aside',
    mark: null,
    ruling: { signer: '王书记' },
  })
  const later = await ask.rulings.proposals({ org: one.orgId, own: true, asOf: '2019-07-01' })
  expect(later.rows[0]?.state).toBe('lapsed')
  expect((await refusalOf(ask.records.remove({ id: done.id, reason: '误' }))).code).toBe('record-once')
})

test('the same is decided about several in one act, each with what the rules said of it, and taken back as one', async () => {
  const { district } = await offices()
  const { ask } = district
  const before = await ask.rulings.proposals({ state: 'open' })
  const [first, ...others] = before.rows.filter(row => row.isOurs)
  if (first === undefined || others.length === 0) throw new Error('the rules propose several')
  const alike = others.map(row => row.orgId)
  const decide = (more: object) =>
    ask.rulings.decide({ org: first.orgId, alike, outcome: 'set-aside', ...asked, ...more })
  // what is missing is told once, and nothing is decided of any
  expect(await problemsOf(decide({ reason: '' }))).toEqual([['reason', 'missing']])
  const done = await decide({})
  expect(done.sentences.map(one => one.zh)).toEqual([
    expect.stringContaining(`“${first.orgName}”等 ${alike.length + 1} 个组织不予认定为软弱涣散团组织`),
  ])
  expect((await ask.rulings.proposals({})).counts['set-aside']).toBe(alike.length + 1)
  for (const row of [first, ...others]) {
    const [ruling] = await ask.rulings.of({ org: row.orgId })
    expect(ruling?.rules).toEqual([...new Set(row.findings.map(({ rule }) => rule))])
    expect(ruling?.reason).toBe(asked.reason)
  }
  await resultOf(ask.registry.undo({ changeSet: done.changeSet ?? 0 }))
  expect((await ask.rulings.proposals({})).counts).toEqual(before.counts)
})

test('the machine marks what it finds later, and overwrites nothing', async () => {
  const { district } = await offices()
  const one = await proposed(district)
  // Decided on a day on which less was found of it.
  await write(district, set =>
    set.create('ruling', {
      ...{ org: one.orgId, outcome: 'set-aside', decided: '2018-12-01', reason: '暂缓', signer: '王书记' },
      ...{ expires: '2019-12-31', rules: [], said: [], pack: 'lifeline-default-1' },
    }),
  )
  const { ask } = district
  const { rows, marked } = await ask.rulings.proposals({ marked: true })
  expect({ marked, row: rows[0] }).toMatchObject({
    marked: 1,
    row: { orgId: one.orgId, mark: 'new-findings' },
  })
  expect(rows[0]?.newRules.length).toBeGreaterThan(0)
})

test('what was confirmed is done with once its case is over', async () => {
  const { district } = await offices()
  const { ask } = district
  const one = await proposed(district)
  await ask.rulings.decide({ org: one.orgId, outcome: 'confirmed', reason: '属实', signer: '王书记' })
  const state = async () => (await ask.rulings.proposals({ org: one.orgId, own: true })).rows[0]?.state
  expect(await state()).toBe('confirmed')
  // Until its case is opened, that is what is left to do.
  const unopened = async () => {
    const { unopened: n, rows } = await ask.rulings.proposals({ unopened: true })
    return [n, ...rows.map(({ orgId }) => orgId)]
  }
  expect(await unopened()).toEqual([1, one.orgId])
  const { id } = await ask.cases.open({
    org: one.orgId,
    measures: ['换届'],
    owner: '张三',
    liaison: '王强',
    due: '2019-03-31',
  })
  expect(await state()).toBe('confirmed')
  expect(await unopened()).toEqual([0])
  await ask.cases.submit({ id })
  await ask.cases.accept({ id })
  expect(await state()).toBe('open')
})

test('a ruling travels to whom it is about; nobody decides about his own office, whatever his program says', async () => {
  const all = await offices()
  const { district, street, community } = all
  const { orgId } = await proposed(district)
  await district.ask.rulings.decide({
    org: codes.community,
    outcome: 'confirmed',
    reason: '属实',
    signer: '王',
  })
  await exchangeAll(all)
  expect((await community.ask.rulings.of({ org: codes.community }))[0]).toMatchObject({ signer: '王' })
  const own = { org: codes.community, outcome: 'set-aside' as const, ...asked }
  expect(await problemsOf(community.ask.rulings.decide(own))).toEqual([['org', 'ruling-for-above']])
  const { id } = await community.ask.registry.orgShow({ org: codes.community })
  await write(community, set =>
    set.create('ruling', {
      ...{ org: id, outcome: 'set-aside', decided: '2018-12-31', reason: '自定', signer: '自己' },
      ...{ expires: '2019-12-31', rules: [], said: [], pack: null },
    }),
  )
  const result = await carry(community, street, codes.street)
  expect(JSON.stringify(result.returned)).toContain('ruling-above')
  expect(await street.ask.rulings.of({ org: codes.community })).toHaveLength(1)
  expect(orgId).not.toBe('')
  await exchangeAll(all)
  await expectAgreement(all)
})
