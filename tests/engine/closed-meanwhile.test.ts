import { expect, test } from 'vitest'
import { resultOf } from '#tests/fixtures/engine.ts'
import { carry, codes, exchangeAll, open, packet } from '#tests/fixtures/exchange.ts'
import { expectAgreement, ofCommunity, orgIn, personIn, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()
const [first, second] = [`${codes.community}1`, `${codes.community}2`]

/** The street closes the community's second branch while the community, which has not heard, moves somebody in and appoints him. */
async function closedMeanwhile() {
  const all = await offices()
  await exchangeAll(all)
  const { street, community } = all
  const inFirst = (await community.ask.looking.people({ org: first, limit: 100 })).rows
  const mover = ofCommunity.find(line => inFirst.some(({ id }) => id === personIn(community, line)?.['id']))
  const person = String(personIn(community, mover)?.['id'])
  await street.ask.records.close({ org: second, membersTo: first, endPosts: true })
  await community.ask.records.add({ kind: 'membership', set: { person, org: second } })
  const post = { person, org: orgIn(community, second), title: '书记', former: 'stays', since: '2018-12-31' }
  await community.ask.records.add({ kind: 'post', set: post })
  return { all, street, community, person }
}

const faultsOf = async (pc: Awaited<ReturnType<typeof closedMeanwhile>>['street']) => {
  const { rows } = await pc.ask.faults.list({ limit: 1000 })
  return rows.filter(({ check }) => check.startsWith('closed')).map(({ check }) => check)
}

test('whoever first sees that a branch was closed and somebody put there at once is told so, and finds him among the data to put right', async () => {
  const { street, community } = await closedMeanwhile()
  const file = await packet(community, codes.street)
  const seen = await resultOf(street.ask.packets.inspectPacket({ file }))
  const told = [expect.stringMatching(/已经撤销，还有 1 名团员、1 个职务/)]
  expect(seen.warnings.map(({ zh }) => zh)).toEqual(told)
  expect(await faultsOf(street)).toEqual([])
  const done = await open(street, file)
  expect(done).toMatchObject({ status: 'applied', returned: [] })
  expect(done.warnings.map(({ zh }) => zh)).toEqual(told)
  expect(await faultsOf(street)).toEqual(['closed-branch', 'closed-post'])
  // The same packet again brings nothing and tells nothing.
  expect((await open(street, file)).warnings).toEqual([])
  // The community hears of it as well, from the other side: what came is the closing, not the person.
  const back = await carry(street, community, codes.community)
  expect(back.warnings.map(({ en }) => en)).toEqual([
    expect.stringContaining('is closed, and has 1 member and 1 post in it'),
  ])
  expect(await faultsOf(community)).toEqual(['closed-branch', 'closed-post'])
})

test('either office settles it, and every other one agrees', async () => {
  const { all, street, community, person } = await closedMeanwhile()
  await exchangeAll(all)
  await community.ask.records.add({ kind: 'membership', set: { person, org: first } })
  await exchangeAll(all)
  expect([await faultsOf(street), await faultsOf(community)]).toEqual([['closed-post'], ['closed-post']])
  await street.ask.records.reopen({ org: second })
  await exchangeAll(all)
  expect([await faultsOf(street), await faultsOf(community)]).toEqual([[], []])
  await expectAgreement(all)
})
