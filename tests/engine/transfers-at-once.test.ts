import { expect, test } from 'vitest'
import { type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { codes, members } from '#tests/fixtures/exchange.ts'
import { elsewhere, idOf, ofOthers, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

const branch = `${codes.community}1`
const otherBranch = `${codes.community}2`
const [first = {}, second = {}, third = {}, fourth = {}] = ofOthers.filter(
  line => line['所在团支部'] === elsewhere,
)
const ask = async (pc: Pc, line: typeof first, to: string, more: Record<string, unknown> = {}) =>
  (
    await pc.ask.transfers.ask({
      person: idOf(line),
      to,
      reason: '就业',
      fees: '已交清',
      endPosts: true,
      ...more,
    })
  ).id
const at = async (pc: Pc, org: string) => (await pc.ask.looking.people({ org })).total
const answer = async (pc: Pc, input: Parameters<Pc['ask']['transfers']['answerMany']>[0]) =>
  resultOf(pc.ask.transfers.answerMany(input))

test('several are accepted at once: each goes where he was sent, the others into the branch that is named, one undo for all', async () => {
  const { district } = await offices()
  const ids = [
    await ask(district, first, branch, { on: '2018-12-22' }),
    await ask(district, second, otherBranch, { on: '2018-12-23' }),
    await ask(district, third, codes.community, { on: '2018-12-24' }),
  ]
  const [here, there, whole] = [
    await at(district, branch),
    await at(district, otherBranch),
    await members(district),
  ]
  const act = { ids, action: 'accept', on: '2018-12-28' } as const

  const without = await answer(district, { ...act, dryRun: true })
  expect(without).toMatchObject({ changeSet: null, done: 2, wrong: 1 })
  expect(without.rows[2]?.problems).toMatchObject([{ field: 'to', code: 'missing' }])
  expect(await refusalOf(answer(district, act))).toMatchObject({ code: 'problems' })

  const whereTo = { ...act, to: otherBranch }
  const would = await answer(district, { ...whereTo, dryRun: true })
  expect(would).toMatchObject({ changeSet: null, done: 3, wrong: 0 })
  expect(would.sentences[0]?.zh).toBe(
    `接收转来的${[first, second, third].map(line => line['姓名']).join('、')}，自 2018-12-28 起`,
  )
  expect(await at(district, branch)).toBe(here)
  const done = await answer(district, { ...whereTo, stamp: would.stamp, by: '李书记' })
  expect(await at(district, branch)).toBe(here + 1)
  expect(await at(district, otherBranch)).toBe(there + 2)
  expect(await members(district)).toBe(whole)
  const { rows } = await district.ask.transfers.list({})
  expect(new Set(rows.map(({ state, actor }) => `${state} ${actor}`))).toEqual(new Set(['accepted 李书记']))

  const undo = district.ask.registry.undo({ changeSet: done.changeSet ?? 0 })
  expect(await resultOf(undo)).toMatchObject({ undone: true, blockedBy: [] })
  expect(await at(district, branch)).toBe(here)
  expect((await district.ask.transfers.list({})).rows.map(({ state }) => state)).toEqual(
    ids.map(() => 'in-transit'),
  )
})

test('what cannot be answered stays, by name and with its reason; what changed after the look is refused', async () => {
  const { district } = await offices()
  const late = await ask(district, first, branch, { on: '2018-11-01' })
  const good = await ask(district, second, branch, { on: '2018-12-20' })
  const other = await ask(district, third, branch, { on: '2018-12-20' })
  const ids = [late, good, other, 'nobody']
  const act = { ids, action: 'accept' as const, on: '2018-12-28' }
  const would = await answer(district, { ...act, dryRun: true })
  expect(would).toMatchObject({ done: 2, wrong: 2 })
  const codesOf = Object.fromEntries(
    would.rows.map(({ id, problems }) => [id, problems.map(({ code }) => code)]),
  )
  expect(codesOf).toEqual({
    [late]: ['transfer-lapsed'],
    [good]: [],
    [other]: [],
    nobody: ['record-unknown'],
  })
  await district.ask.transfers.refuse({ id: other, note: '查无此人' })
  expect(await refusalOf(answer(district, { ...act, leaveOut: true, stamp: would.stamp }))).toMatchObject({
    code: 'changed-meanwhile',
  })
  const { stamp } = await answer(district, { ...act, dryRun: true })
  const done = await answer(district, { ...act, leaveOut: true, stamp })
  expect(done).toMatchObject({ done: 1, wrong: 3 })
  expect(done.warnings[0]?.zh).toBe('另有 3 条没有办理。')
  const cancelled = await answer(district, { ids: [late], action: 'cancel', note: '过期' })
  expect(cancelled.sentences[0]?.zh).toBe(`撤销${first['姓名']}的转接：过期`)
})

test('those to the outside are noted apart from those inside; a refusal of several needs one reason', async () => {
  const { district } = await offices()
  const inside = await ask(district, first, branch)
  const outside = [
    await ask(district, second, '广州市某公司', { outside: true }),
    await ask(district, fourth, '深圳市某公司', { outside: true }),
  ]
  const whole = await members(district)
  expect(await refusalOf(answer(district, { ids: [inside, ...outside], action: 'accept' }))).toMatchObject({
    code: 'kinds-mixed',
  })
  const reasonless = await answer(district, { ids: [inside], action: 'refuse', dryRun: true })
  expect(reasonless.rows[0]?.problems).toMatchObject([{ field: 'note', code: 'missing' }])
  const left = await answer(district, { ids: outside, action: 'accept' })
  expect(left.sentences[0]?.zh).toContain('已转出系统外')
  expect(await members(district)).toBe(whole - 2)
})
