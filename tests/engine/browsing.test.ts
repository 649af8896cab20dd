import { expect, onTestFinished, test } from 'vitest'
import { openPc, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { takeMembers } from '#tests/fixtures/exchange.ts'
import { district, fillDistrict, inventedId, memberLines } from '#tests/fixtures/small-district.ts'

/** The small district, whose memberships came to such numbers that it counts as large and is read in a thread. */
async function large(): Promise<{ pc: Pc; small: unknown }> {
  const pc = await openPc('browsing')
  onTestFinished(pc.discard)
  await fillDistrict(pc)
  const small = await everything(pc)
  await pc.behindTheContract(session => {
    session.writing().db.exec('UPDATE membership SET no = no + 20000')
  })
  return { pc, small }
}

/** What the screens ask, on two days. */
async function everything({ ask: { looking, registry } }: Pc) {
  const top = await looking.top({})
  const streets = await looking.children({ org: top.id })
  return {
    top,
    streets,
    below: await Promise.all(streets.map(street => looking.children({ org: street.id }))),
    places: await looking.places({ orgs: ['4403990101', 'nothing'] }),
    stats: await registry.stats({}),
    before: await registry.stats({ asOf: '2016-12-31' }),
    shown: await registry.orgShow({ org: '4403990100' }),
    people: await looking.people({ sort: 'birth', limit: 1000 }),
    named: await looking.people({ text: 'zxa' }),
    cadres: await looking.cadres({ org: top.id }),
    due: await looking.due({}),
  }
}

test('a large registry answers from its thread what a small one answers at once', async () => {
  const { pc, small } = await large()
  const answers = await everything(pc)
  expect(answers).toEqual(small)
  expect(answers.stats.members).toBe(memberLines.length)
  expect(await refusalOf(pc.ask.looking.children({ org: '没有' }))).toMatchObject({ code: 'org-unknown' })
  expect(pc.bugs).toEqual([])
})

test('while the thread makes its picture, the engine goes on answering', async () => {
  const { pc } = await large()
  let isAnswered = false
  const counted = pc.ask.registry.stats({}).then(stats => {
    isAnswered = true
    return stats
  })
  const status = await pc.ask.system.status()
  expect([status.state, isAnswered]).toEqual(['ready', false])
  expect((await counted).members).toBe(memberLines.length)
})

test('after an import, and after it was taken back, the next answers count anew, for past days too', async () => {
  const { pc } = await large()
  const { looking, registry } = pc.ask
  const counts = async () => ({
    top: (await looking.top({})).members,
    stats: (await registry.stats({})).members,
    people: (await looking.people({})).total,
    before: (await registry.stats({ asOf: '2018-06-30' })).members,
  })
  const n = memberLines.length
  expect(await counts()).toEqual({ top: n, stats: n, people: n, before: n })

  const newcomer = memberLines
    .slice(0, 1)
    .map(line => ({ ...line, 姓名: '欧阳新', 身份证号: inventedId('2000-01-01', 17) }))
  const { created, changeSet } = await takeMembers(pc, newcomer, '2018-12-01')
  expect(created).toBe(1)
  const after = await counts()
  expect(after).toMatchObject({ top: n + 1, stats: n + 1, people: n + 1 })
  await resultOf(registry.undo({ changeSet: changeSet ?? -1 }))
  expect(await counts()).toEqual({ top: n, stats: n, people: n, before: n })
  expect((await looking.top({})).name).toBe(district.name)
  expect(pc.bugs).toEqual([])
})
